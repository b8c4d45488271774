"""A clerk writes down what somebody tells: who may take what, what stays readable, where the receipt goes."""

import itertools
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.actor import Refused
from accounts.models import Unit
from accounts.roles import PERMISSIONS, Permission, Role
from common import tenancy
from complaints import sealing, tallies
from complaints.casework.selectors import visible_to as dockets_of
from complaints.intake.registering import selectors, services
from complaints.intake.services import NotReceived
from complaints.intake.steps import desk as desk_form
from complaints.intake.submission import Submission
from complaints.models import Complaint, Docket, Registration
from complaints.vocabulary import Channel, Handed
from record.models import Entry
from tests import factories
from tests.intake.conftest import output
from tests.intake.walking import Walker
from vault.models import Grant

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
TODAY = NOW.date()
WORDS = "الكلمةالوحيدة"
ARRIVAL = {"brought_by": "person", "channel": "phone", "received_on": "1/11/2026", "language": "ar"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def client_of(world, name, country="bh"):
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(world, country).people[name])
    return client


class Clerk(Walker):
    """A clerk who answers page after page for a caller."""

    def __init__(self, client, language="ar", answers=None):
        told = {"arrival": ARRIVAL, "check": {"read_back": "agreed"}, "story": {"narrative": WORDS}}
        for page, more in (answers or {}).items():
            told[page] = told.get(page, {}) | more
        super().__init__(client, language, told)

    def get(self, address):
        path = address if address.startswith("/") else f"/{self.language}/desk/register/{address}/"
        return super().get(path if not path.endswith("/before/") else path.replace("before", "arrival"))

    def file(self):
        return self.go_to("check").fill()


@pytest.fixture
def hala(world):
    """The NHRI's clerk."""
    return Clerk(client_of(world, "intake"))


@pytest.fixture
def samer(world):
    """The ministry's clerk."""
    return Clerk(client_of(world, "registry"), answers={"known": {"mode": "named"}})


def only_case():
    with tenancy.within("BH"):
        return Complaint.objects.get()


def test_a_clerk_with_a_caller(hala, world):
    hala.file()
    assert hala.slug == "receipt"
    case, clerk = only_case(), world.bh.actor("intake")
    assert (case.channel, str(case.received_on), case.registered_by) == ("phone", "2026-11-01", clerk.id)
    assert case.mode == "confidential"
    assert output(hala.page, "reference") == case.reference
    assert len(output(hala.page, "receipt-code")) == 28
    with tenancy.within("BH"):
        told = {entry.what: json.loads(entry.details) for entry in Entry.objects.filter(stream=case.stream)}
    assert told["register"] == {"channel": "phone", "read_back": "agreed"}


def test_the_pages_are_those_of_the_public_with_one_more_first(hala):
    hala.go_to("check")
    assert hala.seen[0] == "arrival"
    assert hala.seen[1:] == [
        "known",
        "whom",
        "matter",
        "urgent",
        "where",
        "when",
        "story",
        "about",
        "people",
        "evidence",
        "contact",
    ]
    assert hala.answer.content.count(WORDS.encode()) == 1
