"""The nine pages, one by one and as a whole."""

import json
import re

import pytest

from accounts.models import Governorate, Unit
from common import receipts, tenancy
from complaints.intake.services import lookup
from complaints.models import Allegation, Complaint, NoticeAddress, Person, Receipt
from tests.factories import institution
from tests.intake.conftest import errors, output
from tests.intake.walking import Walker
from vault import services as vault


@pytest.fixture
def walk(client, world):
    def walk(language="ar", **answers):
        return Walker(client, language, answers)

    return walk


def case_of(walker):
    with tenancy.within("BH"):
        return Complaint.objects.get(reference=output(walker.page, "reference"))


def test_from_the_first_page_to_the_receipt(walk):
    amal = walk().file()
    assert amal.slug == "receipt"
    assert amal.seen == [
        *("before", "known", "whom", "matter", "urgent", "where", "when", "story", "about", "people"),
        *("evidence", "contact"),
    ]
    case = case_of(amal)
    assert (case.mode, case.matter, case.is_held, case.place_type) == (
        "confidential",
        "complaint",
        True,
        "station",
    )
    assert (case.happened_from.isoformat(), case.happened_how) == ("2026-03-14", "exact")
    assert (case.gender, case.consent, case.language) == ("female", "not_needed", "ar")
    assert not [
        name for name in amal.client.cookies if name.startswith("draft") and amal.client.cookies[name].value
    ]


def test_words_are_sealed_and_everybody_is_there(walk):
    amal = walk().file()
    code, case = output(amal.page, "receipt-code"), case_of(amal)
    from accounts.actor import receipt

    by = receipt(state="BH", case=case.pk, seed=receipts.reader_seed(code))
    with tenancy.within("BH"):
        keys = vault.open(
            state="BH", subject=case.pk, keyring=by.keyring, parts=["identity", "original", "released"]
        )
        people = {
            row.role: json.loads(keys.key("identity").unseal(row.role, row.identity))
            for row in Person.objects.filter(complaint=case)
        }
        texts = {
            row.kind: keys.key(row.part).unseal(f"text:{row.pk}", row.body) for row in case.text_set.all()
        }
    assert people["complainant"]["name"] == "أمل تجربة"
    assert people["complainant"]["contact"] == "مساءً فقط"
    assert people["witness"]["name"] == "سلمى"
    assert texts["wish"] == "اعتذار"
