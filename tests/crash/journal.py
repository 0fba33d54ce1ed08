"""What was sent and what was acknowledged, on disk before anything else happens with it.

A request is told by its key and carries marks: words that stand in the text of each item in it, and nowhere else. It is
*open* from when it was first sent until it is acknowledged; an open one may have been done or not, and is sent again
unchanged until it is acknowledged.
"""

import threading


class Request:
    def __init__(self, key, path, body, headers, marks):
        self.key = key
        self.path = path
        self.body = body  # Bytes: what is sent again is the same to the byte.
        self._headers = headers
        self.marks = marks

    def headers(self):
        return self._headers

    def fault(self, answer):
        """What is wrong with a 2xx; "" when nothing is."""
        return "" if answer.body else "an empty answer"


class Journal:
    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1)  # A line a write.
        self._lock = threading.Lock()
        self._marks = {}  # key -> marks
        self.acknowledged = set()  # keys

    def send(self, request):
        with self._lock:
            if request.key in self._marks:
                return
            self._marks[request.key] = request.marks
            self._file.write(f"sent {request.key} {' '.join(request.marks)}\n")

    def acknowledge(self, request):
        with self._lock:
            self.acknowledged.add(request.key)
            self._file.write(f"acknowledged {request.key}\n")

    def requests(self):
        """Every request as (marks, whether it was acknowledged)."""
        with self._lock:
            return [(marks, key in self.acknowledged) for key, marks in self._marks.items()]

    def counts(self):
        """Items sent, items acknowledged."""
        with self._lock:
            return (sum(map(len, self._marks.values())), sum(len(self._marks[key]) for key in self.acknowledged))

    def close(self):
        self._file.close()
