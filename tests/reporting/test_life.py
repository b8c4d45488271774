"""The life of a report: who takes which step when, what silence does, what is frozen, corrected, told."""

import itertools
import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction

from accounts import selectors as accounts
from accounts.actor import SYSTEM, Refused
from common import tenancy
from record.models import Entry, Outbox
from reporting import companions, scopes, services
from reporting.models import Comment, Dossier, DossierStage, Report
from reporting.periodic import comments, life, narratives, page, turns, words
from reporting.periods import Period
from reporting.services import NotPossible
from tests.reporting import lives
from tests.reporting.conftest import LAYERS, NOW

YEAR = Period(date(2017, 5, 1), date(2018, 4, 30))
PEOPLE = ("reviewer", "supervisor", "nhri", "head", "liaison", "auditor", "admin", "registry")
ACTS = {
    "open": life.open_comments,
    "end_ministry": life.end_ministry,
    "issue": life.issue,
    "publish": life.publish,
}
LEGAL = {
    # stage → action → who; the system besides, once a term is over
    "draft": {"open": {"supervisor", "head", "liaison"}},
    "ministry": {"end_ministry": {"supervisor"}},
    "nhri": {"issue": {"liaison"}},
    "issued": {},
    "published": {},
}


@pytest.fixture(autouse=True)
def _quick_pages(monkeypatch):
    """Laying out real pages is slow and seen elsewhere; here every form is the JSON of what is printed."""
    monkeypatch.setattr(
        services,
        "forms",
        lambda content, **_given: dict.fromkeys(services.FORMS, companions.as_json(content)),
    )


@pytest.fixture(scope="module")
def layers():
    return {**LAYERS, "dossier": _draft}


def _draft(made):
    with tenancy.within("BH"):
        return services.gather(scope=scopes.of_state("BH"), period=YEAR, by=SYSTEM, now=NOW)


@pytest.fixture
def dossier(scene, imported):
    """The draft of Bahrain's published year."""
    return scene.dossier


def put(dossier, stage):
    """A dossier at a stage, as the database would hold it."""
    when = {"ministry_due_at": NOW, "nhri_due_at": NOW}
    final = stage in ("issued", "published")
    when |= {"issued_at": NOW, "issued_by": "x"} if final else {}
    when |= {"published_at": NOW, "published_by": "x"} if stage == "published" else {}
    Dossier.objects.filter(pk=dossier.pk).update(stage=stage, **when)
    return Dossier.objects.get(pk=dossier.pk)


@pytest.mark.parametrize("stage", list(LEGAL))
def test_every_step_is_for_those_of_the_table_alone(dossier, world, stage):
    at = put(dossier, stage)
    for action, act in ACTS.items():
        allowed = LEGAL[stage].get(action, set())
        for who in [*PEOPLE, "stranger"]:
            by = world.eg.actor("liaison") if who == "stranger" else world.bh.actor(who)
            assert life.may(at, action, by) == (who in allowed), (action, who)
            point = transaction.savepoint()
            if who in allowed:
                act(dossier=at, by=by, now=NOW)
            else:
                with pytest.raises((Refused, NotPossible)):
                    act(dossier=at, by=by, now=NOW)
            transaction.savepoint_rollback(point)
            assert Dossier.objects.get(pk=at.pk).stage == stage


def test_silence_blocks_nothing_and_is_printed(dossier, world):
    calendar = accounts.calendar(accounts.state("BH"))
    life.open_comments(dossier=dossier, by=world.bh.actor("liaison"), now=NOW)
    dossier.refresh_from_db()
    due = calendar.add_working_days(NOW, 15)
    assert dossier.ministry_due_at == due

    with tenancy.within("BH"):
        assert life.sweep("BH", now=due - timedelta(seconds=1)) == 0
        assert life.sweep("BH", now=due) == 1
        assert life.sweep("BH", now=due) == 0
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.ministry_ended_by) == ("nhri", "system")
    second = calendar.add_working_days(due, 15)
    assert dossier.nhri_due_at == second
    with pytest.raises(NotPossible):
        life.issue(dossier=dossier, by=SYSTEM, now=second - timedelta(seconds=1))

    with tenancy.within("BH"):
        assert life.sweep("BH", now=second) == 1
    dossier.refresh_from_db()
    assert dossier.is_by_silence
    said = json.loads(dossier.words)
    assert said["comments"] == {"ministry": [], "nhri": []}
    assert (said["issue"]["by_silence"], said["issue"]["issued_by"]) == (True, "")


def test_once_its_last_page_is_made_it_is_published_in_both_languages(dossier, world):
    at = lives.issue(dossier, now=NOW)
    assert Report.objects.published().count() == 0
    lives.work(now=at)
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.published_by) == ("published", "system")
    assert sorted(row.language for row in Report.objects.published()) == ["ar", "en"]
    assert not Report.objects.filter(edition="internal").exists()  # made when somebody wants it
    with tenancy.within("BH"):
        told = list(
            Entry.objects.filter(stream=dossier.stream).order_by("seq").values_list("what", flat=True)
        )
    assert told[:4] == ["frozen", "opened", "ministry_ended", "issued"]
    assert (told.count("rendered"), told[-1]) == (2, "published")


def test_the_internal_edition_has_the_same_words_whenever_it_is_made(dossier, world):
    at = lives.issue(dossier, now=NOW)
    with tenancy.within("BH"):
        public = dossier.reports.get(language="ar")
        services.render(report=public, now=at)
        late = services.make(
            dossier=dossier, edition="internal", language="ar", by=world.bh.actor("head"), now=at
        )
        services.render(report=late, now=at + timedelta(days=9))
        one, other = (json.loads(bytes(report.files.get(kind="json").body)) for report in (public, late))
    assert one["words_sha256"] == other["words_sha256"] == dossier.words_sha256
    assert (one["edition"], other["edition"]) == ("public", "internal")


def test_the_same_figures_and_words_give_the_same_bytes(dossier, world):
    at = lives.issue(dossier, now=NOW)
    with tenancy.within("BH"):
        report = dossier.reports.get(language="en")
        services.render(report=report, now=at)
        before = list(report.files.values_list("kind", "sha256"))
        services.lay_out_again(dossier, now=at)
        assert not report.files.exists()
        services.render(report=report, now=at + timedelta(days=3))
        assert list(report.files.values_list("kind", "sha256")) == before
    assert len(before) == 4


# --- comments -----------------------------------------------------------------------------------


def say(dossier, by, text="مع التقدير", place="deadlines", now=NOW, **more):
    return comments.add(dossier=dossier, place=place, text=text, by=by, now=now, **more)


@pytest.mark.parametrize("stage", list(LEGAL))
def test_an_institution_speaks_in_its_turn_alone(dossier, world, stage):
    at = put(dossier, stage)
    speakers = {"ministry": {"supervisor"}, "nhri": {"head", "liaison"}}.get(stage, set())
    for who in PEOPLE:
        by = world.bh.actor(who)
        assert comments.may_comment(by, at) == (who in speakers), who
        if who in speakers:
            assert say(at, by).side == stage
        else:
            with pytest.raises((Refused, NotPossible)):
                say(at, by)
    with pytest.raises(Refused):
        say(at, world.eg.actor("supervisor"))
    with tenancy.within("BH"):
        assert Comment.objects.count() == len(speakers)
    assert not Comment.objects.exists(), "outside the state there is no row of it"


def test_who_reads_a_comment_and_when(dossier, world):
    readers = ("supervisor", "head", "liaison", "auditor")
    at = put(dossier, "ministry")
    say(at, world.bh.actor("supervisor"))

    def read():
        with tenancy.within("BH"):
            return {who: comments.visible_to(world.bh.actor(who), at).count() for who in readers}

    assert read() == {"supervisor": 1, "head": 0, "liaison": 0, "auditor": 0}
    at = put(dossier, "nhri")
    say(at, world.bh.actor("liaison"))
    assert read() == {"supervisor": 1, "head": 2, "liaison": 2, "auditor": 1}
    at = put(dossier, "issued")
    assert read() == {"supervisor": 2, "head": 2, "liaison": 2, "auditor": 2}
    assert comments.visible_to(world.eg.actor("liaison"), at).count() == 0


def test_what_is_printed_says_where_by_whom_in_answer_to_what(dossier, world):
    supervisor, liaison = world.bh.actor("supervisor"), world.bh.actor("liaison")
    at = put(dossier, "ministry")
    first = say(at, supervisor, "Two more officers came")
    gone = say(at, supervisor, "never mind", place="")
    comments.settle(comment=gone.pk, by=supervisor, now=NOW)
    at = put(dossier, "nhri")
    with pytest.raises(Refused):
        comments.settle(comment=first.pk, by=liaison, now=NOW)
    say(at, liaison, "We saw them", answers=first.pk, place="elsewhere")
    life.issue(dossier=at, by=liaison, now=NOW)
    at.refresh_from_db()

    printed = json.loads(at.words)["comments"]

    assert [row["text"] for row in printed["ministry"]] == ["Two more officers came"]
    answer = printed["nhri"][0]
    assert "answer" in answer["where"]["en"]
    assert answer["by"]["ar"] == "المؤسسة الوطنية"
    assert answer["on"] == "2026-11-21"
    assert str(liaison.user_id) not in at.words
    with tenancy.within("BH"):
        chained = " ".join(Entry.objects.filter(stream=at.stream).values_list("details", flat=True))
    assert "officers" not in chained


def test_a_comment_stands_beside_what_it_is_about_and_its_answer_behind_it(dossier, world):
    supervisor, liaison = world.bh.actor("supervisor"), world.bh.actor("liaison")
    at = put(dossier, "ministry")
    later = (NOW + timedelta(minutes=minute) for minute in itertools.count())
    for place in ("t-balance_complaint", "i-3.P.1", "deadlines", "", "t-gone"):
        say(at, supervisor, f"about {place}", place=place, now=next(later))
    first = say(at, supervisor, "asked", place="t-balance_complaint", now=next(later))
    say(at, supervisor, "after", place="t-balance_complaint", now=next(later))
    at = put(dossier, "nhri")
    say(at, liaison, "answered", answers=first.pk, now=next(later))
    with tenancy.within("BH"):
        shown = page.desk(at, "internal", liaison)

    def words(part):
        return [row["row"].text for row in part["remarks"]]

    sections = {one["key"]: one for one in shown["sections"]}
    tables = {one["key"]: words(one) for one in sections["complaints"]["tables"]}
    assert tables.pop("balance_complaint") == ["about t-balance_complaint", "asked", "answered", "after"]
    assert not any(tables.values())
    assert words(sections["deadlines"]) == ["about deadlines"]
    assert len(sections["complaints"]["comments"]) == 4
    measures = [words(one) for group in sections["plan"]["groups"] for one in group["measures"]]
    assert [said for said in measures if said] == [["about i-3.P.1"]]
    assert [row["row"].text for row in shown["general"]] == ["about ", "about t-gone"], "nothing is lost"


# --- narratives ---------------------------------------------------------------------------------


def write(dossier, by, text="A visit", revision=0, language="en", **more):
    given = {"section": "features", "language": language, "text": text, "revision": revision, **more}
    return narratives.write(dossier=dossier, by=by, now=NOW, **given)


@pytest.mark.parametrize("stage", list(LEGAL))
def test_who_writes_words_and_until_when(dossier, world, stage):
    at = put(dossier, stage)
    late = {"nhri": {"supervisor"}, "issued": set(PEOPLE), "published": set(PEOPLE)}.get(stage, set())
    for who in PEOPLE:
        point = transaction.savepoint()
        if who in {"supervisor", "head", "liaison"} - late:
            assert write(at, world.bh.actor(who)).revision == 1
        else:
            with pytest.raises((Refused, NotPossible)):
                write(at, world.bh.actor(who))
        transaction.savepoint_rollback(point)
    with pytest.raises(Refused):
        write(at, world.eg.actor("liaison"))


def test_nobody_saves_over_words_they_did_not_see(dossier, world):
    write(dossier, world.bh.actor("liaison"), "First")
    with pytest.raises(narratives.Overtaken) as overtaken:
        write(dossier, world.bh.actor("head"), "Mine")
    assert overtaken.value.row.text == "First"
    assert write(dossier, world.bh.actor("head"), "Both", revision=1).revision == 2
    with tenancy.within("BH"):
        assert words.of(dossier)["narratives"] == {"features": {"en": "Both"}}


# --- corrected versions -------------------------------------------------------------------------

CHANGES = {"ar": "صُحّح عدد", "en": "A number was corrected"}


def test_a_correction_is_a_new_version_and_the_old_one_stays(dossier, world):
    liaison = world.bh.actor("liaison")
    write(dossier, liaison, about_numbers="Article 3 of the law")
    old = lives.publish(
        services.request(dossier=dossier, edition="public", language="ar", by=SYSTEM, now=NOW), now=NOW
    )
    before = dict(old.files.values_list("kind", "sha256"))
    dossier.refresh_from_db()

    made = life.correct(dossier=dossier, changes=CHANGES, by=liaison, now=NOW)

    assert (made.version, made.stage, made.corrects_id) == (2, "draft", dossier.pk)
    with tenancy.within("BH"):
        assert words.of(made)["narratives"] == {"features": {"en": "A visit"}, "changes": CHANGES}
        assert made.narratives.get(section="features").about_numbers == "Article 3 of the law"
    new = lives.publish(
        services.request(dossier=made, edition="public", language="ar", by=SYSTEM, now=NOW), now=NOW
    )
    assert new.stem.endswith("-v2")
    assert dict(old.files.values_list("kind", "sha256")) == before
    assert Dossier.objects.published().count() == 2


@pytest.mark.parametrize("who", ["supervisor", "head", "reviewer", "auditor"])
def test_only_the_liaison_corrects(dossier, world, who):
    with pytest.raises(Refused):
        life.correct(dossier=put(dossier, "published"), changes=CHANGES, by=world.bh.actor(who), now=NOW)


def test_only_the_newest_issued_version_is_corrected_and_it_says_why(dossier, world):
    liaison = world.bh.actor("liaison")
    with pytest.raises(NotPossible):
        life.correct(dossier=dossier, changes=CHANGES, by=liaison, now=NOW)
    at = put(dossier, "published")
    with pytest.raises(NotPossible):
        life.correct(dossier=at, changes={"ar": "x", "en": ""}, by=liaison, now=NOW)
    with pytest.raises(Refused):
        life.correct(dossier=at, changes=CHANGES, by=world.eg.actor("liaison"), now=NOW)
    life.correct(dossier=at, changes=CHANGES, by=liaison, now=NOW)
    with pytest.raises(NotPossible):
        life.correct(dossier=at, changes=CHANGES, by=liaison, now=NOW)


# --- the region ---------------------------------------------------------------------------------


def test_the_regions_report_is_issued_and_published_by_the_analyst(imported, world, analyst):
    with tenancy.within("XX"):
        dossier = services.gather(scope=scopes.REGIONAL, period=YEAR, by=analyst, now=NOW)
    assert (dossier.internal, dossier.editions) == (None, ["public"])
    for act in (life.open_comments, life.end_ministry, life.publish):
        with pytest.raises((Refused, NotPossible)):
            act(dossier=dossier, by=analyst, now=NOW)
    with pytest.raises(Refused):
        life.issue(dossier=dossier, by=world.bh.actor("liaison"), now=NOW)
    life.issue(dossier=dossier, by=analyst, now=NOW)
    dossier.refresh_from_db()
    assert "comments" not in json.loads(dossier.words)
    with pytest.raises(NotPossible):
        life.publish(dossier=dossier, by=analyst, now=NOW)  # its pages are not made yet
    lives.work(now=NOW)
    dossier.refresh_from_db()
    assert dossier.stage == DossierStage.ISSUED  # the system does not publish the region's
    life.publish(dossier=dossier, by=analyst, now=NOW)
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.published_by) == ("published", analyst.id)


# --- telling ------------------------------------------------------------------------------------


def test_those_whose_turn_it_is_get_a_letter_that_says_nothing(dossier, world):
    life.open_comments(dossier=dossier, by=world.bh.actor("liaison"), now=NOW)
    lives.work(now=NOW)
    assert {to for letter in mail.outbox for to in letter.to} == {world.bh.people["supervisor"].email}
    dossier.refresh_from_db()
    assert "2018" not in mail.outbox[0].body
    mail.outbox.clear()
    life.end_ministry(dossier=dossier, by=world.bh.actor("supervisor"), now=NOW)
    lives.work(now=NOW)
    expected = {world.bh.people[who].email for who in ("liaison", "head")}
    assert {to for letter in mail.outbox for to in letter.to} == expected


def test_a_letter_that_is_overtaken_is_not_sent(dossier, world):
    life.open_comments(dossier=dossier, by=world.bh.actor("liaison"), now=NOW)
    dossier.refresh_from_db()
    life.end_ministry(dossier=dossier, by=world.bh.actor("supervisor"), now=NOW)
    waiting = Outbox.objects.filter(topic=turns.TURN, key__endswith="ministry")
    for subject in waiting.values_list("subject", flat=True):
        turns.deliver(subject)
    assert mail.outbox == []
