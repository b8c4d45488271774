"""What a review says reaches whoever must carry it out, and its complainant reads no decision that never stood."""

from django.test import Client

from complaints import sealing
from complaints.casework.services import Given
from complaints.casework.step import Ground
from complaints.models import Text
from complaints.tracking import telling
from complaints.vocabulary import Stage
from record.models import Entry
from tests.procedure.test_unseen import next_of
from tests.workflow.scene import NOW

OLD, NEW, WHY = "No evidence was found", "Ask the centre for its medicine book", "The register says otherwise"


def decided(at):
    """By the ministry, before the NHRI has looked at it."""
    at.put(Stage.INVESTIGATING)
    row = at.allegation
    found = {row.pk: ("not_substantiated", "")}
    at.move("propose_finding", "reviewer", Given(findings=found, reason="Proposed"))
    assert next_of(at.world, at.row(), "reviewer") is None  # it waits for somebody else
    at.move("approve_findings", "supervisor", Given(message=OLD))
    at.move("send_to_review", "nhri", Given(reason="Nobody asked the centre"))
    return row


def page_of(world, at, name):
    client = Client()
    client.force_login(world.bh.people[name])
    return client.get(f"/en/desk/{at.row().reference}/").content.decode()


def tracked(at):
    return Client().post("/en/complaints/track/", {"code": at.code}).content.decode()


def test_the_desk_reads_what_it_must_find_out_again_and_the_complainant_no_decision_that_never_stood(
    opened, world
):
    at = opened("ministry")
    decided(at)
    assert OLD not in tracked(at)
    at.move("overturn", "head", Given(choice="investigating", message=NEW))
    for name in ("reviewer", "supervisor"):
        assert NEW in page_of(world, at, name), name
    page = tracked(at)
    assert NEW in page
    assert OLD not in page


def test_the_desk_reads_the_new_findings_with_their_reasons_and_the_complainant_once_told(opened, world):
    at = opened("ministry")
    row = decided(at)
    found = Given(
        choice="decided",
        message=NEW,
        findings={row.pk: ("substantiated", "")},
        grounds={row.pk: Ground(standard="balance", reasons=WHY)},
    )
    at.move("overturn", "head", found)
    shown = page_of(world, at, "reviewer")
    assert NEW in shown
    assert WHY in shown
    assert NEW not in tracked(at)
    at.move("notify_outcome", "reviewer")
    page = tracked(at)
    assert NEW in page
    assert OLD not in page


def test_where_the_nhri_leads_a_review_stays_with_it(opened, world):
    at = opened("independent")
    at.put(Stage.UNDER_REVIEW)
    at.move("overturn", "head", Given(choice="investigating", message=NEW))
    text = Text.objects.get(complaint=at.case, kind="reasons")
    assert not sealing.open_case(at.row(), world.bh.actor("supervisor").keyring).opens(text)
    assert NEW in tracked(at)


def test_reasons_are_told_by_a_notice_and_stay_told_whatever_follows():
    def told(*steps, written, is_notified=False):
        entries = [
            Entry(what=step.split(">")[0], details=f'{{"to": "{step.partition(">")[2]}"}}', at=NOW)
            for step in steps
        ]
        return telling.told(entries, written, is_notified=is_notified)

    again, anew = "overturn>investigating", "overturn>decided"
    assert told("approve_findings", "notify_outcome", again, written=2) == [True, True]
    assert told("approve_findings", again, written=2) == [False, True]
    assert told("approve_findings", anew, written=2) == [False, False]
    assert told("approve_findings", anew, "notify_outcome", written=2, is_notified=True) == [False, True]
    assert told("approve_findings", "uphold", "notify_outcome", written=2) == [True, True]
    assert told("reject", written=1) == [True]
    assert told("approve_findings", written=2, is_notified=True) == [True, True]  # from elsewhere
