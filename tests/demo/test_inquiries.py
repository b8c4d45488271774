"""The demonstration's three inquiries after somebody held."""

import time

import pytest

from common import tenancy
from complaints import tallies
from complaints.demo import inquiries
from complaints.models import Complaint
from complaints.rebuilding import rebuild
from reporting.figures import MATTERS


@pytest.mark.django_db
def test_three_inquiries_happen_once_and_move_no_total(land, now):
    began = time.monotonic()
    assert inquiries.load(seed=1, now=now) == 3
    assert time.monotonic() - began < 5
    assert inquiries.load(seed=1, now=now) == 0
    found = []
    for state in ("BH", "EG"):
        with tenancy.within(state):
            rows = Complaint.objects.filter(state=state)
            found += rows.values_list("state", "matter", "stage", "whereabouts", "outcome")
    assert sorted(found) == [
        ("BH", "custody", "closed", "held", "found"),
        ("BH", "custody", "investigating", "", ""),
        ("EG", "custody", "investigating", "not_held", ""),
    ]
    first, last = now.date().replace(year=now.year - 1), now.date()
    counted = tallies.counts(kinds=["received"], start=first, end=last, by=("matter",))
    assert not {matter for (matter,) in counted} & set(MATTERS)
    assert rebuild(check=True) == []
