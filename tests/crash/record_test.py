#!/usr/bin/env python3
"""Whether the drills would notice: each kind of broken promise in a record made by hand."""

import pathlib
import sqlite3
import tempfile
import unittest

from journal import Journal, Request
from record import SqliteRecord, reconcile


class Place:
    def __init__(self, folder):
        self.folder = folder


class ReconcileTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        place = pathlib.Path(self.folder.name)
        self.database = sqlite3.connect(place / "heed.db", isolation_level=None)
        self.addCleanup(self.database.close)
        self.database.execute("CREATE TABLE messages (text TEXT)")
        self.database.execute("CREATE TABLE events (type TEXT)")
        self.journal = Journal(place / "journal")
        self.addCleanup(self.journal.close)
        self.record = SqliteRecord(Place(place))

    def sent(self, *marks, acknowledged):
        request = Request(marks[0], "/", b"", {}, list(marks))
        self.journal.send(request)
        if acknowledged:
            self.journal.acknowledge(request)

    def stored(self, *marks, told=True):
        for mark in marks:
            self.database.execute("INSERT INTO messages VALUES (?)", (mark + " Where is my bike?",))
            if told:
                self.database.execute("INSERT INTO events VALUES ('message.created')")

    def found(self):
        return {what: count for what, count in vars(reconcile(self.record, self.journal)).items() if count}

    def test_nothing_where_all_is_well(self):
        self.sent("agent-1", acknowledged=True)
        self.sent("hook-1", "hook-2", acknowledged=True)
        self.sent("visitor-1", acknowledged=False)
        self.sent("visitor-2", acknowledged=False)
        self.stored("agent-1", "hook-1", "hook-2", "visitor-2")
        self.assertEqual(self.found(), {})

    def test_what_was_acknowledged_and_is_not_there(self):
        self.sent("agent-1", acknowledged=True)
        self.assertEqual(self.found(), {"lost": 1})

    def test_what_is_there_twice(self):
        self.sent("agent-1", acknowledged=False)
        self.stored("agent-1", "agent-1")
        self.assertEqual(self.found(), {"doubled": 1})

    def test_half_of_a_request(self):
        self.sent("hook-1", "hook-2", acknowledged=False)
        self.stored("hook-2")
        self.assertEqual(self.found(), {"halved": 1})

    def test_what_nobody_sent(self):
        self.stored("visitor-7")
        self.assertEqual(self.found(), {"unknown": 1})

    def test_what_was_told_to_nobody(self):
        self.sent("agent-1", acknowledged=True)
        self.stored("agent-1", told=False)
        self.assertEqual(self.found(), {"untold": 1})


if __name__ == "__main__":
    unittest.main()
