"""The queue as a daily tool: filters together, words, orders, the way from case to case, and tags."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actor import Refused
from common import tenancy
from complaints import tasks
from complaints.casework.queue import finding, saving, tagging
from complaints.casework.queue.finding import Search
from complaints.casework.queue.narrowing import Wanted
from complaints.models import CaseTag, Docket, Notice, SavedSearch, Tag
from record.models import Entry
from tests.casework.conftest import days_ago, url
from tests.casework.test_pages import body, references, statements


def queue(desk, query, name="supervisor"):
    return references(desk(name).get(f"/en/desk/?{query}"))


def chips(page):
    return [
        (re.sub(r"<[^>]+>|\s+", " ", text).strip(), link.replace("&amp;", "&"))
        for link, text in re.findall(r'<a class="chip chip-plain" href="([^"]+)">(.*?)</a>', page, re.S)
    ]


# --- filters and words ----------------------------------------------------------------------------


def test_filters_hold_together_and_each_can_be_taken_away(desk):
    wanted = desk.file(categories=("FRC",), danger=True)
    other = desk.file(categories=("FRC",))
    third = desk.file(danger=True)

    page = body(desk("supervisor").get("/en/desk/?category=FRC&danger=on&order=newest"))
    found = dict(chips(page))

    assert re.findall(r"desk/([^/]+)/[\"?]", page.split("<tbody>")[1])[0] == wanted.reference
    assert ">1 case<" in page
    without_danger = next(link for text, link in found.items() if "danger" in text)
    assert set(queue(desk, without_danger[1:])) == {wanted.reference, other.reference}
    assert "order=newest" in without_danger
    without_subject = next(link for text, link in found.items() if "Subject" in text)
    assert set(queue(desk, without_subject[1:])) == {wanted.reference, third.reference}


def test_more_filters_narrow_by_what_the_row_shows(desk, led):
    held = desk.file(held=True, now=days_ago(12))
    desk.assign(held, "reviewer2", "supervisor")
    holder = desk.world.bh.people["reviewer2"].pk
    today = timezone.localdate()

    assert queue(desk, f"holder={holder}") == [held.reference]
    assert queue(desk, "held=on") == [held.reference]
    assert queue(desk, f"until={today - timedelta(days=10)}") == [held.reference]
    assert queue(desk, f"since={today - timedelta(days=10)}") == [led.reference]
    assert queue(desk, "mode=anonymous") == []
    assert set(queue(desk, "mode=named")) == {held.reference, led.reference}


def test_days_of_arrival_begin_and_end_where_the_state_is(desk):
    evening = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)  # half past eleven in Bahrain
    late, early = desk.file(now=evening), desk.file(now=evening + timedelta(hours=1))

    assert queue(desk, "since=2026-03-02&until=2026-03-02") == [late.reference]
    assert queue(desk, "since=2026-03-03&until=2026-03-03") == [early.reference]


@pytest.mark.parametrize(
    "query",
    [
        "holder=x&tag=9" + "9" * 30 + "&governorate=-1&since=32/13/2026&order=sideways&status=none",
        "holder=00000000-0000-0000-0000-000000000000&tag=1&governorate=1",
    ],
)
def test_filters_that_name_nothing_are_no_error(desk, led, query):
    assert desk("supervisor").get(f"/en/desk/?{query}").status_code == 200


def test_ended_files_are_found_when_asked_for(desk, led):
    ended = desk.file()
    with tenancy.within("BH"):
        Docket.objects.filter(complaint=ended).update(is_open=False)

    assert queue(desk, "order=newest") == [led.reference]
    assert queue(desk, "status=ended") == [ended.reference]
    assert set(queue(desk, "status=all")) == {led.reference, ended.reference}


@pytest.fixture(params=[(1000, 5000), (1, 5000), (1, 1)], ids=["probe", "named", "walked"])
def way(request, monkeypatch):
    """By which of its ways a search finds: in the probe, as an index names it, or by walking on."""
    monkeypatch.setattr(finding, "PROBE", request.param[0])
    monkeypatch.setattr(finding, "MOST_FOUND", request.param[1])


def test_phrases_exclusions_and_broken_plurals(desk, way):
    station = desk.file(narrative="أخذوه إلى مركز الشرطة ثم إلى السجن المركزي")
    prison = desk.file(narrative="ثلاثة سجناء في السجن، والشرطة بعيدة عن المركز")
    both = {station.reference, prison.reference}

    assert queue(desk, 'q="مركز الشرطة"') == [station.reference]
    assert queue(desk, 'q="الشرطة مركز"') == []
    assert queue(desk, 'q="السجن المركزي" "مركز الشرطة"') == [station.reference]
    assert queue(desk, "q=السجن -سجناء") == [station.reference]
    assert queue(desk, 'q=السجن -"مركز الشرطة"') == [prison.reference]
    assert set(queue(desk, 'q=السجن -"الشرطة مركز"')) == both
    assert queue(desk, 'q="مركز الشرطة" -المركزي') == []
    assert set(queue(desk, "q=سجون")) == both


def test_words_go_together_with_filters_in_every_size_of_register(desk, monkeypatch):
    """Found in the probe, by the index, or by walking on: the same cases, in the same order."""
    cases = [desk.file(now=days_ago(30 - n), danger=n % 3 == 0) for n in range(9)]
    desk.file(narrative="شيء آخر", danger=True)
    expected = [case.reference for case in cases if case.reference][::3]
    found = []
    for probe, most in ((1000, 5000), (2, 5000), (5, 1), (2, 1)):  # (5, 1): by walking on past other traits
        monkeypatch.setattr(finding, "PROBE", probe)
        monkeypatch.setattr(finding, "MOST_FOUND", most)
        found.append(queue(desk, "q=دورية&danger=on"))
        with tenancy.within("BH"):
            search = Search(desk.actor("supervisor"), Wanted(words="دورية", danger=True), timezone.now())
            assert (search.count().number, search.count().is_over) == (3, False)
            assert search.pks(2) == search.pks(3)[:2]

    assert found == [expected] * 4
    monkeypatch.setattr(finding, "PROBE", 4)
    monkeypatch.setattr(finding, "PAGE", 2)  # filled before the walk past other traits ends
    monkeypatch.setattr(Search, "_walked", lambda search, most: pytest.fail("the words were not listed"))
    with tenancy.within("BH"):
        search = Search(desk.actor("supervisor"), Wanted(words="دورية", danger=True), timezone.now())
        assert len(search.pks(3)) == 3


@pytest.mark.parametrize("order", ["", "newest", "oldest"])
def test_filters_find_the_same_in_every_size_of_register(desk, monkeypatch, order):
    """Found in the probe, as the index names them, or by walking on: the same cases, in the same order."""
    made = [desk.file(now=days_ago(30 - n), danger=n % 3 == 0, held=n % 2 == 0) for n in range(8)]
    cases = [case.reference for case in made]
    expected = [cases[0], cases[6]][:: -1 if order == "newest" else 1]
    query = f"danger=on&held=on&mode=named&category=MED&order={order}"
    for probe, most in ((1000, 5000), (1, 5000), (1, 1)):
        monkeypatch.setattr(finding, "PROBE", probe)
        monkeypatch.setattr(finding, "MOST_FOUND", most)

        assert queue(desk, query) == expected
        assert queue(desk, query + "&q=دورية") == expected
        assert queue(desk, query + "&status=all") == expected
        assert queue(desk, query + "&status=ended") == []
        assert queue(desk, query.replace("MED", "FRC")) == []
        with tenancy.within("BH"):
            wanted = Wanted(danger=True, held=True, order=order)
            count = Search(desk.actor("supervisor"), wanted, timezone.now()).count()
            assert (count.number, count.is_over) == ((2, False) if most > 1 else (1, True))


def test_the_index_of_traits_tells_nothing_of_another_state(desk, led):
    """Nor of another institution: their cases have keys of their own."""
    body = desk.world.bh.moi.pk
    with tenancy.within("BH"):
        assert fitting(body, "mode:named") == [Docket.objects.get(institution=body).pk]
        assert fitting(body, "mode:anonymous") == fitting(desk.world.eg.moi.pk, "mode:named") == []
    with tenancy.within("EG"):
        assert fitting(body, "mode:named") == []
    assert fitting(body, "mode:named") == []


def fitting(institution, trait):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT docket FROM complaints_fitting(%s, ARRAY[true], %s, 10)", [institution, [trait]]
        )
        return [row[0] for row in cursor.fetchall()]


def test_three_orders_and_their_pages_lead_back(desk, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    cases = [desk.file(now=days_ago(9 - n)).reference for n in range(5)]
    client = desk("supervisor")
    for order, expected in (("newest", cases[::-1]), ("oldest", cases)):
        first = client.get(f"/en/desk/?order={order}")
        following = re.search(r'class="next-page" href="([^"]+)"', body(first))[1].replace("&amp;", "&")
        second = client.get("/en/desk/" + following)
        back = re.search(r'href="([^"]+)" rel="prev"', body(second))[1].replace("&amp;", "&")

        assert references(first) == expected[:2]
        assert references(second) == expected[2:4]
        assert references(client.get("/en/desk/" + back)) == expected[:2]


def test_a_filtered_queue_takes_as_many_statements_however_long_it_is(desk, remembering):
    query = "/en/desk/?category=MED&q=دورية&order=newest&mode=named"
    desk.file()
    client = desk("supervisor")
    client.get(query)
    few = statements(client, query)
    for _ in range(6):
        desk.file(categories=("MED", "LAW"))
    many = statements(client, query)

    assert len(many) == len(few) <= 10, "\n".join(many)


# --- from case to case ----------------------------------------------------------------------------


def test_next_and_previous_stay_within_the_list(desk):
    cases = [desk.file(danger=n != 1, now=days_ago(9 - n)) for n in range(4)]
    client = desk("supervisor")
    listed = body(client.get("/en/desk/?danger=on"))
    assert f"/desk/{cases[0].reference}/?danger=on" in listed
    file = body(client.get(url(cases[0]) + "?danger=on"))
    following = re.search(r'class="next-case" href="([^"]+)"', file)[1]

    second = client.get(following)
    last = client.get(url(cases[3], "next") + "?danger=on", follow=True)
    before = client.get(url(cases[3], "previous") + "?danger=on")

    assert second.headers["Location"] == url(cases[2]) + "?danger=on"
    assert before.headers["Location"] == url(cases[2]) + "?danger=on"
    assert "That was the last case of this list." in body(last)
    assert references(last) == [case.reference for case in cases if case.is_danger]
    # Without filters it is the whole queue.
    everything = [desk.get(reference) for reference in queue(desk, "")]
    assert len(everything) == 4
    assert client.get(url(everything[2], "next")).headers["Location"] == url(everything[3])


def test_the_way_leads_past_what_does_not_exist_for_somebody(desk):
    cases = [desk.file(now=days_ago(9 - n)) for n in range(3)]
    desk.move(cases[1], "exclude", "supervisor", person=desk.world.bh.people["reviewer2"].pk, reason="قرابة")

    assert desk("reviewer2").get(url(cases[0], "next")).headers["Location"] == url(cases[2])
    assert desk("reviewer2").get(url(cases[1], "next")).status_code == 404


def test_a_glance_shows_facts_and_no_words(desk, led):
    from tests.casework.conftest import NARRATIVE

    page = desk("reviewer").get(url(led, "brief"))
    part = desk("reviewer").get(url(led, "brief"), headers={"X-Part": "1"})

    for answer in (page, part):
        assert "Denial of medical care" in body(answer)
        assert NARRATIVE[:20] not in body(answer)
    assert "<html" in body(page)
    assert "<html" not in body(part)
    with tenancy.within("BH"):
        assert not Entry.objects.filter(stream=led.stream, what="opened").exists()


# --- tags -----------------------------------------------------------------------------------------


@pytest.fixture
def tag(desk):
    return tagging.make(name="للاجتماع", by=desk.actor("supervisor"), now=timezone.now())


def test_a_tag_is_made_put_on_and_found(desk, led):
    other = desk.file()
    desk("supervisor").post("/en/desk/tags/", {"name": "للاجتماع"})
    with tenancy.within("BH"):
        made = Tag.objects.get()
    desk("reviewer").post(url(led, "tags"), {"tags": [made.pk]})
    page = body(desk("reviewer").get("/en/desk/"))

    assert queue(desk, f"tag={made.pk}") == [led.reference]
    assert "للاجتماع" in page
    assert "للاجتماع" in body(desk("reviewer").get(url(led)))
    with tenancy.within("BH"):
        entries = Entry.objects.filter(stream=led.stream, what="tagged")
        assert [entry.by for entry in entries] == [desk.actor("reviewer").id]
        assert "للاجتماع" not in entries[0].details
    desk("reviewer").post(url(led, "tags"), {})
    assert queue(desk, f"tag={made.pk}") == []
    with tenancy.within("BH"):
        assert Entry.objects.filter(stream=led.stream, what="untagged").count() == 1
    assert other.reference in page


def test_a_tag_is_its_institutions_own(desk, led, tag):
    tagging.set_tags(case=led.pk, tags=[tag.pk], by=desk.actor("supervisor"), now=timezone.now())

    assert queue(desk, f"tag={tag.pk}", "nhri") == []
    assert "للاجتماع" not in body(desk("head").get("/en/desk/"))
    assert "للاجتماع" not in body(desk("head").get(url(led)))
    desk("head").post(url(led, "tags"), {"tags": [tag.pk]})
    with tenancy.within("BH"):
        assert CaseTag.objects.count() == 1
    assert desk("head").post(f"/en/desk/tags/{tag.pk}/turn/", {"turn": "retire"}).status_code == 404


def test_who_may_do_what_with_tags(desk, led, protected, tag):
    """Whoever sees the queue puts them on; whoever assigns makes them; nobody on what does not exist for them."""
    now = timezone.now()
    for name, makes, puts in (
        ("reviewer", False, True),
        ("supervisor", True, True),
        ("nhri", False, False),
        ("head", True, False),
        ("intake", False, False),
        ("liaison", False, False),
        ("auditor", False, False),
        ("admin", False, False),
    ):
        by = desk.actor(name)
        if makes:
            assert tagging.make(name=f"t {name}", by=by, now=now).institution == by.institution
        else:
            with pytest.raises(Refused):
                tagging.make(name=f"t {name}", by=by, now=now)
        try:
            assert bool(tagging.set_tags(case=led.pk, tags=[tag.pk], by=by, now=now)) is puts
            tagging.set_tags(case=led.pk, tags=[], by=by, now=now)
        except Refused:
            assert not puts
    strangers = {"case": protected.pk, "by": desk.actor("supervisor"), "now": now}
    with pytest.raises(Refused):
        tagging.put_on(tag=tag.pk, **strangers)
    with pytest.raises(Refused):
        tagging.set_tags(tags=[tag.pk], **strangers)


def test_a_retired_tag_goes_on_no_further_case(desk, led, tag):
    other = desk.file()
    by, now = desk.actor("supervisor"), timezone.now()
    tagging.set_tags(case=led.pk, tags=[tag.pk], by=by, now=now)
    desk("supervisor").post(f"/en/desk/tags/{tag.pk}/turn/", {"turn": "retire"})

    assert tagging.set_tags(case=other.pk, tags=[tag.pk], by=by, now=now) == 0
    assert queue(desk, f"tag={tag.pk}") == [led.reference]
    assert "no longer used" in body(desk("supervisor").get("/en/desk/tags/"))
    with tenancy.within("BH"):
        whats = Entry.objects.filter(stream__startswith="desk:").values_list("what", flat=True)
        assert list(whats.order_by("seq")) == ["tag_made", "tag_retired"]


@pytest.mark.parametrize("name", ["", "للاجتماع", "x" * 41])
def test_a_name_that_cannot_be_a_tag_is_said(desk, tag, name):
    assert desk("supervisor").post("/en/desk/tags/", {"name": name}).status_code == 422


# --- saved searches -------------------------------------------------------------------------------


def save(desk, who, **more):
    return desk(who).post("/en/desk/searches/", {"name": "خطر", "filters": "danger=on&after=x&z=1", **more})


def test_a_search_is_kept_shared_and_removed(desk, led):
    save(desk, "reviewer", is_shared="on")
    with tenancy.within("BH"):
        kept = SavedSearch.objects.get()

    assert kept.filters == "danger=on"
    assert "?danger=on" in body(desk("reviewer").get("/en/desk/"))
    assert "shared" in body(desk("reviewer2").get("/en/desk/"))
    assert "خطر" not in body(desk("head").get("/en/desk/"))
    assert desk("reviewer2").post(f"/en/desk/searches/{kept.pk}/remove/").status_code == 404
    save(desk, "reviewer")
    assert "خطر" not in body(desk("reviewer2").get("/en/desk/"))
    desk("reviewer").post(f"/en/desk/searches/{kept.pk}/remove/")
    with tenancy.within("BH"):
        assert not SavedSearch.objects.exists()


def test_a_search_without_filters_or_name_is_not_kept(desk, led):
    assert save(desk, "reviewer", filters="").status_code == 422
    assert save(desk, "reviewer", filters="nonsense=1").status_code == 422
    assert save(desk, "reviewer", name="").status_code == 422


def test_whoever_asked_is_told_once_of_a_new_case_and_of_nothing_else(desk, led):
    save(desk, "reviewer", alerts="on")
    save(desk, "reviewer2", alerts="on", filters="q=دورية&danger=on")
    desk.file()
    case = desk.file(danger=True)
    hidden = desk.file(danger=True)
    desk.move(hidden, "exclude", "supervisor", person=desk.world.bh.people["reviewer2"].pk, reason="قرابة")
    for _ in range(2):
        with tenancy.within("BH"):
            saving.alert(desk.world.bh.state, now=timezone.now())
            told = Notice.objects.filter(what=saving.WHAT)
            found = {(row.user.email.partition("@")[0], row.complaint_id) for row in told}
            assert found == {("reviewer", case.pk), ("reviewer", hidden.pk), ("reviewer2", case.pk)}
            assert told.count() == 3

    page = body(desk("reviewer2").get("/en/desk/notices/"))
    assert "A case that fits one of your searches arrived." in page
    assert "خطر" not in page
    assert tasks.sweep() >= 0
