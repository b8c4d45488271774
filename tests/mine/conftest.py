"""Amal with an account of her own, and what is done with it."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.citizens import services
from common import tenancy
from complaints.intake.services import Submission, submit
from complaints.models import Complaint
from tests import factories
from tests.workflow.scene import NOW

PASSWORD = "safina-fi-al-layl"
ADDRESS = "amal@example.org"


@pytest.fixture(autouse=True)
def _tries_counted_from_none():
    cache.clear()


@pytest.fixture
def amal(world):
    return services.open_account(email=ADDRESS, password=PASSWORD, language="ar", now=NOW)


@pytest.fixture
def own(amal):
    """Amal's browser, signed in, her list open."""
    return opened(amal)


def opened(user, password=PASSWORD):
    client = Client()
    client.force_login(user)
    answer = client.post("/en/complaints/mine/open/", {"password": password})
    assert answer.status_code == 303, text(answer)
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", answer.content.decode()))


def file(state="BH", **more):
    """Reference and code of a complaint sent now."""
    sent = {
        "mode": "named",
        "matter": "complaint",
        "narrative": "عصفور على السور",
        "language": "ar",
        "categories": ("LIB",),
        "name": "أمل تجربة",
        **more,
    }
    if sent["mode"] == "anonymous":
        sent["name"] = ""
    filed = submit(sent=Submission(state=state, **sent), key=factories.key(), now=NOW)
    return filed.reference, filed.code


def case_of(reference):
    with tenancy.within(reference[:2]):
        return Complaint.objects.get(reference=reference)


def add(client, code, **more):
    return client.post("/en/complaints/mine/add/", {"code": code, **more}, follow=True)


def shown(client):
    return text(client.get("/en/complaints/mine/"))
