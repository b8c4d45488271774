"""Files and letters of a case whose complainant changes how they are known, or makes a complaint of a request."""

import pytest

from common import tenancy
from complaints import notices, sealing
from complaints.casework.services import Given, advance
from complaints.evidence import selectors, services
from complaints.models import Complaint, Evidence, NoticeAddress
from complaints.vocabulary import Part
from record.models import Entry
from tests import factories
from tests.dockets import assert_dockets_repeat_their_cases
from tests.modes.conftest import change, ministry, recipients
from tests.workflow.scene import NOW, filed, holder


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def request_(world):
    """A request with a file and an address for letters, under way at the ministry."""
    case, done = filed(
        matter="assistance",
        assistance_kind="medical_visit",
        notice_email="amal@example.org",
        attachments=(factories.spooled("scan.txt").token,),
    )
    with tenancy.within("BH"):
        person = world.bh.people["reviewer"].pk
        for action, by, given in (
            ("assign", "supervisor", Given(person=person)),
            ("accept", "reviewer", Given()),
        ):
            advance(case=case, action=action, by=world.bh.actor(by), now=NOW, given=given)
    return case, done


def names(case, keyring):
    listed = selectors.of_case(case, sealing.open_case(case, keyring))
    return [row.told.name if row.told else None for row in listed]


COMPLAINS = Given(categories=("TOR",), reason="They beat him there")


def test_the_complainant_takes_files_and_letters_along(world, request_):
    old, done = request_
    amal = holder("BH", old, done.code)
    with tenancy.within("BH"):
        advance(case=old, action="convert", by=amal, now=NOW, given=COMPLAINS)
        was, new = Complaint.objects.get(pk=old), Complaint.objects.get(came_of=done.reference)
        assert_dockets_repeat_their_cases()
        row = Evidence.objects.get()
        assert row.complaint_id == new.pk
        again = holder("BH", new.pk, done.code)
        assert names(new, again.keyring) == ["scan.txt"]
        assert names(new, world.bh.actor("nhri").keyring) == ["scan.txt"]
        assert names(new, world.bh.actor("reviewer").keyring) == [None]
        opened = sealing.open_case(new, again.keyring).key(Part.ORIGINAL)
        assert b"".join(services.content(row, services.described(row, opened))) == b"What I saw"
        assert notices.address_of(new) == "amal@example.org"
        assert not NoticeAddress.objects.filter(complaint=was).exists()
        assert '"files_moved":1' in Entry.objects.get(what="convert").details


def test_files_of_a_request_that_the_ministry_converts_stay_open_to_her_code(world, request_):
    old, done = request_
    with tenancy.within("BH"):
        advance(case=old, action="convert", by=world.basil, now=NOW, given=COMPLAINS)
        was = Complaint.objects.get(pk=old)
        assert Evidence.objects.get().complaint_id == old
        assert names(was, holder("BH", old, done.code).keyring) == ["scan.txt"]
        assert names(was, world.bh.actor("reviewer").keyring) == [None]
        assert '"files_left":1' in Entry.objects.get(what="convert").details


def test_without_a_name_files_open_to_her_and_the_independent_body_alone(opened, world):
    at = opened("ministry")
    at.move("add_evidence", "amal", Given(files=(factories.spooled("my name.txt").token,)))
    row = Evidence.objects.get(complaint=at.case)
    change(at, "anonymous")
    case = at.row()
    allowed = {sealing.receipt(case.pk), sealing.content_key(world.bh.nhri)}
    assert recipients(case.pk, "original") == allowed
    assert not recipients(case.pk, "original") & ministry(world)
    row.refresh_from_db()
    assert (row.at.hour, row.at.minute, row.at.second) == (0, 0, 0)
    assert names(case, at.actors["amal"].keyring) == ["my name.txt"]
    assert names(case, world.bh.actor("nhri").keyring) == ["my name.txt"]
    assert names(case, world.bh.actor("reviewer").keyring) == [None]
