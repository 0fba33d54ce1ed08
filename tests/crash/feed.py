"""A reader of the live feed: a WebSocket (RFC 6455) with as little as a drill needs, and what a client does with it."""

import base64
import json
import os
import socket
import struct
import threading
import time

from wire import Client, Lost


class Closed(Exception):
    """The socket ended; `code` is what the server said, or 0."""

    def __init__(self, code=0):
        super().__init__(str(code))
        self.code = code


class WebSocket:
    def __init__(self, port, path, headers, limit_s=10):
        self._left = b""
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout=limit_s)
            key = base64.b64encode(os.urandom(16)).decode()
            words = {"Host": f"127.0.0.1:{port}", "Upgrade": "websocket", "Connection": "Upgrade",
                     "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key, **headers}
            head = f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in words.items()) + "\r\n"
            self._socket.sendall(head.encode())
            while b"\r\n\r\n" not in self._left:
                self._fill()
        except OSError as error:
            raise Closed from error
        answer, self._left = self._left.split(b"\r\n\r\n", 1)
        if b" 101 " not in answer.split(b"\r\n", 1)[0]:
            self.close()
            raise Closed

    def fileno(self):
        return self._socket.fileno()

    def say(self, value):
        self._send(1, json.dumps(value).encode())

    def hear(self, limit_s=None):
        """The next message, decoded; answers pings on the way. Closed when it ended, TimeoutError when nothing came."""
        self._socket.settimeout(limit_s)
        whole = b""
        while True:
            first, second = self._take(2)
            length = second & 127
            if length == 126:
                (length,) = struct.unpack(">H", self._take(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._take(8))
            body = self._take(length)
            kind = first & 15
            if kind == 8:
                raise Closed(struct.unpack(">H", body[:2])[0] if len(body) >= 2 else 0)
            if kind == 9:
                self._send(10, body)
            elif kind in (0, 1):
                whole += body
                if first & 128:
                    return json.loads(whole)

    def close(self):
        self._socket.close()

    def _send(self, kind, body):
        length = bytes([128 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack(">H", len(body))
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(body))
        try:
            self._socket.sendall(bytes([128 | kind]) + length + mask + masked)
        except OSError as error:
            raise Closed from error

    def _take(self, count):
        while len(self._left) < count:
            self._fill()
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def _fill(self):
        try:
            more = self._socket.recv(1 << 16)
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed from error
        if not more:
            raise Closed
        self._left += more


class Reader:
    """Follows the feed for ever: comes back after the last number it has, and where the server says `resync` asks for what it
    missed by polling, as a client without a screen does."""

    def __init__(self, port, headers):
        self.seen = {}  # Number of each event → how often it was told.
        self.texts = []  # Of each message.created.
        self.last = 0
        self.connects = 0
        self.resyncs = 0
        self.disorder = []
        self.codes = []
        self._port = port
        self._headers = headers
        self._is_over = False
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def end(self):
        self._is_over = True
        self._thread.join()

    def _follow(self):
        while not self._is_over:
            try:
                line = WebSocket(self._port(), "/api/v1/live", self._headers)
            except Closed:
                time.sleep(0.02)
                continue
            self.connects += 1
            try:
                self._listen(line)
            except Closed as closed:
                self.codes.append(closed.code)

    def _listen(self, line):
        try:
            line.say({"type": "subscribe", "after": self.last})
            while not self._is_over:
                try:
                    heard = line.hear(0.2)
                except TimeoutError:
                    continue
                for event in heard if isinstance(heard, list) else [heard]:
                    self._take(event)
        finally:
            line.close()

    def _take(self, event):
        if event["type"] == "resync":
            self.resyncs += 1
            self._poll_until(event["seq"])
        elif "seq" in event and event["type"] != "hello":
            self._note(event)

    def _poll_until(self, seq):
        client = Client(self._port)
        try:
            while self.last < seq:
                page = client.call("GET", f"/api/v1/events?after={self.last}&limit=500", headers=self._headers)
                if page.status != 200:
                    raise Closed
                page = page.json()
                for event in page["items"]:
                    self._note(event)
                self.last = max(self.last, page["seq"])
                if not page["more"]:
                    break
        except Lost as error:
            raise Closed from error
        finally:
            client.close()

    def _note(self, event):
        seq = event["seq"]
        if seq <= self.last:
            self.disorder.append(f"{seq} after {self.last}")
        self.last = max(self.last, seq)
        self.seen[seq] = self.seen.get(seq, 0) + 1
        if event["type"] == "message.created":
            self.texts.append(event["message"]["text"])
