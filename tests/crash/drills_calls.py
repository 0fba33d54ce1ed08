"""The server under strace: killed at its k-th write (T-R02), or told that its n-th write or fsync failed (T-R05).

strace counts the calls of each thread by itself, so a number below the writes that starting takes hits the start, and a
greater one the writer at its work.
"""

import re
import time

from drill import Broken
from journal import Journal
from record import SqliteRecord, reconcile
from scenario import Template, play
from server import Ended, Server

WRITES = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,link,rename,mkdir"
SYNCS = "fdatasync,fsync"
NEAR_A_CHECKPOINT = 3950  # Pages of the 4000 after which the log is moved into the file.
WRITES_A_ROUND = 10  # Of the scenario, at least: the pages of a commit are written together.
STOPPED_S = 1
RECORD = "/heed.db"  # And its log beside it.
INDEX = "/search.db"  # What is searched in: it can be thrown away, the record goes on without it.
AFTERWARDS = 3  # Requests sent after the first that failed: none may be taken.


class Run:
    """One copy of the template, broken once and started again."""

    def __init__(self, drill, template, number, requests):
        self.drill, self.number, self.requests = drill, number, requests
        self.server = Server(drill.folder / "run")
        self.server.log.unlink(missing_ok=True)
        template.copy_to(self.server.folder)
        path = drill.folder / "journal"
        path.unlink(missing_ok=True)
        self.journal = Journal(path)
        self.trace = drill.folder / "trace"
        self.readable = f"/api/v1/widget/{template.company.chat}"

    def under(self, calls, fault):
        """Without --seccomp-bpf, with which strace 6.1 injects nothing."""
        return ["strace", "-f", "-y", "-qq", "-o", str(self.trace), "-e", f"trace={WRITES}", "-e", f"inject={calls}:{fault}:when={self.number}"]

    def hit_the_folder(self):
        """SQLite passes over an error in syncing the folder; Heed has done that itself before, and ends where it fails."""
        failed = re.search(r"sync\(\d+<(.*)>\).*\(INJECTED\)", self.trace.read_text(encoding="utf-8", errors="replace"))
        return failed is not None and failed[1] == str(self.server.folder)

    def hit_the_index(self):
        failed = re.search(r"^.*\(INJECTED\)", self.trace.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        return failed is not None and INDEX in failed[0]

    def look(self, when):
        verdict = reconcile(SqliteRecord(self.server), self.journal)
        if not verdict.is_clean():
            self.fail("the record agrees with what was acknowledged", f"{when}: {verdict.words()}")

    def fail(self, what, trouble):
        self.drill.check(what, f"at call {self.number}: {trouble}\n{self.server.last_words()}")
        raise Broken

    def recover(self):
        """Started again, the record is whole, and the scenario from its beginning comes to its end."""
        try:
            self.server.start()
        except Ended as ended:
            self.fail("it starts again", str(ended))
        self.look("after the restart")
        answer, count = play(self.server, self.journal, self.requests)
        if count < len(self.requests):
            self.fail("all is taken when it is sent again", f"request {count}: {answer and answer.body!r}")
        self.look("at the end")
        found = self.server.verify()
        if found:
            self.fail("heed verify finds the record whole", found)
        self.close()

    def close(self):
        self.server.kill()
        self.journal.close()


def kill_at_writes(drill):
    """Every call up to the 500th; then, from a record near a checkpoint, those of the checkpoint."""
    template = Template(drill.folder / "plain")
    first = kill_at_each(drill, template, range(1, 501, drill.count(1, 40)), "the work")
    template = Template(drill.folder / "long", NEAR_A_CHECKPOINT)
    later = kill_at_each(drill, template, range(5, 125, drill.count(1, 24)), "the work with a checkpoint in it")
    drill.measured(f"{first} + {later} kills, each at another write: 0 acknowledged lost, 0 doubled, heed verify clean each time")
    drill.check("the record agrees with what was acknowledged")
    drill.check("heed verify finds the record whole")
    drill.check("each number was a write", "" if later else "none during a checkpoint")


def kill_at_each(drill, template, numbers, what):
    killed = 0
    for number in numbers:
        requests = template.requests(2 + number // WRITES_A_ROUND)
        run = Run(drill, template, number, requests)
        try:
            run.server.start(run.under(WRITES, "signal=SIGKILL"))
            play(run.server, run.journal, requests)
        except Ended:
            pass
        if run.server.wait(2) is None:
            run.close()
            run.fail("each number was a write", f"{what} took fewer")
        killed += 1
        run.recover()
    return killed


def fail_syncs(drill):
    fail_at_each(drill, SYNCS, range(1, 201, drill.count(1, 25)))


def fail_writes(drill):
    fail_at_each(drill, "pwrite64", range(1, 201, drill.count(1, 25)))


def fail_at_each(drill, calls, numbers):
    """Every answer after the failed call is a no; reads go on; nothing is written or synced any more, not even at the end."""
    template = Template(drill.folder / "plain")
    requests = template.requests(20)
    at_start = at_work = 0
    stopped = []
    for number in numbers:
        run = Run(drill, template, number, requests)
        try:
            run.server.start(run.under(calls, "error=EIO"), until="/healthz")
        except Ended:
            at_start += 1
        else:
            at_work += 1
            took = watch_it_stop(run)
            stopped += [] if took is None else [took]
        run.recover()
    drill.measured(f"{at_start + at_work} errors, {at_start} at the start (it ended), {at_work} at work (it took nothing more)")
    if stopped:
        drill.check_times("stopped", stopped, STOPPED_S)
    drill.check("nothing is acknowledged after the error")


def watch_it_stop(run):
    requests, server = run.requests, run.server
    answer, count = play(server, run.journal, requests)
    began = time.monotonic()
    if answer is None and count == len(requests) and (run.hit_the_folder() or run.hit_the_index()):
        server.kill()
        return None
    if answer is None:
        run.fail("each number was a call", f"{count} requests passed, none failed")
    for request in requests[count:count + AFTERWARDS]:
        again, taken = play(server, run.journal, [request])
        if taken:
            run.fail("nothing is acknowledged after the error", f"{request.key} was, after {answer.status} {answer.body!r}")
        if again is None or again.status != 503 or not again.headers.get("Retry-After"):
            run.fail("it says 503 and when to ask again", repr(again and (again.status, again.body)))
    if server.answers("/readyz"):
        run.fail("it is not ready any more", "/readyz says 200")
    took = time.monotonic() - began
    if not server.answers("/healthz") or not server.answers(run.readable):
        run.fail("reads go on", "they do not")
    if not re.search(r'"level":"error".*cannot be read or written', server.log.read_text(encoding="utf-8")):
        run.fail("the log says that the disk failed", "it does not")
    leave_in_peace(run)
    return took


def leave_in_peace(run):
    """Ended by SIGTERM, it writes nothing more: a second fsync would say that all is well, of pages that are gone."""
    run.server.terminate()
    after_error = run.trace.read_text(encoding="utf-8", errors="replace").partition("(INJECTED)")[2]
    calls = re.findall(r"^\d+ +(?:pwrite64|fdatasync|fsync|ftruncate)\(.*", after_error, re.MULTILINE)
    more = [call for call in calls if RECORD in call]
    if more:
        run.fail("nothing is written or synced after the error", f"{len(more)} calls, the first {more[0][:120]}")
