"""The description is true: whatever it allows, and whatever it does not, is answered as it says."""

import pytest
from django.test import Client

from common import tenancy
from complaints.models import Complaint
from config.api import docs, schema
from tests.api import asking
from tests.workflow.scene import filed

SHORT = ("nobody", "program:nhri", "reviewer", "auditor")


@pytest.fixture
def references(world):
    pks = [filed("BH", mode=mode, categories=("FRC",))[0] for mode in ("named", "confidential")]
    with tenancy.within("BH"):
        return list(Complaint.objects.filter(pk__in=pks).values_list("reference", flat=True))


def test_asked_at_random_it_answers_as_described(references, program, person):
    callers = [asking.caller(name, program, person) for name in SHORT]
    told = asking.ask(callers, references, examples=2)
    found = asking.by_status(told)
    assert told.total() > 100, found
    assert {200, 401, 403, 404} <= found.keys(), found
    assert max(found) < 500, found
    assert asking.unheard(callers, told) == []


def test_every_operation_is_told_on_the_page_in_both_languages(db):
    listed = list(docs.operations(schema.description()))
    assert {one.id for one in listed} == set(docs.TITLES)
    assert all(one.told for one in listed)
    for language in ("ar", "en"):
        page = Client().get(f"/{language}/api/docs/")
        assert page.status_code == 200
        text = page.content.decode()
        assert all(one.path in text for one in listed)
        assert "style=" not in text
    assert (
        Client().get("/api/docs/", headers={"Accept-Language": "en"}).headers["Location"] == "/en/api/docs/"
    )


def test_the_description_is_the_same_whoever_asks_first(db):
    answers = [Client().get("/api/schema/", headers={"Accept-Language": one}) for one in ("ar", "en")]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/api/schema/?format=yaml").content.startswith(b"openapi: 3.0.3")
