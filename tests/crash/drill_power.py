"""Power loss (T-R03): the record on a disk that loses what was not synced, in src/workflow/power_loss_test.cpp; and the same
from outside, with the whole server."""

import os
import pathlib
import sqlite3
import subprocess
import time

from disk_log import Disk
from record import reconcile
from rig import Rig
from server import ROOT, Ended

HERE = pathlib.Path(__file__).resolve().parent
VERIFY_EVERY = 5


def lose_power(drill):
    program = pathlib.Path(os.environ.get("HEED_WORKFLOW_TEST") or ROOT / "build" / "release" / "workflow_test")
    seeds = drill.count(1000, 60)
    environment = {**os.environ, "HEED_POWER_SEEDS": str(seeds), "HEED_POWER_SEED": str(drill.seed)}
    done = subprocess.run([str(program), "--gtest_filter=PowerLossTest.*", "--gtest_brief=1"], env=environment,
                          capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        if line.startswith("measured: power loss: "):
            drill.measured(line.removeprefix("measured: power loss: "))
    what_failed = [line for line in done.stdout.splitlines() if "seed" in line and not line.startswith("measured")]
    trouble = "\n".join(what_failed[:20]) or f"{program} ended with {done.returncode}: {done.stderr[-500:]}"
    drill.check("what was acknowledged outlives it, and the drill notices synchronous=NORMAL", trouble if done.returncode else "")


def lose_power_of_server(drill):
    """The same from outside: the real server on a disk that notes what was synced (torn_disk.c), and power that goes."""
    rounds = drill.count(50, 3)
    library, log = drill.folder / "torn_disk.so", drill.folder / "disk.log"
    compiler = os.environ.get("CC", "clang-19")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "torn_disk.c")], check=True)
    noting = ["env", f"LD_PRELOAD={library}", f"HEED_DISK_LOG={log}"]
    lost = 0
    with Rig(drill) as rig:
        rig.server.kill()
        for number in range(rounds):
            disk = run_until_power_goes(drill, rig, noting, log)
            disk.replay(log)
            disk.lose_power(drill.random)
            lost += disk.lost
            rig.server.start()
            rig.look(f"after loss of power {number + 1}")
            if number % VERIFY_EVERY == 0:
                rig.verify(f"after loss of power {number + 1}")
            rig.server.kill()
        drill.measured(f"{rounds} losses of power of the real server; {lost} writes that were not synced gone or torn")
        rig.server.start()
        rig.finish()
        rig.server.kill()
        notices_lies(drill, rig, noting, log)


def run_until_power_goes(drill, rig, noting, log):
    log.unlink(missing_ok=True)
    disk = Disk(rig.server.folder)
    rig.server.start(wrap=noting)
    rig.load.resume()
    time.sleep(drill.random.uniform(0.1, 0.6))
    rig.server.kill()
    rig.load.pause()
    return disk


def notices_lies(drill, rig, noting, log):
    """On a disk whose syncs do nothing something acknowledged must be gone, or this drill shows nothing."""
    disk = run_until_power_goes(drill, rig, noting, log)
    disk.replay(log, syncs_hold=False)
    disk.lose_power(drill.random)
    try:
        rig.server.start(limit_s=10)
        verdict = reconcile(rig.record, rig.journal)
        drill.check("the drill notices a disk that lies", "" if verdict.lost else "nothing was lost")
    except (Ended, sqlite3.DatabaseError):  # It does not start, or what is there is no record any more.
        drill.check("the drill notices a disk that lies")
    rig.server.kill()
