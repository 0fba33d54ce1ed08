"""Who speaks to the server: a company with one web chat, its visitors, and an agent who answers.

A producer makes requests (see journal.py), one after the other, each to be sent until it is acknowledged. The next way in,
such as a signed webhook, is one more class with a next().
"""

import json
import random
import uuid

from journal import Request
from wire import Lost

PASSWORD = "seven hills eleven gears"
MESSAGES_A_VISITOR = 20  # Fewer than the server lets one visitor write at a stretch.


class Refused(Exception):
    """An answer that no drill brings about."""


def good(answer, what):
    if answer.status == 503:
        raise Lost(f"{what}: not now")
    if answer.status >= 300:
        raise Refused(f"{what}: {answer.status} {answer.body[:300]!r}")
    return answer.json()


class Company:
    """Made once on a new server; then every producer finds its way in with what stands here."""

    def __init__(self, client, setup_token):
        owner = {
            "token": setup_token, "organization_name": "Lisbon Bikes", "language": "en", "time_zone": "Europe/Lisbon",
            "name": "Mira Duarte", "email": "mira@lisbonbikes.example", "password": PASSWORD}
        entered = client.call("POST", "/api/v1/setup", owner)
        session = {"X-Heed-CSRF": good(entered, "set-up")["csrf_token"],
                   "Cookie": entered.headers["Set-Cookie"].split(";")[0]}
        chat = {"channel": "web_chat", "name": "Site", "settings": {"greeting": "Hello.", "sites": []}}
        self.chat = good(client.call("POST", "/api/v1/inboxes", chat, session), "the inbox")["key"]
        wanted = {"name": "drill", "role": "lead"}
        self.token = good(client.call("POST", "/api/v1/tokens", wanted, session), "the token")["secret"]

    @property
    def agent(self):
        return {"Authorization": f"Bearer {self.token}"}


def make_text(mark):
    """The mark, and as much more as people write."""
    return mark + " " + "Where is my bike? " * random.randrange(12)


class Visitors:
    """Visitors of the chat, one after the other, each from an address of its own."""

    def __init__(self, company):
        self._company = company
        self._visitor = None
        self._left = 0

    def next(self, client):
        if self._left == 0:
            self._arrive(client)
        self._left -= 1
        mark = "visitor-" + uuid.uuid4().hex
        body = json.dumps({"text": make_text(mark)}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": mark, **self._visitor}
        return Request(mark, f"/api/v1/widget/{self._company.chat}/messages", body, headers, [mark])

    def _arrive(self, client):
        address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
        came = client.call("POST", f"/api/v1/widget/{self._company.chat}/visitors", {}, {"X-Forwarded-For": address})
        self._visitor = {"Authorization": "Bearer " + good(came, "a visitor")["token"], "X-Forwarded-For": address}
        self._left = MESSAGES_A_VISITOR


class Agent:
    """Answers the conversations at the top of the list."""

    def __init__(self, company):
        self._company = company
        self._conversations = []

    def next(self, client):
        if not self._conversations:
            listed = client.call("GET", "/api/v1/conversations?view=all&limit=50", headers=self._company.agent)
            self._conversations = [each["id"] for each in good(listed, "the list")["items"]]
            random.shuffle(self._conversations)
            if not self._conversations:
                return None
        mark = "agent-" + uuid.uuid4().hex
        body = json.dumps({"text": make_text(mark)}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": mark, **self._company.agent}
        return Request(mark, f"/api/v1/conversations/{self._conversations.pop()}/messages", body, headers, [mark])
