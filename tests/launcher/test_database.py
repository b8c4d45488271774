"""The tests' own database."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, connections, transaction

from accounts.models import User
from common import tenancy
from complaints.models import Complaint
from record.models import Entry
from tests.casework.conftest import Desks
from vault.models import Grant

pytestmark = pytest.mark.django_db


def users() -> int:
    return User.objects.count()


def test_tests_are_the_app():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("portal_app", False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_user CASCADE",
        "CREATE TABLE mine (a int)",
        "SET ROLE portal_searcher",
        "SET ROLE portal_owner",
    ],
)
def test_the_app_may_not(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_what_a_test_commits_is_gone_afterwards(run):
    assert users() == 0
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('left behind', '', now())")
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (1,)
        cursor.execute(
            "INSERT INTO accounts_weekend (state, valid_from, days, is_confirmed, note, source)"
            " VALUES ('BH', now(), '{4}', true, '', '') RETURNING id"
        )
        assert cursor.fetchone() == (1,)  # numbers begin again
        cursor.execute("SELECT count(*) FROM django_content_type")
        assert cursor.fetchone()[0] > 0  # what migrations wrote stays


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_what_is_bound_to_a_state_and_what_the_record_keeps_are_gone_too(run, world):
    with tenancy.within("BH"):
        assert (Complaint.objects.count(), Entry.objects.count(), Grant.objects.count()) == (0, 0, 0)
    case = Desks(world).file()
    with tenancy.within("BH"):
        assert Entry.objects.filter(stream=case.stream).exists()
        with pytest.raises(DatabaseError):
            Entry.objects.all()._raw_delete("default")  # and the record is kept as before


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("run", [1, 2])
def test_what_a_test_does_to_the_schema_is_gone_afterwards(run):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'keep_all'")
        assert cursor.fetchall() == [("O",)]
        cursor.execute("ALTER TABLE record_entry DISABLE TRIGGER keep_all")


@pytest.mark.django_db(databases=["default", "owner", "maintenance"])
def test_every_alias_sees_the_same_database_as_its_own_role():
    seen = {}
    for alias in ("default", "owner", "maintenance"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            seen[alias] = cursor.fetchone()
    assert {role for role, _ in seen.values()} == {"portal_app", "portal_owner", "portal_maintenance"}
    assert len({name for _, name in seen.values()}) == 1
    assert next(iter(seen.values()))[1].startswith(f"portal_test_{os.getpid()}_")


@pytest.mark.django_db(transaction=True)
def test_sessions_left_open_elsewhere_do_not_keep_the_clone(request):
    elsewhere = psycopg.connect(os.environ["DATABASE_URL"])
    elsewhere.execute("SELECT 1")
    request.addfinalizer(elsewhere.close)


@pytest.mark.django_db(transaction=True)
def test_a_child_process_works_in_the_clone():
    asks = (
        "import django; django.setup(); from django.db import connection as c; "
        "c.connect(); print(c.settings_dict['NAME'])"
    )
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True)
    assert told.stdout.strip() == connection.settings_dict["NAME"], told.stderr


def test_redis_is_ours():
    cache.set("here", 1)
    assert os.environ["REDIS_URL"].rsplit("/", 1)[1] != "0"
    assert cache.get("here") == 1
