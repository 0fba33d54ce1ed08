"""Agents at their screens: restarts under them (T-R20), and very many of them (T-R17)."""

import collections
import random
import resource
import statistics
import time

from drill import Broken
from feed import Closed, Reader, WebSocket
from producers import PASSWORD, good, hand_over
from record import MARKS
from rig import Rig

RATE = 200  # Requests a second: so many events that every restart falls among them.
READERS = 3
LATE_S = 20
MOST_BYTES_A_SOCKET = 16 * 1024
LOGINS = 12


def feed_restarts(drill):
    """Restarted again and again under load, every reader is told every event once, in order."""
    rounds = drill.count(50, 3)
    with Rig(drill, rate=RATE) as rig:
        readers = [Reader(lambda: rig.server.port, rig.company.agent) for _ in range(READERS)]
        for number in range(rounds):
            rig.load.resume()
            time.sleep(drill.random.uniform(0.1, 0.6))
            if number % 2:
                rig.server.kill()
            else:
                rig.server.terminate()
            rig.server.start()
            wait_for(lambda: all(reader.connects > number + 1 for reader in readers), LATE_S)
        rig.load.pause()
        rig.finish()
        (told,) = rig.record.rows("SELECT MAX(seq) FROM events")[0]
        wait_for(lambda: all(reader.last >= told for reader in readers), LATE_S)
        for reader in readers:
            reader.end()
        check_readers(drill, rig, readers)
        drill.measured(f"{rounds} restarts, every other one a kill; {READERS} readers came back {sum(r.connects - 1 for r in readers)} "
                       f"times, {sum(len(r.seen) for r in readers)} events, {sum(r.resyncs for r in readers)} times resync, closed "
                       f"with {dict(collections.Counter(code for r in readers for code in r.codes))}")


def check_readers(drill, rig, readers):
    texts = [str(row[0]) for row in rig.record.rows("SELECT text FROM messages")]
    wanted = collections.Counter(text for text in texts if text.startswith(MARKS))
    gaps, twice, disorder = 0, 0, []
    for reader in readers:
        told = collections.Counter(text for text in reader.texts if text.startswith(MARKS))
        gaps += sum((wanted - told).values())
        twice += sum((told - wanted).values())
        disorder += reader.disorder
    drill.measured(f"{sum(wanted.values())} messages, told to each of {len(readers)}: {gaps} missing, {twice} twice, {len(disorder)} out of order")
    drill.check("no reader misses anything", f"{gaps} missing" if gaps else "")
    drill.check("no reader is told anything twice", f"{twice} twice" if twice else "")
    drill.check("numbers only grow", "; ".join(disorder[:5]))


def wait_for(holds, limit_s):
    end = time.monotonic() + limit_s
    while time.monotonic() < end and not holds():
        time.sleep(0.02)
    return holds()


def many_sockets(drill):
    """Very many idle agents: each costs little, all are told what happens, and somebody can still come in."""
    wanted = drill.count(10_000, 500)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with Rig(drill) as rig:
        alone = [sign_in(rig) for _ in range(LOGINS)]
        before = memory_of(rig.server)
        lines = []
        for _ in range(wanted):
            try:
                line = WebSocket(rig.server.port, "/api/v1/live", rig.company.agent)
                line.say({"type": "subscribe"})
                lines.append(line)
            except Closed:
                break
        hellos = sum(hears(line, "hello") for line in lines)
        drill.check(f"{wanted} sockets are taken", "" if hellos == wanted else f"{hellos} are")
        each = (memory_of(rig.server) - before) / max(1, len(lines))
        beside = [sign_in(rig) for _ in range(LOGINS)]
        began = time.monotonic()
        request = hand_over(rig.company, "webhook-to-all", ["hook-to-all"])
        rig.journal.send(request)
        good(rig.client.call("POST", request.path, request.body, request.headers()), "one word")
        rig.journal.acknowledge(request)
        told = sum(hears(line, "message.created") for line in lines)
        took = time.monotonic() - began
        drill.check("all of them are told what happens", "" if told == len(lines) else f"{told} of {len(lines)}")
        if drill.is_full:  # Few sockets are too few to weigh.
            drill.check("an idle socket costs at most 16 KiB", "" if each <= MOST_BYTES_A_SOCKET else f"{each / 1024:.1f} KiB")
        drill.check("somebody can sign in beside them")
        drill.measured(f"{len(lines)} sockets, {each / 1024:.1f} KiB each, all told within {took * 1000:.0f} ms; sign-in "
                       f"{statistics.median(alone) * 1000:.0f} ms alone (longest {max(alone) * 1000:.0f}), "
                       f"{statistics.median(beside) * 1000:.0f} ms beside them (longest {max(beside) * 1000:.0f})")
        for line in lines:
            line.close()
        rig.finish()


def sign_in(rig):
    """The seconds it took; from an address of its own, so that no limit is met."""
    address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    began = time.monotonic()
    answer = rig.client.call("POST", "/api/v1/session", {"email": "mira@lisbonbikes.example", "password": PASSWORD},
                             {"X-Forwarded-For": address})
    if answer.status != 200:
        rig.drill.check("somebody can sign in beside them", f"{answer.status} {answer.body[:200]!r}")
        raise Broken
    return time.monotonic() - began


def hears(line, kind, limit_s=20):
    """Whether a message of that kind comes."""
    end = time.monotonic() + limit_s
    try:
        while time.monotonic() < end:
            heard = line.hear(max(0.01, end - time.monotonic()))
            if any(event["type"] == kind for event in (heard if isinstance(heard, list) else [heard])):
                return True
    except (Closed, TimeoutError):
        pass
    return False


def memory_of(server):
    """What the process has in memory, in bytes."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        (line,) = [line for line in status if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024
