"""Who speaks to the server: a company with a web chat, its visitors, an agent who answers, and a system of the company's own
that hands over by signed webhook.

A producer makes requests (see journal.py), one after the other, each to be sent until it is acknowledged. Another way in is
one more class with a next().
"""

import base64
import hashlib
import hmac
import json
import random
import time
import urllib.parse
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
        inbox = good(client.call("POST", "/api/v1/inboxes", chat, session), "the inbox")
        self.chat, self.chat_id = inbox["key"], inbox["id"]
        wanted = {"name": "drill", "role": "lead"}
        self.hook, self.secret = self._make_hook(client, session)
        self.token = good(client.call("POST", "/api/v1/tokens", wanted, session), "the token")["secret"]

    @staticmethod
    def _make_hook(client, session):
        wanted = {"channel": "api", "name": "Shop", "settings": {}}
        inbox = good(client.call("POST", "/api/v1/inboxes", wanted, session), "the inbox")["id"]
        settings = good(client.call("GET", f"/api/v1/inboxes/{inbox}/settings", headers=session), "the webhook")
        return urllib.parse.urlsplit(settings["webhook_url"]).path, base64.b64decode(settings["webhook_secret"].removeprefix("whsec_"))

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
    """Answers the chats at the top of the list."""

    def __init__(self, company):
        self._company = company
        self._conversations = []

    def next(self, client):
        if not self._conversations:
            chats = f"/api/v1/conversations?view=all&limit=50&inbox_id={self._company.chat_id}"
            listed = client.call("GET", chats, headers=self._company.agent)
            self._conversations = [each["id"] for each in good(listed, "the list")["items"]]
            random.shuffle(self._conversations)
            if not self._conversations:
                return None
        mark = "agent-" + uuid.uuid4().hex
        body = json.dumps({"text": make_text(mark)}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": mark, **self._company.agent}
        return Request(mark, f"/api/v1/conversations/{self._conversations.pop()}/messages", body, headers, [mark])


class SignedRequest(Request):
    """Signed anew each time it is sent: the server refuses a signature that is some minutes old."""

    def __init__(self, key, company, body, marks):
        super().__init__(key, company.hook, body, {}, marks)
        self._secret = company.secret

    def headers(self):
        now = str(int(time.time()))
        signed = f"{self.key}.{now}.".encode() + self.body
        signature = base64.b64encode(hmac.new(self._secret, signed, hashlib.sha256).digest()).decode()
        return {"Content-Type": "application/json", "webhook-id": self.key, "webhook-timestamp": now, "webhook-signature": f"v1,{signature}"}

    def fault(self, answer):
        counts = answer.json()
        is_whole = counts["quarantined"] == 0 and counts["stored"] + counts["known"] == len(self.marks)
        return "" if is_whole else f"{counts} of {len(self.marks)} items"


def hand_over(company, key, marks):
    items = [{"external_id": mark, "author": {"external_id": "customer-" + mark[-1]}, "text": make_text(mark)} for mark in marks]
    return SignedRequest(key, company, json.dumps({"items": items}).encode(), marks)


class System:
    """Several items at a time."""

    def __init__(self, company):
        self._company = company

    def next(self, _client):
        marks = ["hook-" + uuid.uuid4().hex for _ in range(random.randint(1, 5))]
        return hand_over(self._company, "webhook-" + uuid.uuid4().hex, marks)
