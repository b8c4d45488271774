"""Children of the demo: stopped in time, revived within bounds, never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launcher.demo import RESTARTS, Child, Stopping, supervise
from config.launcher.place import CHECKOUT
from config.launcher.processes import spawn, stop, wait_until

STUBBORN = "trap '' TERM; sleep 60 & sleep 60; sleep 60"


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def session(leader: int) -> list[int]:
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    return [int(stat.split()[0]) for stat in stats if int(stat.rsplit(")", 1)[1].split()[3]) == leader]


@pytest.fixture
def stopping():
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {name: signal.getsignal(name) for name in names}
    yield Stopping()
    for name, handler in before.items():
        signal.signal(name, handler)


def test_a_stubborn_child_is_ended_with_its_own_children():
    child = spawn(["sh", "-c", STUBBORN])
    time.sleep(0.3)
    began = time.monotonic()
    assert stop(child, patience=0.5) is False
    assert time.monotonic() - began < 2
    assert wait_until(lambda: not any(lives(pid) for pid in session(child.pid)), seconds=5)


def test_a_child_dies_with_a_killed_parent():
    program = (
        "from config.launcher.processes import spawn; import time; "
        "print(spawn(['sleep', '60']).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    assert lives(child)
    parent.kill()
    parent.communicate()
    assert wait_until(lambda: not lives(child), seconds=5)


def test_ctrl_c_stops_all_children_in_order(stopping, capfd):
    told = "trap 'echo {0} >&2; exit' TERM; while :; do sleep 0.05; done"
    names = ("web", "beat", "worker")
    children = [Child(name, ["sh", "-c", told.format(name)], patience=2) for name in names]
    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.6)
    supervise(children, "8000", stopping)
    words = capfd.readouterr().err.split()
    assert [word for word in words if word in names] == list(names)
    assert stopping.status == 0
    assert not any(lives(child.process.pid) for child in children)


def test_a_child_that_keeps_dying_stops_the_demo(stopping, capfd):
    steady, broken = Child("web", ["sleep", "60"], patience=2), Child("worker", ["false"], patience=2)
    supervise([steady, broken], "8000", stopping)
    assert stopping.status == 1
    assert len(broken.starts) == RESTARTS + 1
    assert "giving up" in capfd.readouterr().err
    assert not lives(steady.process.pid)
