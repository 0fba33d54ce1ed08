"""Far more than it can take, from somebody who does not wait when told to (T-R18)."""

import json
import statistics
import threading
import time
import uuid

from drills_feed import memory_of
from producers import SignedRequest
from rig import Rig
from wire import Client, Lost

SENDERS = 48
ITEMS = 100  # In a usual delivery,
MANY = 400  # and in one of the flood: all that wait for their answers are more than the queue may hold.
TEXT = "My bicycle came with a bent mudguard, and nobody has answered me for days. " * 6
BASE = 10  # Usual deliveries a second.
AT_ONCE = 1000  # Deliveries a second that the flood would like.
MEMORY_TIMES = 1.3
MEMORY_TIMES_SHORT = 2  # A short usual load does not fill the caches that a flood fills.
BACK_S = 10


class Flood:
    """Deliveries at a pace that does not wait for answers: what is due and finds nobody free goes as soon as somebody is."""

    def __init__(self, rig, per_second, items):
        self.items = items
        self.answers = []  # (status, seconds since it was due)
        self.complaints = set()
        self._rig = rig
        self._interval = 1 / per_second
        self.seconds = 0.0
        self._began = self._next = time.monotonic()
        self._lock = threading.Lock()
        self._is_over = False
        self._senders = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        for sender in self._senders:
            sender.start()

    def end(self):
        self._is_over = True
        for sender in self._senders:
            sender.join()
        self.seconds = time.monotonic() - self._began

    def _send(self):
        client = Client(lambda: self._rig.server.port)
        while not self._is_over:
            with self._lock:
                due, self._next = self._next, self._next + self._interval
            wait = due - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            self._deliver(client, due)
        client.close()

    def _deliver(self, client, due):
        request = make_delivery(self._rig.company, self.items)
        self._rig.journal.send(request)
        try:
            answer = client.call("POST", request.path, request.body, request.headers())
        except Lost:
            self.answers.append((0, time.monotonic() - due))
            return
        self.answers.append((answer.status, time.monotonic() - due))
        if answer.status < 300:
            self._rig.journal.acknowledge(request)
        elif answer.status not in (429, 503):
            self.complaints.add(f"{answer.status} {answer.body[:100]!r}")
        elif not answer.headers.get("Retry-After", "").isdigit():
            self.complaints.add(f"{answer.status} without Retry-After")


def make_delivery(company, how_many=ITEMS):
    marks = ["hook-" + uuid.uuid4().hex for _ in range(how_many)]
    items = [{"external_id": mark, "author": {"external_id": "customer-" + mark[-2:]}, "text": f"{mark} {TEXT}"} for mark in marks]
    return SignedRequest("webhook-" + uuid.uuid4().hex, company, json.dumps({"items": items}).encode(), marks)


class Watched:
    """The most memory while it lasts."""

    def __init__(self, server):
        self.most = 0
        self._server = server
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self):
        while not self._is_over.wait(0.02):
            self.most = max(self.most, memory_of(self._server))

    def end(self):
        self._is_over.set()
        self._thread.join()
        return self.most


def overload(drill):
    seconds = drill.count(30, 4)
    with Rig(drill) as rig:
        usual, usual_most = flood(rig, BASE, ITEMS, seconds)
        much, most = flood(rig, AT_ONCE, MANY, seconds)
        back = wait_until_usual(rig, statistics.median(taken(usual)))
        after, _ = flood(rig, BASE, ITEMS, 1)
        times = rate(much) / rate(usual)
        drill.measured(f"usual: {words(usual)}, {usual_most / 2**20:.0f} MiB")
        drill.measured(f"flood, {times:.0f} times as much: {words(much)}, {most / 2**20:.0f} MiB ({most / usual_most:.2f} times)")
        drill.measured(f"after it: {words(after)}")
        drill.check("more is sent than it takes", "" if any(status in (429, 503) for status, _ in much.answers) else words(much))
        drill.check("what is refused is told when to come again", "; ".join(sorted(usual.complaints | much.complaints)))
        limit = drill.count(MEMORY_TIMES, MEMORY_TIMES_SHORT)
        drill.check("memory does not grow with what is refused",
                    "" if most <= limit * usual_most else f"{most / usual_most:.2f} times that of the usual load")
        drill.check_times("as usual again after the flood", [back], BACK_S)
        drill.check("nothing is refused any more", "" if all(status == 200 for status, _ in after.answers) else words(after))
        rig.finish()


def flood(rig, per_second, items, seconds):
    watched = Watched(rig.server)
    sent = Flood(rig, per_second, items)
    time.sleep(seconds)
    sent.end()
    return sent, watched.end()


def rate(sent):
    """Items a second that were offered, taken or not."""
    return max(1, len(sent.answers) * sent.items) / sent.seconds


def taken(sent):
    return [seconds for status, seconds in sent.answers if status == 200] or [0.0]


def words(sent):
    by_status = {status: sum(one == status for one, _ in sent.answers) for status in sorted({one for one, _ in sent.answers})}
    told = ", ".join(f"{count} times {status or 'nothing'}" for status, count in by_status.items())
    times = sorted(taken(sent))
    return f"{rate(sent):.0f} items a second offered, {told}; taken in {times[len(times) // 2] * 1000:.0f} ms, 99 of 100 in {times[len(times) * 99 // 100] * 1000:.0f} ms"


def wait_until_usual(rig, usual_s):
    """Until three deliveries in a row are taken about as fast as before."""
    began = time.monotonic()
    client = Client(lambda: rig.server.port)
    good = 0
    while good < 3 and time.monotonic() - began < 3 * BACK_S:
        request = make_delivery(rig.company)
        rig.journal.send(request)
        asked = time.monotonic()
        answer = client.call("POST", request.path, request.body, request.headers())
        took = time.monotonic() - asked
        if answer.status < 300:
            rig.journal.acknowledge(request)
        good = good + 1 if answer.status < 300 and took <= 3 * usual_s + 0.05 else 0
    client.close()
    return time.monotonic() - began
