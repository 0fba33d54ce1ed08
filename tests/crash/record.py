"""The record as it is, read beside the server with SQLite's and PostgreSQL's own programs."""

import collections
import os
import sqlite3
import subprocess
import time
import urllib.parse

MARKS = ("visitor-", "agent-", "hook-")


class SqliteRecord:
    def __init__(self, server):
        self._path = server.folder / "heed.db"

    def rows(self, sql):
        connection = sqlite3.connect(f"file:{urllib.parse.quote(str(self._path))}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def check_pages(self):
        """What is wrong with the file itself; "" when nothing is."""
        found = "; ".join(str(row[0]) for row in self.rows("PRAGMA integrity_check"))
        return "" if found == "ok" else found


class PostgresRecord:
    """In a database of its own on the server that HEED_TEST_POSTGRES names."""

    def __init__(self, name):
        address = urllib.parse.urlsplit(os.environ["HEED_TEST_POSTGRES"])
        self._server = urllib.parse.urlunsplit(address._replace(path="/postgres"))
        self.address = urllib.parse.urlunsplit(address._replace(path="/" + name))
        self._ask(self._server, f"CREATE DATABASE {name}")

    @staticmethod
    def _ask(address, sql, limit_s=20):
        """Waits for a server that recovers."""
        command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql]
        end = time.monotonic() + limit_s
        while True:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return done.stdout
            if time.monotonic() > end:
                raise OSError(done.stderr.strip())
            time.sleep(0.05)

    def rows(self, sql):
        return [tuple(line.split("|")) for line in self._ask(self.address, sql).splitlines()]

    def backends(self):
        """The processes that serve Heed's connections."""
        sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [int(row[0]) for row in self.rows(sql)]

    @staticmethod
    def check_pages():
        return ""


class Verdict:
    def __init__(self):
        self.lost = 0
        self.doubled = 0
        self.halved = 0  # Requests of which some items are there and some are not.
        self.unknown = 0  # Marks that nobody sent.
        self.untold = 0  # Messages without exactly one event.

    def add(self, other):
        for what, count in vars(other).items():
            setattr(self, what, getattr(self, what) + count)

    def is_clean(self):
        return not any(vars(self).values())

    def words(self):
        return ", ".join(f"{count} {what}" for what, count in vars(self).items())


def reconcile(record, journal):
    """Every acknowledged item is there exactly once, every open one at most once, and nothing else is."""
    texts = (str(row[0]) for row in record.rows("SELECT text FROM messages"))
    found = collections.Counter(text.split(" ", 1)[0] for text in texts if text.startswith(MARKS))
    verdict = Verdict()
    known = set()
    for marks, acknowledged in journal.requests():
        known.update(marks)
        there = [found[mark] for mark in marks]
        verdict.lost += there.count(0) if acknowledged else 0
        verdict.doubled += sum(count > 1 for count in there)
        verdict.halved += 0 < there.count(0) < len(there)
    verdict.unknown = len(found.keys() - known)
    events = "SELECT count(*) FROM events WHERE type IN ('message.created', 'post.created')"
    messages = "SELECT count(*) FROM messages"
    (told,), (said,) = record.rows(events)[0], record.rows(messages)[0]
    verdict.untold = abs(int(told) - int(said))
    return verdict
