"""The record: chained by the database, unchangeable, and every tampering with it found."""

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from common import tenancy
from complaints.models import Complaint
from record import services as record
from record.models import Entry, Head
from record.verification import verify
from tests import factories
from tests.workflow.scene import filed

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def write(stream="case:x", what="note", state="BH", **details):
    return record.write(state=state, stream=stream, what=what, by="user:1", at=AT, details=details)


def owner():
    """A connection of the schema's owner, who may alter tables."""
    made = psycopg.connect(connection_url(), autocommit=True)
    made.execute("SELECT set_config('app.state', 'BH', false)")
    return made


def connection_url():
    import os

    return os.environ["DATABASE_OWNER_URL"]


class Tampering:
    """Somebody with the owner's password, who switches the trigger off."""

    def __enter__(self):
        self.connection = owner()
        self.connection.execute("ALTER TABLE record_entry DISABLE TRIGGER USER")
        return self.connection

    def __exit__(self, *error):
        self.connection.execute("ALTER TABLE record_entry ENABLE TRIGGER USER")
        self.connection.close()


@pytest.mark.django_db
def test_entries_are_numbered_and_linked():
    with tenancy.within("BH"):
        entries = [Entry.objects.get(pk=write(n=n).pk) for n in range(3)]
        head = Head.objects.get(stream="case:x")
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert bytes(entries[0].prev) == b""
    assert bytes(entries[1].prev) == bytes(entries[0].hash)
    assert (head.seq, bytes(head.hash)) == (3, bytes(entries[2].hash))


@pytest.mark.django_db
def test_what_the_writer_claims_of_the_chain_is_ignored():
    with tenancy.within("BH"):
        write()
        forged = Entry.objects.create(
            state="BH", stream="case:x", what="note", by="x", at=AT, seq=77, prev=b"p", hash=b"h"
        )
        kept = Entry.objects.get(pk=forged.pk)
        assert kept.seq == 2
        assert not verify(state="BH").breaks


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET what = 'x'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
        "INSERT INTO record_head (state, stream, seq, hash) VALUES ('BH', 'y', 1, '')",
        "UPDATE record_head SET seq = 1",
        "DELETE FROM record_head",
        "TRUNCATE record_head",
        "ALTER TABLE record_entry DISABLE TRIGGER USER",
        "SELECT record_chain()",
    ],
)
def test_the_app_can_only_add(statement):
    with tenancy.within("BH"):
        write()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_changes_entries_while_the_trigger_stands():
    with tenancy.within("BH"):
        write()
    with owner() as one:
        for statement in (
            "UPDATE record_entry SET what = 'x'",
            "DELETE FROM record_entry",
            "TRUNCATE record_entry",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                one.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_stream_make_one_chain():
    def writer():
        for _ in range(15):
            with tenancy.within("BH"):
                write()
        connections.close_all()

    threads = [threading.Thread(target=writer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.within("BH"):
        assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, 121))
    assert verify(state="BH").entries == 120
    assert not verify(state="BH").breaks


TAMPERED = {
    "edit": ("UPDATE record_entry SET by = 'user:2' WHERE stream = 'case:a' AND seq = 2", "changed"),
    "edit of a time": (
        "UPDATE record_entry SET at = at + interval '1 second' WHERE stream = 'case:a' AND seq = 3",
        "changed",
    ),
    "middle deleted": ("DELETE FROM record_entry WHERE stream = 'case:a' AND seq = 2", "missing"),
    "first deleted": ("DELETE FROM record_entry WHERE stream = 'case:a' AND seq = 1", "missing"),
    "end deleted": ("DELETE FROM record_entry WHERE stream = 'case:a' AND seq = 4", "end missing"),
    "whole case deleted": ("DELETE FROM record_entry WHERE stream = 'case:a'", "end missing"),
    "reordered": (
        "UPDATE record_entry SET seq = CASE seq WHEN 2 THEN 300 ELSE seq END WHERE stream = 'case:a';"
        "UPDATE record_entry SET seq = 2 WHERE stream = 'case:a' AND seq = 3;"
        "UPDATE record_entry SET seq = 3 WHERE stream = 'case:a' AND seq = 300",
        "changed",
    ),
    "moved to another stream": (
        "UPDATE record_entry SET stream = 'case:c', seq = 1 WHERE stream = 'case:a' AND seq = 4",
        "changed",
    ),
    "recomputed without its followers": (
        "UPDATE record_entry SET by = 'user:2' WHERE stream = 'case:a' AND seq = 2;"
        "UPDATE record_entry e SET hash = sha256(record_bytes(e)) WHERE stream = 'case:a' AND seq = 2",
        "moved",
    ),
}


@pytest.mark.django_db(transaction=True)
def test_every_tampering_is_found_and_nothing_else(capsys):
    with tenancy.within("BH"):
        for n in range(4):
            write("case:a", n=n)
            write("case:b", n=n)
    assert not verify(state="BH").breaks
    with Tampering() as tampering:
        for name, (statements, expected) in TAMPERED.items():
            tampering.execute("CREATE TEMP TABLE kept AS SELECT * FROM record_entry")
            tampering.execute(statements)
            breaks = verify(state="BH").breaks
            assert expected in {one.what for one in breaks}, name
            assert "case:b" not in {one.stream for one in breaks}, name
            tampering.execute("DELETE FROM record_entry")
            tampering.execute("INSERT INTO record_entry OVERRIDING SYSTEM VALUE SELECT * FROM kept")
            tampering.execute("DROP TABLE kept")
        assert not verify(state="BH").breaks


@pytest.mark.django_db(transaction=True)
def test_the_command_says_where_and_exits_with_one(settings, capsys):
    settings.DEMO, settings.DEMO_VAULT_KEY = True, factories.UNLOCK.hex()
    factories.world()
    with tenancy.within("BH"):
        case, _ = filed()
        other, _ = filed()
        references = [Complaint.objects.get(pk=pk).reference for pk in (case, other)]
    call_command("verify_chain")
    assert "BH: 2 entries in 2 streams" in capsys.readouterr().out
    with Tampering() as tampering:
        tampering.execute("UPDATE record_entry SET by = 'x' WHERE stream = %s", [f"case:{case}"])
    with pytest.raises(CommandError) as broken:
        call_command("verify_chain")
    assert broken.value.returncode == 1
    assert f"case:{case} entry 1: changed" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("verify_chain", "--case", references[0])
    call_command("verify_chain", "--case", references[1].lower())
    for unknown in ("BH-0000-0000", "nonsense"):
        with pytest.raises(CommandError) as none:
            call_command("verify_chain", "--case", unknown)
        assert none.value.returncode == 2
