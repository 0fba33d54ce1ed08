"""HTTP as the drills speak it: one connection that is made anew when it is lost, and never a guess about an answer that did
not come whole."""

import http.client
import json
import socket


class Lost(Exception):
    """No whole answer came: what was asked may have been done or not."""


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)


class Client:
    """`port` is a function: a server that was started again listens elsewhere."""

    def __init__(self, port, limit_s=20):
        self._port = port
        self._limit_s = limit_s
        self._connection = None
        self._connected_to = None

    def call(self, method, path, body=None, headers=None):
        """Sends once, never again by itself. `body`: bytes, or what becomes JSON."""
        port = self._port()
        if self._connection is None or self._connected_to != port:
            self.close()
            self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=self._limit_s)
            self._connected_to = port
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = {**({"Content-Type": "application/json"} if body is not None else {}), **(headers or {})}
        try:
            if self._connection.sock is None:
                self._connection.connect()
                self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connection.request(method, path, body, sent)
            response = self._connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Lost(repr(error)) from error
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def close(self):
        if self._connection is not None:
            self._connection.close()
        self._connection = None
