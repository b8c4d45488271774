"""Changing how one is known: what it takes away, what it gives, what it erases."""

import json

import pytest

from common.boxes import Tampered
from complaints import rebuilding, sealing
from complaints.casework import selectors
from complaints.casework.services import Given, Missing
from complaints.models import Clock, Docket, Person, SearchText, Text
from complaints.moves import Guard
from complaints.vocabulary import Part, Stage
from record.models import Entry
from tests.modes.conftest import change, ministry, recipients
from tests.workflow.scene import NOW
from vault.models import Grant


def words(at, name, text):
    actor = at.actors[name]
    return sealing.open_case(at.row(), actor.keyring).of(text).unseal(f"text:{text.pk}", text.body)


def narrative(at):
    return Text.objects.get(complaint=at.case, kind="narrative")


def test_confidential_takes_the_case_from_the_ministry(opened, world):
    at = opened("ministry")
    assert recipients(at.case, "identity") & ministry(world)

    change(at, "confidential")

    case = at.row()
    assert (case.mode, case.route, case.is_released) == ("confidential", "3b", False)
    assert not Docket.objects.filter(complaint=at.case, institution=world.bh.moi).exists()
    assert Docket.objects.get(complaint=at.case, institution=world.bh.nhri).standing == "lead"
    assert not SearchText.objects.filter(complaint=at.case).exists()
    for part in Part:
        assert not recipients(at.case, part) & ministry(world)
    assert selectors.docket(world.bh.actor("supervisor"), case.reference) is None
    assert rebuilding.differences("BH") == []


def test_what_the_ministry_read_stays_with_whoever_may_read_it(opened):
    at = opened("ministry")
    change(at, "confidential")
    text = narrative(at)
    assert "kicked the door" in words(at, "nhri", text)
    assert "kicked the door" in words(at, "amal", text)
    assert sealing.part_of(text, at.row()) == Part.ORIGINAL


def test_a_key_kept_by_the_ministry_opens_nothing_that_comes_later(opened, world):
    at = opened("ministry")
    supervisor = at.actors["supervisor"]
    kept = sealing.open_case(at.row(), supervisor.keyring)
    kept_text, kept_name = kept.key(Part.RELEASED), kept.key(Part.IDENTITY)

    change(at, "confidential")
    at.move("release", "head", Given(text="A text without names"))

    new = Text.objects.get(complaint=at.case, kind="released")
    with pytest.raises(Tampered):
        kept_text.unseal(f"text:{new.pk}", new.body)
    with pytest.raises(Tampered):
        kept_name.unseal("complainant", Person.objects.get(complaint=at.case).identity)
    again = sealing.open_case(at.row(), world.bh.actor("supervisor").keyring)
    assert again.of(new).unseal(f"text:{new.pk}", new.body) == "A text without names"
    assert not again.opens(narrative(at))  # the first text is not given back with the second


def test_a_category_takes_the_first_text_for_good(opened, world):
    at = opened("ministry")
    at.move("recategorise", "nhri", Given(categories=("TOR",), reason="Beaten"))
    at.move("consent_to_release", "amal")
    at.move("release", "head", Given(text="A text without names"))
    again = sealing.open_case(at.row(), world.bh.actor("supervisor").keyring)
    assert Part.RELEASED in again
    assert not again.opens(narrative(at))


def test_anonymous_erases_the_name_and_keeps_days(opened, world):
    at = opened("ministry")
    old = bytes(Person.objects.get(complaint=at.case).identity)
    kept = sealing.open_case(at.row(), at.actors["head"].keyring).key(Part.IDENTITY)
    assert json.loads(kept.unseal("complainant", old))["name"] == "Amal Example"

    entry = change(at, "anonymous")

    case = at.row()
    assert not Person.objects.filter(complaint=at.case).exists()
    assert not Grant.objects.filter(subject=at.case, part="identity").exists()
    assert case.filed_at is None
    assert (entry.at.hour, entry.at.minute) == (0, 0)
    own = Text.objects.filter(complaint=at.case, by=f"receipt:{at.case}").values_list("at", flat=True)
    assert {(moment.hour, moment.minute) for moment in own} == {(0, 0)}
    clocks = Clock.objects.filter(complaint=at.case).values_list("started_at", flat=True)
    assert {(moment.hour, moment.minute) for moment in clocks} == {(0, 0)}
    assert "Amal" not in "".join(Entry.objects.filter(stream=case.stream).values_list("details", flat=True))
    assert rebuilding.differences("BH") == []


def test_without_a_name_again_with_one(opened, world):
    at = opened("ministry")
    change(at, "anonymous")
    with pytest.raises(Missing):
        change(at, "named")
    change(at, "named", name="Amal Again", phone="+973 0000 1111")
    case = at.row()
    assert (case.mode, case.route, case.is_released) == ("named", "3e", True)
    for name in ("head", "supervisor"):
        key = sealing.open_case(case, world.bh.actor(name).keyring).key(Part.IDENTITY)
        assert "Amal Again" in key.unseal("complainant", Person.objects.get(complaint=at.case).identity)
    given = Text.objects.get(complaint=at.case, kind="released")
    assert "kicked the door" in words(at, "supervisor", given)
    assert SearchText.objects.filter(complaint=at.case).exists()
    assert rebuilding.differences("BH") == []


def test_after_admission_the_independent_body_keeps_the_lead(opened, world):
    at = opened("independent")
    at.move("acknowledge", "nhri")
    at.move("admit", "nhri")
    change(at, "named")
    case = at.row()
    assert case.route == "3e-kept"
    assert Docket.objects.get(complaint=at.case, institution=world.bh.nhri).standing == "lead"
    assert not recipients(at.case, "identity") & ministry(world)
    assert Docket.objects.filter(complaint=at.case, institution=world.bh.moi).exists()  # released before
    assert Text.objects.filter(complaint=at.case, kind="released").count() == 1


@pytest.mark.parametrize("mode", ["confidential", "anonymous", "named"])
@pytest.mark.parametrize("kind", ["ministry", "independent"])
def test_a_grave_case_never_goes_to_the_ministry_by_a_change(opened, world, kind, mode):
    at = opened(kind, categories=("TOR",)) if kind == "independent" else opened(kind)
    if kind == "ministry":
        at.move("recategorise", "nhri", Given(categories=("TOR",), reason="Beaten"))
    if at.row().mode == mode:
        return
    change(at, mode, name="Amal")
    assert Docket.objects.get(complaint=at.case, standing="lead").institution == world.bh.nhri
    assert not recipients(at.case, "identity") & ministry(world)
    assert not recipients(at.case, "original") & ministry(world)
    if mode == "named":
        assert not recipients(at.case, "released") & ministry(world)  # agreed to by nobody


@pytest.mark.parametrize("mode", ["named", "", "confidental", "NAMED"])
def test_only_another_way_that_exists_is_taken(opened, mode):
    at = opened("ministry")
    with pytest.raises(Missing):
        change(at, mode)


def test_confidential_is_not_offered_where_nobody_keeps_it(world):
    from accounts.answering import Mandate
    from tests.workflow import scene as scenes

    with scenes.within_bh():
        at = scenes.scene(world, "ministry")
        Mandate.objects.filter(institution=world.bh.nhri).delete()
        with pytest.raises(Missing):
            change(at, "confidential")


def test_a_question_to_whoever_lost_the_case_waits_for_nobody(opened):
    at = opened("ministry")
    at.put(Stage.AWAITING_ANSWER)
    at.ask(NOW)
    change(at, "confidential")
    clock = Clock.objects.get(complaint=at.case, kind="authority_answer")
    assert clock.is_dropped
    at.move("proceed_on_silence", "nhri", Given(reason="The ministry has the case no more"))
    assert at.row().stage == "investigating"


def test_each_change_stands_in_the_record(opened):
    at = opened("ministry")
    entry = change(at, "confidential")
    assert json.loads(entry.details)["mode"] == "confidential"
    assert json.loads(entry.details)["mode_before"] == "named"
    assert entry.by == f"receipt:{at.case}"


def test_the_ministry_reads_no_answer_to_the_check(opened, world):
    at = opened("ministry")
    at.set(Guard.SAFETY_ASKED, holds=True)
    at.move("answer_safety", "amal", Given(safety="harmed", message="They called my brother"))
    text = Text.objects.get(complaint=at.case, kind="safety")
    assert text.part == Part.ORIGINAL
    assert "They called my brother" in words(at, "nhri", text)
    for name in ("reviewer", "supervisor"):
        assert not sealing.open_case(at.row(), world.bh.actor(name).keyring).opens(text)
