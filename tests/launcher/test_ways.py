"""From nothing to a migrated site and down again, with servers from each of the three sources."""

import os
from collections.abc import Callable, Mapping

import psycopg
import pytest

from config.launcher.binaries import found
from config.launcher.place import Place
from tests.launcher.conftest import found_or_skipped, manage, processes_of, servers

FILE_AND_FOLLOW = """
import os
from django.utils import timezone
from accounts.models import State
from common import receipts, tenancy
from complaints.intake.services import Submission, lookup, submit
from complaints.models import Complaint, Receipt
State.objects.filter(code="BH").update(is_open=True)
sent = Submission(state="BH", mode="named", matter="complaint", narrative="كلمة", language="ar",
                  categories=("LIB",), name="أمل تجربة")
filed = submit(sent=sent, key=os.urandom(16), now=timezone.now())
case = Receipt.objects.get(lookup=lookup(receipts.normalise(filed.code))).case
assert not Complaint.objects.filter(pk=case).exists(), "seen without its state"
with tenancy.within("BH"):
    print(Complaint.objects.get(pk=case).stage)
"""


def files_a_complaint(place: Place, environment: Mapping[str, str]) -> None:
    for command in (["load_states"], ["shell", "-v0", "-c", FILE_AND_FOLLOW]):
        done = manage(*command, place=place, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith("received")


# What is tried on the migrated site of every way; each gets the environment of its servers.
VISITS: list[Callable[[Place, Mapping[str, str]], None]] = [files_a_complaint]


def rows(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def migrated(place: Place, **env: str) -> None:
    done = manage("migrate", "--database", "owner", "-v0", place=place, **env)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("way", ["system", "wheels"])
def test_a_private_way_starts_serves_stops_and_keeps_its_data(place, way):
    with servers(place, way) as first:
        app, owner = first.environment["DATABASE_URL"], first.environment["DATABASE_OWNER_URL"]
        assert rows(app, "SELECT current_user")[0] == ("portal_app",)
        rows(owner, "CREATE TABLE kept (word text)")
        rows(app, "INSERT INTO kept VALUES ('كلمة')")
        if way != "system":  # the rest of the suite runs on the system's
            migrated(place, PORTAL_SERVERS=way)
            for visit in VISITS:
                visit(place, first.environment)
    assert processes_of(place) == []
    with servers(place, way) as second:
        assert rows(second.environment["DATABASE_URL"], "SELECT word FROM kept") == [("كلمة",)]
        assert second.environment["RECEIPT_PEPPER"] == first.environment["RECEIPT_PEPPER"]
    assert processes_of(place) == []


def test_given_servers_are_prepared_by_the_command_and_used(place):
    way = "system" if found("system") else "wheels"
    with servers(place, way) as private:
        given = {
            name: private.environment[name].replace("/portal?", "/elsewhere?")
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINTENANCE_URL", "REDIS_URL")
        } | {"PORTAL_SERVERS": "given", "SECRET_KEY": "s" * 64, "RECEIPT_PEPPER": "a" * 64}
        for _ in range(2):
            done = manage("prepare_database", "--admin-url", private.admin_url, place=place, **given)
            assert done.returncode == 0, done.stderr
        migrated(place, **given)
        assert rows(given["DATABASE_URL"], "SELECT current_database(), current_user") == [
            ("elsewhere", "portal_app")
        ]
        for visit in VISITS:
            visit(place, given)


def test_the_two_private_ways_are_two_majors(place):
    for way in ("system", "wheels"):
        found_or_skipped(way)
    majors = {found("system").major, found("wheels").major}
    assert len(majors) == 2, f"both are {majors}"


@pytest.mark.parametrize("way", ["system", "wheels"])
def test_what_each_role_may_do(place, way):
    with servers(place, way) as running:
        app, owner = running.environment["DATABASE_URL"], running.environment["DATABASE_OWNER_URL"]
        rows(owner, "CREATE TABLE cases (state char(2)); ALTER TABLE cases ENABLE ROW LEVEL SECURITY")
        rows(owner, "ALTER TABLE cases FORCE ROW LEVEL SECURITY")
        rows(owner, "CREATE POLICY searching ON cases FOR SELECT TO portal_searcher USING (true)")
        rows(owner, "GRANT SELECT ON cases TO portal_searcher")
        rows(running.environment["DATABASE_MAINTENANCE_URL"], "INSERT INTO cases VALUES ('BH')")
        rows(
            owner,
            "CREATE FUNCTION seen() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public "
            "AS 'SELECT count(*) FROM cases'; ALTER FUNCTION seen() OWNER TO portal_searcher",
        )
        assert rows(app, "SELECT seen()") == [(1,)]
        assert rows(app, "SELECT * FROM cases") == []
        assert rows(owner, "SELECT * FROM cases") == []  # membership does not carry the searcher's policy
        for statement in (
            "CREATE TABLE mine (a int)",
            "CREATE TEMP TABLE mine (a int)",
            "TRUNCATE cases",
            "SET ROLE portal_searcher",
            "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                rows(app, statement)


def test_no_other_local_user_gets_in(place):
    with servers(place, "system" if found("system") else "wheels") as running:
        without = running.environment["DATABASE_URL"].split("@")[1]
        with pytest.raises(psycopg.OperationalError, match=r"password"):
            psycopg.connect(f"postgresql://portal_app@{without}")
        for name in ("passwords.json", "running.json"):
            assert oct(os.stat(place.home / running.way / name).st_mode)[-3:] == "600"
        assert oct(os.stat(place.var / "secrets.env").st_mode)[-3:] == "600"
