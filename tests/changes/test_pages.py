"""The administrator's pages and the signatures: who reaches them, what they say, what they do."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actor import staff
from accounts.answering import Mandate
from accounts.changes.models import Change, Standing
from accounts.homes import home_of
from accounts.models import Holiday, InstitutionKind, Unit, Weekend
from accounts.roles import PERMISSIONS, Permission, Role
from accounts.settings.sections import in_groups
from accounts.settings.views import SIGNERS
from tests import factories

TODAY = timezone.now().date()
NEXT = str(TODAY.year + 1)
SECTIONS = [section.kind_code for _title, sections in in_groups() for section in sections]


@pytest.fixture
def desk(world):
    """Browsers of people, each signed in."""

    def signed_in(name, country="bh"):
        client = Client()
        client.force_login(getattr(world, country).people[name])
        return client

    names = {"name_ar": "الشرطة", "name_en": "Police"}
    Unit.objects.create(code="bh-police", state="BH", service="police", path="bh-police", **names)
    return signed_in


def address(code, target=None):
    return reverse("setting", args=[code, target]) if target else reverse("setting_section", args=[code])


def things():
    """One address of each kind of thing."""
    return {
        "weekend": address("weekend"),
        "holidays": address("holidays", NEXT),
        "emergency_number": address("emergency_number"),
        "file_limits": address("file_limits"),
        "institution_name": address("institution_name", "bh-moi"),
        "mandates": address("mandates", "bh-nhri"),
        "supervision": address("supervision", "prisons"),
        "duty_officer": address("duty_officer", "bh-nhri"),
        "reporting_year": address("reporting_year", "bh-moi"),
        "unit": address("unit", "bh-police"),
        "clock": address("clock", "decide"),
        "grave_route": address("grave_route"),
        "category_name": address("category_name", "TOR"),
        "referral_body": address("referral_body", "new"),
        "report_schedule": address("report_schedule"),
    }


TYPED = {
    "weekend": {"days": ["5", "6"]},
    "holidays": {
        "rows": "1",
        "day_0": f"1/1/{NEXT}",
        "ar_0": "رأس السنة",
        "en_0": "New Year",
        "confirmed_0": "on",
    },
    "emergency_number": {"value": "٩٩٨"},
    "file_limits": {"megabytes": "30", "files": "12", "case_megabytes": "120"},
    "institution_name": {"ar": "الوزارة", "en": "The Ministry"},
    "mandates": {"value": ["police", "prisons", "border_guard", "customs"]},
    "supervision": {"authority": "bh-moi", "is_active": "on"},
    "duty_officer": {"value": "yes"},
    "reporting_year": {"value": "4"},
    "unit": {"ar": "شرطة المنامة", "en": "Manama police"},
    "clock": {"amount": "60"},
    "grave_route": {"value": "prosecution"},
    "category_name": {"ar": "التعذيب", "en": "Torture"},
    "referral_body": {
        "ar": "نقابة المحامين",
        "en": "Bar association",
        "helps_ar": "مشورة قانونية بلا مقابل.",
        "helps_en": "Legal advice without a fee.",
        "phone": "١٧ ٠٠٠ ٠٠٠",
        "as_of": "1/2/2026",
    },
    "report_schedule": {"monthly": "on", "quarterly": "on", "annual": "on", "after_days": "١٥"},
}
END = {"source": "القانون 1 لسنة 2026", "reason": "قرار الوزير"}


def test_every_section_is_tried_here():
    assert set(SECTIONS) == set(TYPED) == set(things())


def test_a_change_is_previewed_and_then_made(desk):
    client = desk("admin")
    for code, url in things().items():
        sent = TYPED[code] | END
        form = client.get(url)
        preview = client.post(url, sent | {"step": "preview"})
        assert form.status_code == preview.status_code == 200, code
        assert not Change.objects.filter(kind=code).exists()
        made = client.post(url, sent | {"step": "make", "seen": preview.context["ahead"].mark})
        assert made.status_code == 303, made.context["form"].errors
        change = Change.objects.get(kind=code)
        assert change.standing is Standing.APPLIED, code
        assert not change.weakens, code
        assert client.get(url).status_code == 200
    assert client.get(reverse("settings")).status_code == 200


def test_what_is_missing_is_asked_for(desk):
    client = desk("admin")
    for code, url in things().items():
        refused = client.post(url, TYPED[code] | {"step": "preview"})
        assert refused.status_code == 422
        assert "reason" in refused.context["form"].errors
        assert client.post(url, {"step": "make", "rows": "x"}).status_code == 422
    assert Change.objects.count() == 0


def test_the_form_comes_back_as_it_was_typed(desk):
    client = desk("admin")
    for code, url in things().items():
        page = client.post(url, TYPED[code] | END | {"step": "edit"})
        assert page.status_code == 200, code
        assert "قرار الوزير" in page.content.decode()
    assert Change.objects.count() == 0


ROLES = {"clerk": "registry", "reviewer": "reviewer", "supervisor": "supervisor", "administrator": "admin"}
ROLES |= {"nhri_reviewer": "nhri", "nhri_head": "head", "liaison": "liaison", "auditor": "auditor"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_reaches_which_page(desk, role):
    client, may = desk(ROLES[role]), PERMISSIONS[Role(role)]
    settings = [reverse("settings"), *(address(code) for code in SECTIONS[:3]), *things().values()]
    for url in settings:
        assert client.get(url).status_code == (200 if Permission.CONFIGURE in may else 403), url
        if Permission.CONFIGURE not in may:
            assert client.post(url, END).status_code in (403, 405), url
    assert client.get(reverse("signatures")).status_code == (200 if may & set(SIGNERS) else 403)
    assert client.get(reverse("changes")).status_code == 200


def test_nobody_reaches_them_unknown(client, world):
    for url in [reverse("settings"), reverse("signatures"), *things().values()]:
        assert client.get(url).status_code == 302


def test_another_states_things_do_not_exist(desk):
    client = desk("admin", "eg")
    for code in ("institution_name", "mandates", "duty_officer", "reporting_year", "unit"):
        url = things()[code]
        assert client.get(url).status_code == 404
        assert client.post(url, TYPED[code] | END).status_code == 404


NOWHERE = (
    ("clock", "lunch"),
    ("holidays", "1999"),
    ("lunch", "x"),
    ("weekend", "x"),
    ("category_name", "XXX"),
)


def test_what_does_not_exist_is_not_found(desk):
    client = desk("admin")
    for code, target in (*NOWHERE, ("lunch", None)):
        assert client.get(address(code, target)).status_code == 404


def propose(client, code="clock", **typed):
    url, sent = things()[code], TYPED[code] | END | typed
    mark = client.post(url, sent | {"step": "preview"}).context["ahead"].mark
    client.post(url, sent | {"step": "make", "seen": mark})
    return Change.objects.latest("proposed_at")


def test_a_weaker_rule_is_signed_by_the_head(desk):
    change = propose(desk("admin"), amount="120")
    head, url = desk("head"), reverse("signature", args=[change.pk])
    assert change.standing is Standing.WAITING
    assert '<span class="count">1</span>' in head.get(reverse("queue")).content.decode()
    assert head.get(url).status_code == 200
    assert head.post(url, {"step": "sign"}).status_code == 303
    change.refresh_from_db()
    assert change.standing is Standing.APPLIED
    assert head.post(url, {"step": "sign"}).status_code == 422


def test_a_signature_is_not_there_for_others(desk):
    change = propose(desk("admin"), amount="120")
    url = reverse("signature", args=[change.pk])
    for who in ("supervisor", "reviewer", "liaison", "auditor", "nhri", "registry"):
        assert desk(who).get(url).status_code in (403, 404)
        assert desk(who).post(url, {"step": "sign"}).status_code in (403, 404)
    assert desk("head", "eg").post(url, {"step": "sign"}).status_code == 404
    change.refresh_from_db()
    assert change.standing is Standing.WAITING


def test_a_refusal_needs_words(desk):
    change = propose(desk("admin"), amount="120")
    head, url = desk("head"), reverse("signature", args=[change.pk])
    assert head.post(url, {"step": "refuse"}).status_code == 422
    assert head.post(url, {"step": "refuse", "reason": "تطول المدة"}).status_code == 303
    change.refresh_from_db()
    assert change.standing is Standing.REFUSED


def test_the_proposer_withdraws_and_cannot_sign(desk):
    change = propose(desk("admin"), amount="120")
    admin, url = desk("admin"), reverse("signature", args=[change.pk])
    assert admin.post(url, {"step": "sign"}).status_code == 403
    assert admin.post(url, {"step": "withdraw"}).status_code == 303
    change.refresh_from_db()
    assert change.standing is Standing.WITHDRAWN


def test_a_stale_proposal_is_refused_politely(desk):
    change = propose(desk("admin"), "mandates", value=["police"])
    Mandate.objects.filter(institution__code="bh-nhri", service="prisons").update(is_held=False)
    answer = desk("head").post(reverse("signature", args=[change.pk]), {"step": "sign"}, follow=True)
    assert answer.status_code == 422
    change.refresh_from_db()
    assert change.standing is Standing.WAITING


def test_the_index_says_what_is_missing(desk):
    Weekend.objects.update(is_confirmed=False)
    page = desk("admin").get("/en/desk/settings/").content.decode()
    assert "The weekend is not confirmed." in page
    assert f"No holidays for {TODAY.year} yet." in page
    assert "The mandate is not confirmed" in page
    propose(desk("admin"), amount="120")
    page = desk("admin").get("/en/desk/settings/").content.decode()
    assert "1 change waits for a second signature." in page


def test_statements_stay_constant(desk):
    client = desk("admin")
    pages = [reverse("settings"), *(address(code) for code in SECTIONS), *things().values()]

    def statements(url):
        with CaptureQueriesContext(connection) as made:
            assert client.get(url).status_code == 200
        return len(made)

    few = {url: statements(url) for url in pages}
    Unit.objects.bulk_create(
        Unit(code=f"bh-p{n}", state="BH", service="police", path=f"bh-p{n}", name_ar="و", name_en="U")
        for n in range(40)
    )
    Holiday.objects.bulk_create(
        Holiday(state="BH", day=date(int(NEXT), 1, 1 + n), name_ar="ع", name_en="H") for n in range(25)
    )
    for n in range(8):
        factories.institution("BH", InstitutionKind.OTHER_BODY, f"body{n}", "هيئة", "Body")
    assert {url: statements(url) for url in pages} == few
    assert max(few.values()) <= 35


def test_a_new_unit_stands_below_another(desk):
    client, url = desk("admin"), address("unit", "new")
    sent = {"ar": "مركز شرطة", "en": "First station", "kind": "station", "parent": "bh-police"} | END
    mark = client.post(url, sent | {"step": "preview"}).context["ahead"].mark
    made = client.post(url, sent | {"step": "make", "seen": mark})
    unit = Unit.objects.get(code="bh-police-first-station")
    assert made.status_code == 303
    assert unit.path == "bh-police.bh-police-first-station"
    assert unit.in_line_with(Unit.objects.get(code="bh-police"))
    assert client.get(address("unit", unit.code)).status_code == 200
    assert client.post(url, sent | {"step": "preview"}).status_code == 422


def test_suggested_holidays_are_estimates(desk):
    page = desk("admin").get(things()["holidays"] + "?suggest=1")
    days = page.context["form"].initial
    assert days["confirmed_0"] is False
    assert Holiday.objects.count() == 0


def test_everybody_lands_where_they_belong(world, settings):
    body = factories.institution("XX", InstitutionKind.SECRETARIAT, "gs", "الأمانة", "Secretariat")
    region = staff(factories.person("region", body, Role.REGIONAL_ADMINISTRATOR))
    analyst = staff(factories.person("analyst", body, Role.ANALYST))
    homes = {name: home_of(world.bh.actor(name)) for name in world.bh.people}
    assert homes["admin"] == reverse("settings")
    assert {homes[name] for name in ("reviewer", "supervisor", "nhri", "head")} == {reverse("queue")}
    assert {homes["liaison"], home_of(analyst)} == {reverse("desk_reports")}
    assert homes["auditor"] == reverse("audit")
    assert home_of(region) not in (reverse("home"), reverse("queue"))


def test_an_administrator_is_offered_no_queue(desk):
    page = desk("admin").get(reverse("settings")).content.decode()
    assert f'href="{reverse("queue")}"' not in page
    assert f'href="{reverse("desk_reports")}"' not in page
    assert f'href="{reverse("signatures")}"' in page


def test_a_confirmed_weekend_says_so(desk):
    propose(desk("admin"), "weekend", days=["4", "5"])
    assert Weekend.objects.latest("valid_from").is_confirmed


def test_a_new_unit_never_takes_the_place_of_another(desk):
    client, url = desk("admin"), address("unit", "new")
    typed = {"ar": "مركز", "kind": "station", "parent": "bh-police", **END}
    for name in ("Gate", "شرطة"):
        page = client.post(url, typed | {"en": name, "step": "preview"})
        if name == "Gate":
            made = client.post(url, typed | {"en": name, "step": "make", "seen": page.context["ahead"].mark})
            assert made.status_code == 303
            page = client.post(url, typed | {"en": name, "step": "preview"})
        assert (page.status_code, "en" in page.context["form"].errors) == (422, True)
    names = {row.code: (row.name_en, row.kind) for row in Unit.objects.filter(state="BH")}
    assert names == {"bh-police": ("Police", ""), "bh-police-gate": ("Gate", "station")}
