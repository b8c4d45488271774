"""Who starts the servers, who shares them, who stops them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.launcher.binaries import chosen_way, found
from config.launcher.place import CHECKOUT, SOCKET_NAME, LauncherError, Place
from config.launcher.processes import wait_until
from config.launcher.sharing import join, kept
from tests.launcher.conftest import bare_environment, manage, processes_of, servers

WAY = "system" if found("system") else "wheels"


def started_at(url: str) -> str:
    with psycopg.connect(url) as connection:
        return str(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0])


def user(place: Place) -> subprocess.Popen[str]:
    """Another process that uses the servers until its input closes."""
    program = (
        "import sys; from pathlib import Path; from config.launcher.place import Place; "
        "from config.launcher.sharing import in_use\n"
        f"with in_use(Place(Path({str(place.var)!r})), way={WAY!r}) as s:\n"
        " print(s.environment['DATABASE_URL'], flush=True); sys.stdin.read()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env=bare_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_users_share_and_the_last_to_leave_stops(place):
    first, second = user(place), user(place)
    urls = [first.stdout.readline().strip(), second.stdout.readline().strip()]
    assert urls[0] == urls[1]
    began = started_at(urls[0])
    first.communicate()
    assert started_at(urls[0]) == began
    second.communicate()
    assert processes_of(place) == []


def test_a_killed_user_leaves_nothing_behind(place):
    victim = user(place)
    url = victim.stdout.readline().strip()
    assert started_at(url)
    victim.kill()
    victim.communicate()
    assert wait_until(lambda: processes_of(place) == [], seconds=15)


def test_a_killed_keeper_takes_its_servers_along_and_the_next_user_starts_them_again(place):
    with servers(place, WAY) as running:
        postmaster = int(
            (place.home / WAY / f"postgres-{found(WAY).major}" / "postmaster.pid").read_text().split()[0]
        )
        keeper = int(Path(f"/proc/{postmaster}/stat").read_text().rsplit(")", 1)[1].split()[1])
        os.kill(keeper, signal.SIGKILL)
        assert wait_until(lambda: not kept(place, WAY), seconds=5)
        again = join(place, way=WAY)
        assert started_at(again.environment["DATABASE_URL"])
        again.leave()
        running.leave()
    assert wait_until(lambda: processes_of(place) == [], seconds=15)


def test_a_server_that_dies_is_started_again(place):
    with servers(place, WAY) as running:
        url = running.environment["DATABASE_URL"]
        began = started_at(url)
        data = place.home / WAY / f"postgres-{found(WAY).major}"
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)

        def back() -> bool:
            try:
                return started_at(url) != began
            except psycopg.OperationalError:
                return False

        assert wait_until(back, seconds=30)


def test_a_command_shares_the_servers_that_are_up(place):
    with servers(place, WAY) as running:
        began = started_at(running.environment["DATABASE_URL"])
        asks = "from django.db import connection as c; c.connect(); print(c.execute_wrappers or 'connected')"
        told = manage("shell", "-v0", "-c", asks, place=place, PORTAL_SERVERS=WAY)
        assert "connected" in told.stdout, told.stderr
        assert started_at(running.environment["DATABASE_URL"]) == began


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["migrate", "--help"],
        ["check"],
        ["makemigrations", "--check", "--dry-run"],
        ["diffsettings"],
    ],
)
def test_commands_that_only_read_code_start_nothing(place, command):
    manage(*command, place=place, PORTAL_SERVERS=WAY)
    assert not place.var.exists()


def test_a_forced_way_must_exist(place):
    os.environ["PORTAL_SERVERS"] = "cloud"  # `bare` puts everything back
    with pytest.raises(LauncherError, match="given, system, wheels"):
        chosen_way(place)


def test_half_given_servers_are_refused_with_what_is_missing(place):
    os.environ["DATABASE_URL"] = "postgresql://portal_app:x@127.0.0.1/portal"
    with pytest.raises(LauncherError, match="DATABASE_OWNER_URL, REDIS_URL is not set"):
        chosen_way(place)


def test_data_of_a_vanished_major_are_not_touched(place):
    (place.way(WAY) / "binaries.json").write_text(
        json.dumps({"way": WAY, "postgres": "/nowhere/9/bin", "redis": "/nowhere/redis", "major": 9})
    )
    with pytest.raises(LauncherError, match="made by PostgreSQL 9"):
        join(place, way=WAY).leave()


def test_a_long_path_gets_a_short_socket(ground, bare):
    place = Place(ground / ("long" * 25) / "var")
    with servers(place, WAY) as running:
        assert started_at(running.environment["DATABASE_URL"])
        sockets = [line for line in processes_of(place) if "unix_socket_directories=/tmp/portal-" in line]
        assert sockets
    place.clean()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's checkout can be closed to the servers' user")
@pytest.mark.parametrize("way", ["system", "wheels"])
def test_a_checkout_closed_to_the_servers_user_keeps_its_data_under_var_lib(ground, bare, way):
    ground.chmod(0o700)
    place = Place(ground / "var")
    with servers(place, way) as running:
        assert str(place.home).startswith("/var/lib/")
        assert started_at(running.environment["DATABASE_URL"])
    home = place.home
    place.clean()
    assert not home.exists()
    assert not place.var.exists()


def test_no_socket_path_is_longer_than_the_kernel_takes(place):
    assert len(os.fsencode(place.sockets(WAY) / SOCKET_NAME)) <= 107
