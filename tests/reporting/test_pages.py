"""Pages of reports, plan and activities: who sees what, and what is said of a mistake."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from common import pdf
from record.tasks import drain_one
from reporting.models import Activity, Measure, Report
from tests.reporting import lives
from tests.reporting.conftest import LAYERS, NOW, quick_pages
from tests.reporting.test_services import ask


def page_of(client, name, *args):
    return client.get(reverse(name, args=args))


def form(**changed):
    given = {
        "kind": "training",
        "title_ar": "دورة مشتركة",
        "title_en": "Joint course",
        "start": "١/٣/٢٠٢٦",
        "end": "2026-03-03",
        "measures": [str(Measure.objects.get(code="5").pk)],
        "participants": "٢٤",
        "women": "6",
    }
    return given | changed


@pytest.fixture(scope="module")
def layers():
    return {**LAYERS, "published": _published}


def _published(made):
    with quick_pages():
        return lives.publish(ask(), now=NOW)


@pytest.fixture
def published(scene, imported):
    """The year as everybody reads it, in both languages."""
    return scene.published


@pytest.mark.parametrize("language", ["ar", "en"])
def test_anybody_lists_and_downloads_what_is_published(published, client, language):
    listed = client.get(f"/{language}/reports/")
    url = f"/{language}/reports/{published.pk}/{published.stem}.pdf"
    assert url in listed.content.decode()
    assert published.files.get(kind="pdf").sha256 in listed.content.decode()
    assert client.get(url).content.startswith(b"%PDF-")


def test_a_page_of_a_report_has_the_digits_of_all_pages(published, client):
    page = client.get(f"/ar/reports/{published.dossier_id}/").content.decode()

    assert "تقرير دوري" in page
    assert not re.search(r"[\u0660-\u0669]", page)


def test_an_internal_report_is_for_staff_of_its_state(imported, world, client, quick):
    report = ask(edition="internal")
    drain_one(now=NOW)
    url = reverse("report_file", args=[report.pk, f"{report.stem}.json"])
    assert client.get(url).status_code == 404
    client.force_login(world.eg.people["liaison"])
    assert client.get(url).status_code == 404
    client.force_login(world.bh.people["liaison"])
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_plan_is_public(plan, client, language):
    assert client.get(f"/{language}/plan/").status_code == 200


def asked(client, **changed):
    shown = page_of(client, "desk_reports")
    choices = shown.context["form"].fields["period"].choices
    given = {"scope": "BH", "period": choices[0][0], "language": "ar", "edition": "internal"}
    return client.post(reverse("desk_reports"), given | changed), choices


def test_a_supervisor_asks_for_a_report_and_sees_it_coming(imported, world, client, quick):
    client.force_login(world.bh.people["supervisor"])
    sent, _choices = asked(client)
    assert sent.status_code == 303
    progress = client.get(sent.headers["Location"])
    assert progress.context["is_working"]
    assert progress.content.decode().count(f'href="{sent.headers["Location"]}"') == 1, "a link to look again"
    drain_one(now=timezone.now())
    again = client.get(sent.headers["Location"], headers={"X-Part": "1"}).content.decode()
    assert ".pdf" in again
    assert "data-working" not in again
    assert "<html" not in again


def test_a_month_in_public_is_refused_beside_its_field(imported, world, client):
    client.force_login(world.bh.people["supervisor"])
    _sent, choices = asked(client)
    sent, _choices = asked(client, period=choices[-1][0], edition="public")
    assert sent.status_code == 422
    assert "edition" in sent.context["form"].errors
    assert Report.objects.count() == 1


def test_a_reviewer_has_no_business_with_reports(imported, world, client):
    client.force_login(world.bh.people["reviewer"])
    assert page_of(client, "desk_reports").status_code == 403


def test_the_ministry_enters_and_the_liaison_disputes_with_reasons(plan, world, client):
    client.force_login(world.bh.people["supervisor"])
    assert client.post(reverse("activity_new"), form()).status_code == 303
    activity = Activity.objects.get()
    assert (activity.participants, activity.state) == (24, "BH")
    client.force_login(world.bh.people["liaison"])
    url = reverse("activity_verify", args=[activity.pk])
    assert client.post(url, {"verdict": "disputed"}).status_code == 422
    assert client.post(url, {"verdict": "disputed", "reason": "It was not joint"}).status_code == 303
    activity.refresh_from_db()
    assert (activity.verdict, activity.reason) == ("disputed", "It was not joint")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"end": "2026-02-01"}, "end"),
        ({"start": "2030-01-01", "end": ""}, "start"),
        ({"start": "soon"}, "start"),
        ({"women": "30"}, "women"),
        ({"participants": "-1"}, "participants"),
        ({"participants": "9" * 30}, "participants"),
        ({"title_ar": "\u202e"}, "title_ar"),
        ({"title_en": "x" * 301}, "title_en"),
        ({"title_en": "x" * 20_001}, "title_en"),
        ({"measures": []}, "measures"),
        ({"measures": ["999999"]}, "measures"),
        ({"kind": "party"}, "kind"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    plan, world, client, changed, name, language
):
    client.force_login(world.bh.people["supervisor"])
    sent = client.post(f"/{language}/desk/activities/new/", form(**changed))
    assert sent.status_code == 422
    assert name in sent.context["form"].errors
    assert "دورة مشتركة" in sent.content.decode() or name == "title_ar"
    assert not Activity.objects.exists()


def test_another_states_activity_does_not_exist(plan, world, client):
    client.force_login(world.bh.people["supervisor"])
    client.post(reverse("activity_new"), form())
    activity = Activity.objects.get()
    client.force_login(world.eg.people["supervisor"])
    assert page_of(client, "activity_edit", activity.pk).status_code == 404
    client.force_login(world.eg.people["liaison"])
    assert page_of(client, "activity_verify", activity.pk).status_code == 404


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "//127.0.0.1/x", "asset:../x", "ftp://h/x"]
)
def test_a_page_fetches_nothing(address):
    fetcher = pdf._fetcher({})
    with pytest.raises(pdf.NotAllowed):
        fetcher.fetch(address)
