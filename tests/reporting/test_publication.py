"""What may be said in public beside what is: days are told once, and numbers in words are asked about."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.actor import SYSTEM
from common import tenancy
from reporting import scopes, services, snapshot
from reporting.models import Dossier
from reporting.periodic import life, numbers
from reporting.periods import Period
from reporting.services import NotPossible
from tests.reporting.conftest import NOW
from tests.reporting.test_statistics import SPRING, receive

PUBLISHED = Period(date(2017, 5, 1), date(2018, 4, 30))
BAHRAIN = scopes.Scope("BH", "BH")


def ask(scope, period, edition="public"):
    return services.ask(
        scope=scope, edition=edition, period=period, language="ar", by=SYSTEM, now=NOW
    ).dossier


# --- days before the first closed quarter -------------------------------------------------------


def test_what_was_told_of_some_days_is_not_told_in_another_cut(imported, english):
    body = scopes.of_institution("bh-ombudsman")
    ombudsmans, regions = ask(body, PUBLISHED), ask(scopes.REGIONAL, PUBLISHED)  # a draft binds nobody
    life.open_comments(dossier=ask(BAHRAIN, PUBLISHED), by=SYSTEM, now=NOW)

    assert ask(BAHRAIN, PUBLISHED).public is not None, "the same cut again is the same report"
    for scope, period in (
        (body, PUBLISHED),
        (BAHRAIN, Period(date(2017, 1, 1), date(2017, 12, 31))),
        (BAHRAIN, Period(date(2018, 4, 1), date(2018, 6, 30))),
        (scopes.REGIONAL, PUBLISHED),
    ):
        with pytest.raises(NotPossible, match="Another public report"):
            ask(scope, period)
    with pytest.raises(NotPossible, match="Another public report"):
        life.open_comments(dossier=ombudsmans, by=SYSTEM, now=NOW)
    with pytest.raises(NotPossible, match="Another public report"):
        life.issue(dossier=regions, by=SYSTEM, now=NOW)
    ask(BAHRAIN, Period(date(2016, 5, 1), date(2017, 4, 30)))  # other days
    ask(body, PUBLISHED, "internal")


def test_what_the_region_told_no_state_tells_in_another_cut(imported, english):
    regional = ask(scopes.REGIONAL, PUBLISHED)
    cut = Period(date(2017, 1, 1), date(2017, 12, 31))
    ask(BAHRAIN, cut)
    Dossier.objects.filter(pk=regional.pk).update(stage="issued", issued_at=NOW, issued_by="system")

    with pytest.raises(NotPossible, match="Another public report"):
        ask(BAHRAIN, cut)


def test_a_correction_of_what_was_never_public_is_no_way_around(imported, world, english):
    body, issued = scopes.of_institution("bh-ombudsman"), {"issued_at": NOW, "issued_by": "system"}
    internal, liaison = ask(BAHRAIN, PUBLISHED), world.bh.actor("liaison")
    Dossier.objects.filter(pk=internal.pk).update(public=None, stage="issued", **issued)
    other = Dossier.objects.filter(pk=ask(body, PUBLISHED).pk)  # a draft, when the correction begins
    corrected = life.correct(dossier=internal, changes={"ar": "عدد", "en": "A number"}, by=liaison, now=NOW)
    assert corrected.public is not None
    other.update(stage="issued", **issued)

    with pytest.raises(NotPossible, match="Another public report"):
        life.open_comments(dossier=corrected, by=liaison, now=NOW)
    other.update(stage="draft", issued_at=None, issued_by="")
    life.open_comments(dossier=corrected, by=liaison, now=NOW)


def test_a_comparison_tells_of_other_days_what_is_public(imported):
    def before():
        made = ask(BAHRAIN, Period(date(2018, 5, 1), date(2019, 4, 30)))
        with tenancy.within("BH"):
            told = [snapshot.companion(one)["comparison"]["previous"] for one in (made.internal, made.public)]
        return [one["complaint"] for one in told]

    exact, untold = before()
    out = {"issued_at": NOW, "issued_by": "system", "published_at": NOW, "published_by": "system"}
    published = ask(BAHRAIN, PUBLISHED)
    Dossier.objects.filter(pk=published.pk).update(stage="published", **out)

    assert (exact > 100, untold) == (True, None)
    assert before() == [exact, snapshot.companion(published.public)["intake"]["complaint"]]


def test_a_liaison_is_told_why_there_is_no_public_edition(imported, world, client, english):
    with tenancy.within("BH"):
        life.open_comments(
            dossier=ask(BAHRAIN, Period(date(2025, 1, 1), date(2025, 12, 31))), by=SYSTEM, now=NOW
        )
    client.force_login(world.bh.people["liaison"])
    sent = client.post(
        "/en/desk/reports/",
        {"scope": "bh-ombudsman", "period": "2025-01-01_2025-12-31", "language": "ar", "edition": "public"},
    )

    assert sent.status_code == 422
    assert "Another public report covers some of these days" in sent.content.decode()


# --- numbers in words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("There were 3 women", [3]),
        ("كانت ٣ شكاوى من نساء", [3]),
        ("ثلاث نساء وأربعة رجال", [3]),
        ("three of them", [3]),
        ("زرنا 12 مكانًا و3 سجون وبـ٢٨ سجينًا", [3, 28]),
        ("وثلاثة منهم، والثلاث الأخر، وللثلاثة", [3]),
        ("3 and 28 and 4", [3, 28]),
        ("On 3/4/2018, 2018-03-03, 3.5 days, 3% and 3 percent", []),
        ("1. First\n3. Third\n٣. ثالثا", []),
        ("In 2018 there were 280", []),
        ("", []),
    ],
)
def test_only_numbers_that_stand_alone_are_asked_about(text, alike):
    assert numbers.found(text, frozenset({3, 28, 2018})) == alike


def test_a_number_in_the_words_that_equals_a_hidden_one_is_accounted_for(plan, world, client, english):
    receive("BH", SPRING.start, 2, 18)
    dossier = ask(BAHRAIN, SPRING)
    hidden = numbers.hidden(dossier)
    exact, public = (snapshot.companion(made) for made in (dossier.internal, dossier.public))
    assert exact["intake"]["total"] == public["intake"]["total"]
    assert ({2, 18} <= hidden, 20 in hidden) == (True, False)
    printed = json.dumps({**public, "intake": {**public["intake"], "total": 18}})
    elsewhere = SimpleNamespace(internal=dossier.internal, public=SimpleNamespace(content=printed))
    assert 18 not in numbers.hidden(elsewhere), "as likely the one that is printed"
    count = 2
    client.force_login(world.bh.people["liaison"])
    url = reverse("report_words", args=[dossier.pk, "features", "en"])
    words = {"text": f"Article {count} of the law was explained.", "revision": "0"}

    asked = client.post(url, words)
    assert asked.status_code == 422
    assert f"The public edition hides counts of the same size: {count}." in asked.content.decode()
    with tenancy.within("BH"):
        before = dossier.narratives.create(
            state="BH", section="features", language="en", text=words["text"], written_at=NOW
        )
    with pytest.raises(NotPossible, match=r"in these words: 4\. Features"):
        life.open_comments(dossier=dossier, by=SYSTEM, now=NOW)
    with tenancy.within("BH"):
        before.delete()
    assert client.post(url, {**words, "about_numbers": "The article of the law"}).status_code == 303
    with tenancy.within("BH"):
        assert dossier.narratives.get().about_numbers == "The article of the law"
    life.open_comments(dossier=dossier, by=SYSTEM, now=NOW)
    client.force_login(world.bh.people["supervisor"])
    comment = reverse("report_comment", args=[dossier.pk]) + "?at="
    assert client.post(comment, {"text": f"We count {count}."}).status_code == 422
    assert client.post(comment, {"text": "We agree."}).status_code == 303
    Dossier.objects.filter(pk=dossier.pk).update(stage="nhri", nhri_due_at=NOW)
    client.force_login(world.bh.people["liaison"])
    read = client.get(reverse("report_issue", args=[dossier.pk])).content.decode()
    assert "Numbers in the words that equal hidden ones" in read
    assert "The article of the law" in read

    Dossier.objects.filter(pk=dossier.pk).update(stage="issued", issued_at=NOW, issued_by="system")
    correct = reverse("report_correct", args=[dossier.pk])
    changes = {"ar": f"صُحّح {count}", "en": "A number was corrected"}
    assert client.post(correct, changes).status_code == 422
    assert client.post(correct, {**changes, "about_numbers": "A table"}).status_code == 303
    with tenancy.within("BH"):
        told = dossier.correction.narratives.filter(section="changes").values_list("about_numbers", flat=True)
        assert [*told] == ["A table", "A table"]
