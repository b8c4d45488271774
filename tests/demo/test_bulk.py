"""Cases written in bulk are cases like any other: chained, counted, sealed, queued, and opened by their codes."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Q

from accounts.actor import receipt
from common import receipts, tenancy
from common.arabic import document
from complaints.demo.replay import submission_key
from complaints.intake.services import lookup
from complaints.models import Allegation, Clock, Complaint, Docket, Person, Receipt, SearchText, Text
from complaints.rebuilding import rebuild
from complaints.vocabulary import ENDED, Mode, Part
from record.models import Entry, Head
from tests.dockets import assert_dockets_repeat_their_cases
from vault import services as vault

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "maintenance", "owner"])
SEED, TOLD, COUNT = 5, 24, 200
STATES = ("BH", "EG", "MA", "JO")


def test_two_hundred_cases_in_bulk_keep_every_promise(land):
    call_command("make_demo_data", complaints=COUNT, seed=SEED, told=TOLD, one_process=True)

    numbers = [in_state(state) for state in STATES]
    assert sum(numbers) == COUNT
    assert rebuild(check=True) == []
    assert_receipts_open_their_cases()
    call_command("make_demo_data", complaints=COUNT, seed=SEED, told=TOLD, one_process=True)
    assert sum(count_of(state) for state in STATES) == COUNT


def in_state(state):
    with tenancy.within(state):
        assert_chained(state)
        assert_open_cases_are_held_and_timed(state)
        assert_children_match(state)
        assert_dockets_repeat_their_cases()
        assert_findable(state)
    return count_of(state)


def count_of(state):
    with tenancy.within(state):
        return Complaint.objects.filter(state=state).count()


def assert_chained(state):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE e.hash <> sha256(record_bytes(e))
                OR e.prev <> coalesce(before.hash, '\\x'))
            FROM record_entry e LEFT JOIN record_entry before
              ON before.state = e.state AND before.stream = e.stream AND before.seq = e.seq - 1
            WHERE e.state = %s
            """,
            [state],
        )
        entries, broken = cursor.fetchone()
    assert entries
    assert broken == 0
    newest = {row.stream: bytes(row.hash) for row in Entry.objects.filter(state=state).order_by("seq")}
    assert newest == {row.stream: bytes(row.hash) for row in Head.objects.filter(state=state)}


def assert_open_cases_are_held_and_timed(state):
    cases = Complaint.objects.filter(state=state).exclude(stage__in=ENDED)
    held = cases.annotate(
        leads=Count("docket", filter=Q(docket__standing="lead", docket__is_open=True), distinct=True),
        running=Count("clock", filter=Q(clock__ended_at=None), distinct=True),
    )
    assert held
    assert all(case.leads == 1 for case in held)
    # A decision that was told waits for the complainant alone.
    assert all(case.running or (case.stage == "decided" and case.notified_at) for case in held)


def assert_children_match(state):
    cases = dict(Complaint.objects.filter(state=state).values_list("pk", "stage"))
    for model in (Allegation, Docket, Clock, Text, Person):
        assert set(model.objects.values_list("complaint_id", flat=True)) <= set(cases)
    assert all(docket.stage == cases[docket.complaint_id] for docket in Docket.objects.filter(state=state))
    anonymous = Complaint.objects.filter(state=state, mode=Mode.ANONYMOUS)
    assert not anonymous.filter(filed_at__isnull=False).exists()
    assert not Person.objects.filter(complaint__in=anonymous).exists()


def assert_findable(state):
    """The words that search finds are those that indexing them again would find."""
    for row in SearchText.objects.filter(state=state).select_related("complaint")[:10]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tsv @@ plainto_tsquery('simple', %s) FROM complaints_searchtext WHERE complaint_id = %s",
                [document(row.complaint.reference), row.complaint_id],
            )
            assert cursor.fetchone()[0]


def assert_receipts_open_their_cases():
    for number in range(TOLD, COUNT, 9):
        key = submission_key(SEED, number)
        code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
        row = Receipt.objects.get(lookup=lookup(code))
        by = receipt(state=row.state, case=row.case, seed=receipts.reader_seed(code))
        with tenancy.within(row.state):
            opened = vault.open(state=row.state, subject=row.case, keyring=by.keyring, parts=list(Part))
            texts = Text.objects.filter(complaint=row.case)
            words = [opened.key(text.part).unseal(f"text:{text.pk}", text.body) for text in texts]
            people = Person.objects.filter(complaint=row.case)
            names = [opened.key(Part.IDENTITY).unseal(one.role, one.identity) for one in people]
        assert len(words[0]) > 40
        assert all("name" in name for name in names)
