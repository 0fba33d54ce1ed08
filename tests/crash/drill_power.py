"""Power loss (T-R03): the record on a disk that loses what was not synced, in src/workflow/power_loss_test.cpp."""

import os
import pathlib
import subprocess

from server import ROOT


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
