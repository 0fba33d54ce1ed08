"""A load of bounded rate and size. Each worker sends one request at a time; what was not acknowledged waits and is sent again,
the same to the byte, before anything new."""

import collections
import threading
import time

from producers import Refused
from wire import Client, Lost

IDLE_S = 0.02  # After no answer.
REFUSED_S = 0.25  # After a no: longer than that, and a drill would take for ever; shorter, and it meets the rate limits.


class Counts:
    def __init__(self):
        self.unavailable = 0  # 503
        self.broken = 0  # 500
        self.limited = 0  # 429
        self.cut = 0  # No whole answer.
        self.complaints = []  # What no server may answer, whatever befell it.

    def complain(self, text):
        if len(self.complaints) < 20:
            self.complaints.append(text)


class Load:
    """`producers`: a list of lists, what each worker takes its requests from in turn. Starts paused."""

    def __init__(self, port, journal, producers, rate):
        self.counts = Counts()
        self.acknowledged_at = 0.0  # The last time, on the monotonic clock.
        self._port = port
        self._journal = journal
        self._interval = 1 / rate
        self._next_at = 0.0
        self._open = collections.deque()
        self._state = threading.Condition()
        self._is_on = False
        self._is_over = False
        self._busy = 0
        self._workers = [threading.Thread(target=self._work, args=(own,), daemon=True) for own in producers]
        for worker in self._workers:
            worker.start()

    def resume(self):
        with self._state:
            self._is_on = True
            self._state.notify_all()

    def pause(self):
        """Returns when no request is on its way."""
        with self._state:
            self._is_on = False
            self._state.wait_for(lambda: self._busy == 0)

    def end(self):
        with self._state:
            self._is_over = True
            self._state.notify_all()
        for worker in self._workers:
            worker.join()

    def settle(self, limit_s=20):
        """While paused: sends what is open until all of it is acknowledged; false when that cannot be had."""
        client = Client(self._port)
        end = time.monotonic() + limit_s
        while self._open and time.monotonic() < end:
            self._try(client, self._open.popleft)
        client.close()
        return not self._open

    def _work(self, producers):
        client = Client(self._port)
        turn = 0
        while self._begin():
            try:
                self._pace()
                turn += 1
                self._try(client, lambda: self._open.popleft() if self._open else producers[turn % len(producers)].next(client))
            finally:
                self._finish()

    def _begin(self):
        with self._state:
            self._state.wait_for(lambda: self._is_on or self._is_over)
            self._busy += 0 if self._is_over else 1
            return not self._is_over

    def _finish(self):
        with self._state:
            self._busy -= 1
            self._state.notify_all()

    def _pace(self):
        with self._state:
            now = time.monotonic()
            self._next_at = max(self._next_at + self._interval, now - 0.1)
            wait = self._next_at - now
        if wait > 0:
            time.sleep(wait)

    def _try(self, client, take):
        try:
            request = take()
            if request is not None and not self._send(client, request):
                time.sleep(REFUSED_S)
        except IndexError:  # Another worker took the last one.
            pass
        except Lost:
            self.counts.cut += 1
            time.sleep(IDLE_S)
        except Refused as refused:
            self.counts.complain(str(refused))
            time.sleep(IDLE_S)

    def _send(self, client, request):
        self._journal.send(request)
        try:
            answer = client.call("POST", request.path, request.body, request.headers())
        except Lost:
            self._open.append(request)
            raise
        if answer.status < 300:
            if request.fault(answer):
                self.counts.complain(f"{request.path}: {request.fault(answer)}")
            self._journal.acknowledge(request)
            self.acknowledged_at = time.monotonic()
            return True
        self._note(request, answer)
        self._open.append(request)
        return False

    def _note(self, request, answer):
        if answer.status == 503:
            self.counts.unavailable += 1
            if not answer.headers.get("Retry-After", "").isdigit():
                self.counts.complain(f"{request.path}: 503 without Retry-After")
        elif answer.status == 500:
            self.counts.broken += 1
        elif answer.status == 429:
            self.counts.limited += 1
        elif answer.status != 409 or b"is being answered" not in answer.body:
            self.counts.complain(f"{request.path}: {answer.status} {answer.body[:200]!r}")
