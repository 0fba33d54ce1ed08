"""A real `heed serve` on a folder of its own, listening where the kernel finds a free port."""

import json
import os
import pathlib
import re
import signal
import subprocess
import time

from wire import Client, Lost

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
READY_LIMIT_S = 60  # Far more than any drill allows: what is too slow is found by the drill.
POLL_S = 0.003


def program():
    path = os.environ.get("HEED_BINARY") or str(ROOT / "build" / "release" / "heed")
    if not os.access(path, os.X_OK):
        raise SystemExit(f"There is no program at {path}; build it, or name one in HEED_BINARY.")
    return path


def bound(*command):
    """Whatever becomes of who starts it, it goes too."""
    return ["setpriv", "--pdeathsig", "KILL", *command] if command else []


class Server:
    """`place` is the data folder; its logs stand beside it. `store` is the address of a PostgreSQL, or none."""

    def __init__(self, place, store=None):
        self.folder = pathlib.Path(place)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.store = store
        self.log = self.folder.parent / (self.folder.name + ".log")
        self.said = self.folder.parent / (self.folder.name + ".said")
        self.process = None
        self.port = 0
        self.setup_token = None
        self._is_watched = False

    def start(self, wrap=(), until="/readyz", limit_s=READY_LIMIT_S):
        """Gives the seconds until it answered there with 200; Ended when it went away before that."""
        began = time.monotonic()
        self.port = 0
        self._is_watched = bool(wrap)
        environment = {**os.environ, "HEED_TRUSTED_PROXIES": "127.0.0.1"}
        with open(self.said, "wb") as said, open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*bound(*wrap), *bound(program(), *self._options("serve", "--listen", "127.0.0.1:0"))],
                stdin=subprocess.DEVNULL, stdout=said, stderr=log, env=environment)
        while time.monotonic() - began < limit_s:
            if self._is_ready(until):
                return time.monotonic() - began
            if self.process.poll() is not None:
                raise Ended(f"The server ended with {self.process.returncode} before it was ready:\n{self.last_words()}")
            time.sleep(POLL_S)
        self.kill()
        raise Ended(f"The server was not ready in {limit_s} s:\n{self.last_words()}")

    def _options(self, *words):
        where = ["--data", str(self.folder)] + (["--store", self.store] if self.store else [])
        return [*words, *where]

    def _is_ready(self, until):
        if not self.port:
            text = self.said.read_text(encoding="utf-8", errors="replace")
            found = re.search(r"Heed answers at http://127\.0\.0\.1:(\d+)\n", text)
            if not found:
                return False
            self.port = int(found[1])
            token = re.search(r"/setup\?token=([\w.~-]+)", text)
            self.setup_token = token[1] if token else self.setup_token
        return self.answers(until)

    def answers(self, path):
        try:
            return Client(lambda: self.port, limit_s=5).call("GET", path).status == 200
        except Lost:
            return False

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        self._end(signal.SIGKILL)

    def terminate(self, limit_s=30):
        """SIGTERM; gives the seconds it took and the exit status."""
        began = time.monotonic()
        self._end(signal.SIGTERM, limit_s)
        return time.monotonic() - began, self.process.returncode

    def _end(self, how, limit_s=30):
        if self.process is None:
            return
        if self.process.poll() is None:
            os.kill(self._own_pid() if self._is_watched else self.process.pid, how)
        try:
            self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _own_pid(self):
        """The server's, where the process that we started is what watches it: strace passes no signal on."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        own = children.read_text(encoding="utf-8").split()
        return int(own[0]) if own else self.process.pid

    def wait(self, limit_s):
        """The exit status, or none when it still runs."""
        try:
            return self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return None

    def last_words(self, lines=12):
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def verify(self):
        """What `heed verify` finds: "" when the record is whole, else its words."""
        done = subprocess.run([program(), *self._options("verify", "--json")], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return ""
        try:
            broken = [breach for each in json.loads(done.stdout)["organizations"] for breach in each["breaches"]]
            return "; ".join(f"{breach['rule']} ({breach['count']}: {', '.join(breach['first'][:3])})" for breach in broken)
        except (ValueError, KeyError):
            return f"heed verify ended with {done.returncode}: {done.stderr.strip()}"

    def run_and_kill(self, seconds, *words):
        """Another command, and kill -9 after so long, if it is not through by then."""
        running = subprocess.Popen([program(), *self._options(*words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()

    def run(self, *words):
        """Another command of the program on the same record."""
        done = subprocess.run([program(), *self._options(*words)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Ended(f"heed {words[0]} ended with {done.returncode}: {done.stderr}")


class Ended(Exception):
    """The program ended, or did not come up."""
