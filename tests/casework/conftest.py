"""A desk in each role, and cases filed and carried on through the services."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actor import staff
from common import tenancy
from complaints.casework.services import Given, advance
from complaints.intake.services import Submission, submit
from complaints.models import Complaint
from tests import factories

NARRATIVE = "أوقفته دورية قرب السوق القديم، ومُنع من دوائه يومين كاملين."


@pytest.fixture
def desk(world):
    """`desk("basil")`: somebody of Bahrain signed in; other states by `country`."""
    return Desks(world)


class Desks:
    """Signed-in browsers, one for each person, and the cases they work on."""

    def __init__(self, world):
        self.world, self.clients = world, {}
        self.codes = {}  # of receipts, by reference

    def __call__(self, name, country="bh"):
        key = (country, name)
        if key not in self.clients:
            client = Client()
            client.force_login(getattr(self.world, country).people[name])
            self.clients[key] = client
        return self.clients[key]

    def actor(self, name, country="bh"):
        return getattr(self.world, country).actor(name)

    def file(self, *, state="BH", mode="named", now=None, narrative=NARRATIVE, categories=("MED",), **more):
        """A case, filed as its complainant would. Named and not grave: the ministry leads."""
        name, email = more.pop("name", "أمل السالم"), more.pop("email", "amal@people.test")
        filed = submit(
            sent=Submission(
                state=state,
                mode=mode,
                matter=more.pop("matter", "complaint"),
                narrative=narrative,
                language="ar",
                categories=tuple(categories),
                name="" if mode == "anonymous" else name,
                email="" if mode == "anonymous" else email,
                **more,
            ),
            key=factories.key(),
            now=now or timezone.now(),
        )
        self.codes[filed.reference] = filed.code
        return self.get(filed.reference, state)

    def get(self, reference, state="BH"):
        with tenancy.within(state):
            return Complaint.objects.get(reference=reference)

    def move(self, case, action, by, now=None, country="bh", **given):
        """Carry a case along as somebody would."""
        person = staff(getattr(self.world, country).people[by])
        return advance(
            case=case.pk, action=action, by=person, given=Given(**given), now=now or timezone.now()
        )

    def assign(self, case, to, by, country="bh"):
        person = getattr(self.world, country).people[to].pk
        return self.move(case, "assign", by, country=country, person=person)


@pytest.fixture
def led(desk):
    """A case the ministry leads, assigned to Basil by his supervisor."""
    case = desk.file()
    desk.assign(case, "reviewer", "supervisor")
    return case


@pytest.fixture
def protected(desk):
    """A confidential case the NHRI leads, assigned to Dalia by the head."""
    case = desk.file(mode="confidential")
    desk.move(case, "assign", "head", person=desk.world.bh.people["nhri"].pk)
    return case


@pytest.fixture
def now():
    return timezone.now()


def days_ago(count):
    return timezone.now() - timedelta(days=count)


def url(case, *rest, language="en"):
    return "/".join(["", language, "desk", case.reference, *rest, ""])
