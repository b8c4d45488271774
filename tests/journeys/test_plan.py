"""An activity with a document, disputed by the national institution and answered: both reasons are seen."""

import pytest

from accounts.actor import SYSTEM
from accounts.models import State
from reporting import plan_file, plan_loading
from reporting.models import Activity
from tests.evidence import samples
from tests.journeys.test_public import axe, look, press
from tests.reporting.conftest import NOW, PLAN

pytestmark = pytest.mark.journey


@pytest.fixture
def planned(site):
    """The plan as shipped."""
    State.objects.get_or_create(
        code="XX", defaults={"name_ar": "المنطقة", "name_en": "Region", "zone": "UTC"}
    )
    plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=NOW)


def sign_in(page, account):
    page.set_default_timeout(15_000)
    page.fill("[name=login]", f"{account}@bh.test")
    page.fill("[name=password]", "demo-only")
    press(page, "main form button[type=submit]")


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_an_activity_is_entered_disputed_and_answered(browse, planned, tmp_path, language, width):
    paper = tmp_path / "minutes.pdf"
    paper.write_bytes(samples.pdf())
    keeper = browse(f"/{language}/accounts/login/?next=/{language}/desk/activities/new/", width=width)
    sign_in(keeper, "supervisor")
    keeper.select_option("[name=kind]", "training")
    keeper.fill("[name=title_ar]", "دورة مشتركة")
    keeper.fill("[name=title_en]", "Joint course")
    keeper.fill("[name=start]", "١/٣/٢٠٢٦")
    keeper.check("input[name=measures] >> nth=4")
    keeper.fill("[name=partners]", "Academy\nUniversity")
    keeper.set_input_files("[name=files]", str(paper))
    press(keeper, "main form.act .button-row button")
    assert "minutes.pdf" in keeper.inner_text("main")
    look(keeper, f"activity-{language}-{width}")
    if language == "ar":
        axe(keeper)
    row = Activity.objects.get()
    liaison = browse(
        f"/{language}/accounts/login/?next=/{language}/desk/activities/{row.pk}/verify/", width=width
    )
    sign_in(liaison, "liaison")
    liaison.check("input[name=verdict][value=disputed]")
    liaison.fill("[name=reason]", "لم تُدعَ المؤسسة الوطنية")
    press(liaison, "main form.act .button-row button")
    keeper.goto(keeper.url.partition("/desk/")[0] + f"/desk/activities/{row.pk}/answer/")
    keeper.fill("[name=words]", "الدعوة مرفقة")
    press(keeper, "main form.act .button-row button")
    liaison.reload()
    for page in (keeper, liaison):
        seen = page.inner_text("main")
        assert "لم تُدعَ المؤسسة الوطنية" in seen
        assert "الدعوة مرفقة" in seen
    if language == "ar":
        axe(liaison)
