"""A server with a company on it, its record, its journal and a load: what a drill breaks and then looks at."""

from drill import Broken
from journal import Journal
from load import Load
from producers import Agent, Company, System, Visitors
from record import SqliteRecord, Verdict, reconcile
from server import Server
from wire import Client

WORKERS = 6
RATE = 600  # Requests a second at most.


class Rig:
    def __init__(self, drill, place=None, record=None, rate=RATE):
        self.drill = drill
        folder = place or drill.folder
        self.server = Server(folder / "data", record.address if record else None)
        self.server.start()
        self.client = Client(lambda: self.server.port)
        self.company = Company(self.client, self.server.setup_token)
        self.record = record or SqliteRecord(self.server)
        self.journal = Journal(drill.folder / "journal")
        producers = [[Visitors(self.company), System(self.company), Agent(self.company)] for _ in range(WORKERS)]
        self.load = Load(lambda: self.server.port, self.journal, producers, rate)
        self.total = Verdict()
        self.looks = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.kill()
        self.load.end()
        self.journal.close()

    def look(self, when):
        """Compares the record with the journal, no request being on its way."""
        verdict = reconcile(self.record, self.journal)
        self.looks += 1
        self.total.add(verdict)
        if not verdict.is_clean():
            self.drill.check("the record agrees with what was acknowledged", f"{when}: {verdict.words()}")
            raise Broken

    def verify(self, when):
        found = self.server.verify()
        if found:
            self.drill.check("heed verify finds the record whole", f"{when}: {found}")
            raise Broken

    def finish(self):
        """Everything open is sent until it is acknowledged; then all of it has to be there, once."""
        drill, counts = self.drill, self.load.counts
        drill.check("what was not acknowledged is taken when it is sent again", "" if self.load.settle() else "it is not")
        self.look("at the end")
        self.verify("at the end")
        drill.check("the record agrees with what was acknowledged")
        drill.check("heed verify finds the record whole")
        drill.check("the file is sound", self.record.check_pages())
        drill.check("no answer was out of place", "; ".join(counts.complaints))
        sent, acknowledged = self.journal.counts()
        drill.measured(f"{acknowledged} of {sent} items acknowledged, {self.total.words()} in {self.looks} looks; "
                       f"{counts.cut} answers cut off, {counts.unavailable} times 503, {counts.limited} times 429, "
                       f"{counts.broken} times 500")
