"""Registers without a gap: who takes numbers at once waits, and what fails takes none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from common import storage, tenancy
from complaints.letters import services
from complaints.models import Letter, RegisterCounter, RegisterNumber
from tests.letters.conftest import letters

THREADS, EACH = 4, 6
NEW_YEAR = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)  # 2027 in Bahrain already
OLD_YEAR = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_at_once_gets_numbers_without_a_gap(desk, write, monkeypatch, now):
    """Each thread sends letters of its own case; every third sending fails after its number was taken."""
    cases = [desk.file(mode="confidential", categories=("LAW",)) for _ in range(THREADS)]
    head = desk.actor("head")
    drafts = [[write(case, head) for _ in range(EACH)] for case in cases]
    failing = {letter.pk for rows in drafts for letter in rows[::3]}
    paper = services._put_on_paper

    def full_disk(row, *args):
        if row.pk in failing:
            raise storage.NoRoom
        paper(row, *args)

    monkeypatch.setattr(services, "_put_on_paper", full_disk)

    def sends(rows):
        taken, failed = [], 0
        try:
            for letter in rows:
                try:
                    taken.append(services.send(letter=letter, by=desk.actor("head"), now=now).number)
                except storage.NoRoom:
                    failed += 1
        finally:
            connection.close()
        return taken, failed

    with ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(sends, drafts))

    numbers = sorted(number for taken, _failed in done for number in taken)
    assert sum(failed for _taken, failed in done) == len(failing) == THREADS * 2
    assert numbers == list(range(1, THREADS * EACH - len(failing) + 1))
    with tenancy.within("BH"):
        assert RegisterCounter.objects.get().last == numbers[-1]
        assert sorted(RegisterNumber.objects.values_list("number", flat=True)) == numbers
        assert Letter.objects.filter(status="draft").count() == len(failing)


def test_each_year_direction_and_institution_has_its_own(desk, led, protected, write, now):
    def sent(case, by, when):
        return services.send(letter=write(case, by), by=by, now=when).written

    basil, dalia = desk.actor("reviewer"), desk.actor("nhri")

    assert sent(led, basil, OLD_YEAR) == "2026/1"
    assert sent(led, basil, OLD_YEAR) == "2026/2"
    assert sent(led, basil, NEW_YEAR) == "2027/1"
    assert sent(protected, dalia, NEW_YEAR) == "2027/1"
    received = services.receive(
        case=led.pk,
        card=services.Card("court"),
        words=services.Words(subject="ردّ المحكمة"),
        language="ar",
        arrived_on=OLD_YEAR.date(),
        by=basil,
        now=OLD_YEAR,
    )
    assert (received.direction, received.written) == ("in", "2026/1")


def test_a_number_stays_when_its_letter_is_erased(desk, led, write, now):
    basil = desk.actor("reviewer")
    services.send(letter=write(led, basil), by=basil, now=now)
    with tenancy.within("BH"):
        letters(led)[0].delete()

        row = RegisterNumber.objects.get()
    assert (row.number, row.letter_id) == (1, None)
    assert services.send(letter=write(led, basil), by=basil, now=now).number == 2


def test_a_failed_transaction_took_no_number(desk, led, write, now):
    basil, letter = desk.actor("reviewer"), write(led, desk.actor("reviewer"))

    def sends_and_fails():
        with transaction.atomic():
            services.send(letter=letter, by=basil, now=now)
            raise storage.NoRoom

    with pytest.raises(storage.NoRoom):
        sends_and_fails()
    assert letters(led)[0].is_draft
    assert services.send(letter=letter, by=basil, now=now).number == 1
