"""kill -9 at any moment (T-R01, T-R07), and SIGTERM (T-R20), under load."""

import os
import signal
import subprocess
import threading
import time

from drill import Broken
from drills_feed import memory_of
from record import PostgresRecord, SqliteRecord
from rig import Rig
from server import Ended, Server

READY_S = 2
BACK_S = 3
DRAIN_S = 10
LONGEST_RUN_S = 0.6
VERIFY_EVERY = 5


def kill_sqlite(drill):
    with Rig(drill) as rig:
        kill_again_and_again(drill, rig, drill.count(200, 10))
        restart_with_many(drill, rig, drill.count(100_000, 2_000))
        rig.finish()


def restart_with_many(drill, rig, conversations):
    """As the others, but on a record of a good size."""
    rig.server.kill()
    rig.server.run("import", "--format", "twcs", str(make_archive(drill, conversations)))
    rig.server.start()
    ready = []
    for number in range(5):
        rig.load.resume()
        time.sleep(drill.random.uniform(0.1, LONGEST_RUN_S))
        rig.server.kill()
        rig.load.pause()
        ready.append(rig.server.start())
        rig.look(f"after kill {number + 1} of the large record")
    (count,) = rig.record.rows("SELECT count(*) FROM conversations")[0]
    drill.check_times(f"restart to ready with {count} conversations", ready, READY_S)


def make_archive(drill, conversations):
    """Customers with a word each, every other one answered."""
    archive = drill.folder / "archive.csv"
    with open(archive, "w", encoding="utf-8") as out:
        out.write("tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n")
        for number in range(1, conversations + 1):
            asked, answered = 2 * number, 2 * number + 1
            out.write(f"{asked},{asked},True,Tue Oct 31 22:11:45 +0000 2017,@LisbonBikes Where is my bike?,,\n")
            if number % 2:
                out.write(f"{answered},LisbonBikes,False,Tue Oct 31 22:15:00 +0000 2017,On its way.,,{asked}\n")
    return archive


def kill_import(drill):
    """Killed again and again and repeated, an import leaves what one that came through does; once more, and nothing is added."""
    archive = make_archive(drill, drill.count(20_000, 3_000))
    words = ["import", "--format", "twcs", str(archive)]
    quiet = Server(drill.folder / "quiet")
    began = time.monotonic()
    quiet.run(*words)
    took = time.monotonic() - began
    killed = Server(drill.folder / "killed")
    rounds = drill.count(20, 5)
    for _ in range(rounds):
        killed.run_and_kill(drill.random.uniform(0.01, took), *words)
    for when in ("repeated after the kills", "repeated once more"):
        killed.run(*words)
        found, wanted = sizes_of(killed), sizes_of(quiet)
        drill.check(f"the import, {when}, is the same as one that came through", "" if found == wanted else f"{found} instead of {wanted}")
        drill.check(f"heed verify finds the record whole, {when}", killed.verify())
    drill.measured(f"{rounds} kills in an import of {sizes_of(quiet)['messages']} messages")


def sizes_of(server):
    tables = ("messages", "conversations", "contacts", "identities", "clocks", "events")
    sizes = {table: SqliteRecord(server).rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    sizes["owed"] = SqliteRecord(server).rows("SELECT count(*) FROM conversations WHERE owed")[0][0]
    return sizes


def kill_postgres(drill):
    with Rig(drill, record=PostgresRecord(f"kill_{os.getpid()}")) as rig:
        kill_again_and_again(drill, rig, drill.count(50, 4))
        rig.finish()


def kill_again_and_again(drill, rig, rounds):
    ready = []
    for number in range(rounds):
        rig.load.resume()
        time.sleep(drill.random.uniform(0.01, LONGEST_RUN_S))
        rig.server.kill()
        rig.load.pause()
        if number % 4 == 3:
            kill_while_it_starts(drill, rig.server)
        ready.append(rig.server.start())
        rig.look(f"after kill {number + 1}")
        if number % VERIFY_EVERY == 0:
            rig.verify(f"after kill {number + 1}")
    drill.measured(f"{rounds} kills under load")
    drill.check_times("restart to ready", ready, READY_S)


def kill_while_it_starts(drill, server):
    killer = threading.Timer(drill.random.uniform(0.005, 0.08), server.kill)
    killer.start()
    try:
        server.start()
    except Ended:
        pass
    killer.join()
    server.kill()


def postgres_goes(drill):
    """The database server is killed, whole or one backend of it; Heed stays and comes back by itself."""
    control = os.environ["HEED_TEST_POSTGRES_CONTROL"]
    rounds = drill.count(50, 4)
    back = []
    with Rig(drill, record=PostgresRecord(f"goes_{os.getpid()}")) as rig:
        for number in range(rounds):
            rig.load.resume()
            time.sleep(drill.random.uniform(0.05, LONGEST_RUN_S))
            if number % 2 == 0:
                subprocess.run([control, "kill"], check=True)
                time.sleep(drill.random.uniform(0, 0.3))
                subprocess.run([control, "start"], check=True)
            else:
                os.kill(drill.random.choice(rig.record.backends()), signal.SIGKILL)
                time.sleep(0.1)  # The others are told to go; what is acknowledged until then came before.
            back.append(wait_for_acknowledgement(rig, f"loss {number + 1}"))
            rig.load.pause()
            rig.look(f"after loss {number + 1}")
            if number % VERIFY_EVERY == 0:
                rig.verify(f"after loss {number + 1}")
        drill.measured(f"{rounds} losses, every other one a single backend")
        drill.check_times("acknowledging again after PostgreSQL is back", back, BACK_S)
        drill.check("what cannot be asked now is answered with 503", f"{rig.load.counts.broken} times 500" if rig.load.counts.broken else "")
        drill.check("Heed itself never stopped", "" if rig.server.is_running() else rig.server.last_words())
        rig.finish()


def postgres_stops(drill):
    """The database server is down for a while, under load; Heed says so, waits, and goes on by itself."""
    control = os.environ["HEED_TEST_POSTGRES_CONTROL"]
    seconds = drill.count(60, 5)
    with Rig(drill, record=PostgresRecord(f"stops_{os.getpid()}")) as rig:
        rig.load.resume()
        time.sleep(1)
        before = memory_of(rig.server)
        subprocess.run([control, "stop"], check=True)
        stopped_at = time.monotonic()
        acknowledged, refused = rig.load.acknowledged_at, rig.load.counts.unavailable
        is_alive, said_ready, most = True, 0, before
        time.sleep(1)  # What was on its way.
        while time.monotonic() - stopped_at < seconds:
            is_alive = is_alive and rig.server.answers("/healthz")
            said_ready += rig.server.answers("/readyz")
            most = max(most, memory_of(rig.server))
            time.sleep(0.1)
        refused = rig.load.counts.unavailable - refused
        late = rig.load.acknowledged_at - stopped_at
        subprocess.run([control, "start"], check=True)
        back = wait_for_acknowledgement(rig, "after it was stopped")
        rig.load.pause()
        drill.measured(f"stopped for {seconds} s: {refused} times 503, memory {before / 2**20:.0f} to {most / 2**20:.0f} MiB")
        drill.check("it lives and says that it is not ready", "" if is_alive and not said_ready else f"alive {is_alive}, ready {said_ready} times")
        drill.check("nothing is acknowledged without a database", f"{late:.2f} s after it stopped" if late > 1 and acknowledged else "")
        drill.check("what cannot be asked now is answered with 503", "" if refused and not rig.load.counts.broken else f"{refused} times 503, {rig.load.counts.broken} times 500")
        drill.check_times("acknowledging again after PostgreSQL is back", [back], BACK_S)
        drill.check("Heed itself never stopped", "" if rig.server.is_running() else rig.server.last_words())
        rig.finish()


def wait_for_acknowledgement(rig, when, limit_s=30):
    lost_at = time.monotonic()
    rig.record.rows("SELECT 1")  # Waits until PostgreSQL has recovered.
    began = time.monotonic()
    while rig.load.acknowledged_at < lost_at:
        if time.monotonic() - began > limit_s:
            rig.drill.check("it acknowledges again", f"{when}: not within {limit_s} s: {rig.server.last_words()}")
            raise Broken
        time.sleep(0.005)
    return max(0.0, rig.load.acknowledged_at - began)


def stop(drill):
    rounds = drill.count(50, 4)
    drained, ready = [], []
    with Rig(drill) as rig:
        for number in range(rounds):
            rig.load.resume()
            time.sleep(drill.random.uniform(0.05, LONGEST_RUN_S))
            seconds, status = rig.server.terminate()
            rig.load.pause()
            drained.append(seconds)
            if status != 0:
                drill.check("SIGTERM ends it with 0", f"{status}: {rig.server.last_words()}")
                raise Broken
            ready.append(rig.server.start())
            rig.look(f"after stop {number + 1}")
            if number % VERIFY_EVERY == 0:
                rig.verify(f"after stop {number + 1}")
        drill.check("SIGTERM ends it with 0")
        drill.check_times("drain", drained, DRAIN_S)
        drill.check_times("restart to ready", ready, READY_S)
        rig.finish()
