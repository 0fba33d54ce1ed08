"""A day in small, the same each time: what visitors say and an agent does, one request after the other, on a record that was
prepared once and is copied for each run. Repeated as a whole, with the same keys, it changes nothing."""

import json
import shutil

from journal import Request
from producers import Company, good, hand_over
from server import Server
from wire import Client, Lost

VISITORS = 12  # So many that none writes more than the server lets one write at a stretch.


class Template:
    """A record to begin with: a company, visitors who have said something, an agent."""

    def __init__(self, folder, log_pages=0):
        """`log_pages`: so long a write-ahead log stands beside the file, for a checkpoint to come soon."""
        self.folder = folder / "template"
        server = Server(self.folder)
        server.start()
        client = Client(lambda: server.port)
        self.company = Company(client, server.setup_token)
        self.visitors = [self._arrive(client, number) for number in range(VISITORS)]
        listed = good(client.call("GET", "/api/v1/conversations?view=all", headers=self.company.agent), "the list")
        self.conversations = sorted(each["id"] for each in listed["items"])
        self._lengthen(server, client, log_pages)
        server.kill()
        client.close()

    def _arrive(self, client, number):
        address = {"X-Forwarded-For": f"192.0.2.{number + 1}"}
        door = f"/api/v1/widget/{self.company.chat}"
        visitor = {"Authorization": "Bearer " + good(client.call("POST", f"{door}/visitors", {}, address), "a visitor")["token"]}
        good(client.call("POST", f"{door}/messages", {"text": "Hello?"}, visitor), "a word")
        return visitor

    def _lengthen(self, server, client, log_pages):
        """Each name that is set writes a few pages; the same ones, so that the file stays small."""
        log = server.folder / "heed.db-wal"
        path = f"/api/v1/conversations/{self.conversations[0]}/notes"
        while log_pages and log.stat().st_size < log_pages * 4120:
            good(client.call("POST", path, {"text": "x" * 3000}, self.company.agent), "a note")

    def copy_to(self, place):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder, place)

    def requests(self, rounds):
        return [request for number in range(rounds) for request in self._round(number)]

    def _round(self, number):
        ann, bob, cem = (self.visitors[(3 * number + each) % VISITORS] for each in range(3))
        first, second, *_ = self.conversations
        yield self._says(ann, f"visitor-{number}-1")
        yield self._writes(first, f"agent-{number}-2", "messages")
        yield self._says(bob, f"visitor-{number}-3")
        yield self._arrives(f"{number}-4")
        yield self._says(ann, f"visitor-{number}-5")
        yield self._writes(second, f"agent-{number}-6", "notes")
        yield self._writes(second, f"agent-{number}-7", "messages")
        yield self._resolves(second, f"{number}-8")
        yield self._says(bob, f"visitor-{number}-9")
        yield self._says(cem, f"visitor-{number}-10")
        yield self._writes(first, f"agent-{number}-11", "messages")
        yield hand_over(self.company, f"webhook-{number}-12", [f"hook-{number}-12-{each}" for each in range(3)])
        yield self._says(cem, f"visitor-{number}-13")

    def _says(self, visitor, mark):
        return self._request(mark, f"/api/v1/widget/{self.company.chat}/messages", {"text": f"{mark} Where is my bike?"}, visitor, [mark])

    def _writes(self, conversation, mark, what):
        path = f"/api/v1/conversations/{conversation}/{what}"
        return self._request(mark, path, {"text": f"{mark} It is on its way."}, self.company.agent, [mark])

    def _resolves(self, conversation, key):
        path = f"/api/v1/conversations/{conversation}/status"
        return self._request(key, path, {"status": "resolved"}, self.company.agent, [])

    def _arrives(self, key):
        path = f"/api/v1/widget/{self.company.chat}/visitors"
        return self._request(key, path, {}, {"X-Forwarded-For": f"198.51.100.{int(key.split('-')[0]) % 250}"}, [])

    @staticmethod
    def _request(key, path, body, who, marks):
        headers = {"Content-Type": "application/json", "Idempotency-Key": key, **who}
        return Request(key, path, json.dumps(body).encode(), headers, marks)


def play(server, journal, requests):
    """Sends one after the other until the first that is not acknowledged; gives that one's answer, or none where nothing came,
    and how many were acknowledged."""
    client = Client(lambda: server.port)
    try:
        for number, request in enumerate(requests):
            journal.send(request)
            answer = client.call("POST", request.path, request.body, request.headers())
            if answer.status >= 300:
                return answer, number
            journal.acknowledge(request)
        return None, len(requests)
    except Lost:
        return None, number
    finally:
        client.close()
