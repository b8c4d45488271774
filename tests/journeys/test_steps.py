"""The nine pages in a real browser: a person on a small phone, a lawyer for a client, somebody who needs help."""

import pytest

from accounts.models import Governorate, Unit
from tests.journeys.test_public import axe, look, press

pytestmark = pytest.mark.journey
NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب.\nطلبت محامياً ولم يُسمح لي."
GO_ON = "#step .button-row .button:not(.button-quiet)"


class Person:
    """Somebody who answers page after page."""

    def __init__(self, page, name, language):
        self.page, self.name, self.language, self.number = page, name, language, 0

    def at(self, slug):
        assert self.page.url.split("?")[0].endswith(f"/{self.language}/complaints/new/{slug}/"), self.page.url
        self.number += 1
        look(self.page, f"steps-{self.name}-{self.number:02}-{slug}")

    def choose(self, **chosen):
        for name, value in chosen.items():
            self.page.check(f"input[name={name}][value={value}]")

    def go_on(self):
        press(self.page, GO_ON)


@pytest.fixture
def units(transactional_db, world):
    root = Unit.objects.create(
        code="bh-pol", state="BH", service="police", path="bh-pol", name_ar="الشرطة", name_en="Police"
    )
    capital = Governorate.objects.create(state="BH", code="BH-13", name_ar="العاصمة", name_en="Capital")
    for number, name in enumerate(("مركز شرطة السوق", "مركز شرطة الميناء")):
        Unit.objects.create(
            code=f"bh-pol-{number}",
            state="BH",
            service="police",
            parent=root,
            governorate=capital,
            path=f"bh-pol.{number}",
            name_ar=name,
            name_en=f"Station {number}",
        )


@pytest.mark.parametrize(("width", "language"), [(360, "ar"), (1280, "en")])
def test_a_person_without_javascript(browse, units, width, language):
    page = browse(f"/{language}/complaints/new/", width=width, script=False)
    page.set_default_timeout(8000)
    amal = Person(page, f"person-{language}-{width}", language)
    press(page, "main a.button[href*='before']")
    page.select_option("#id_state", "BH")
    press(page, "button[value=show]")
    amal.at("before")
    amal.go_on()
    amal.go_on()
    assert page.locator("#error-summary a").count() == 1
    amal.choose(mode="confidential")
    amal.at("known")
    amal.go_on()
    amal.choose(source="individual", gender="female")
    amal.at("whom")
    amal.go_on()
    amal.choose(kind="complaint")
    amal.at("matter")
    amal.go_on()
    amal.choose(urgent="danger")
    amal.at("urgent")
    amal.go_on()
    page.select_option("#id_service", "police")
    page.select_option("#id_place_type", "station")
    amal.at("where")
    amal.go_on()
    page.select_option("#id_unit", index=1)
    amal.at("unit")
    amal.go_on()
    amal.choose(how="approximate")
    page.fill("#id_since", "٩/١٤٤٧")
    amal.at("when")
    amal.go_on()
    page.fill("#id_narrative", NARRATIVE)
    page.fill("#id_wish", "أن يُعرف من أمر بذلك.")
    amal.at("story")
    press(page, "button[name=switch]")
    assert page.input_value("#id_narrative") == NARRATIVE
    press(page, "button[name=switch]")
    page.reload()
    assert page.input_value("#id_narrative") == NARRATIVE
    amal.go_on()
    amal.choose(categories="TOR")
    amal.choose(categories="LIB")
    amal.at("about")
    amal.go_on()
    page.select_option("#id_ill-0", "torture")
    press(page, "button[value=add]")
    page.select_option("#id_category-2", "MED")
    page.select_option("#id_unit-2", index=2)
    amal.at("allegations")
    amal.go_on()
    page.fill("#id_name-0", "نقيب لا أعرف اسمه")
    press(page, "button[value=add]")
    page.select_option("#id_role-1", "witness")
    page.fill("#id_name-1", "سلمى")
    amal.at("people")
    amal.go_on()
    amal.at("evidence")
    amal.go_on()
    page.fill("#id_name", "أمل تجربة")
    page.fill("#id_safe", "مساءً فقط")
    amal.at("contact")
    amal.go_on()
    amal.at("check")
    assert "سلمى" in page.inner_text("main")
    press(page, "a[href*='contact/?check']")
    page.fill("#id_phone", "+٩٧٣ ١٢٣٤ ٥٦٧٨")
    amal.go_on()
    amal.at("check")
    assert "+973 1234 5678" in page.inner_text("main")
    amal.go_on()
    amal.at("receipt")
    assert page.locator("#receipt-code").count() == 1
    press(page, "main form button")
    assert page.context.cookies() == []


def test_a_lawyer_for_a_client(browse, units):
    """Another person concerned, who cannot be asked; a day in the Hijri calendar; edited before it is sent."""
    page = browse("/en/complaints/new/before/?state=BH", width=1280)
    page.set_default_timeout(8000)
    basil = Person(page, "lawyer", "en")
    basil.go_on()
    basil.choose(mode="named")
    page.check("#id_independent_only")
    basil.go_on()
    basil.choose(source="lawyer")
    basil.go_on()
    page.fill("#id_name", "Karim Example")
    basil.choose(gender="male", consent="impossible-held")
    basil.at("concerned")
    basil.go_on()
    basil.choose(kind="complaint")
    basil.go_on()
    basil.choose(urgent="held")
    basil.go_on()
    basil.go_on()
    basil.choose(how="ongoing")
    page.fill("#id_since", "25/9/1447")
    basil.go_on()
    page.fill("#id_narrative", "My client has been held since March without a charge.")
    basil.go_on()
    basil.choose(categories="LIB")
    basil.go_on()
    basil.go_on()
    basil.go_on()
    page.fill("#id_name", "Basil Example")
    basil.go_on()
    basil.at("check")
    axe(page)
    text = page.inner_text("main")
    assert "14 March 2026 (25 Ramadan 1447 AH)" in text
    assert "The ministry gets nothing of it before you agree" in text
    press(page, "a[href*='concerned/?check']")
    basil.choose(consent="given")
    basil.go_on()
    basil.go_on()
    assert page.locator("#receipt-code").count() == 1


def test_somebody_who_asks_for_help(browse, units):
    """The short way through the same pages, without a name, on a small phone without script."""
    page = browse("/ar/complaints/new/before/?state=BH", script=False)
    page.set_default_timeout(8000)
    salma = Person(page, "help", "ar")
    salma.go_on()
    salma.choose(mode="anonymous")
    salma.go_on()
    salma.choose(source="family")
    salma.go_on()
    salma.choose(relationship="parent", consent="given")
    salma.at("concerned")
    salma.go_on()
    salma.choose(kind="assistance")
    salma.go_on()
    salma.choose(assistance_kind="medical_visit")
    salma.at("help")
    salma.go_on()
    salma.go_on()
    salma.go_on()
    page.fill("#id_narrative", "ابني مريض ويحتاج إلى طبيب.")
    salma.go_on()
    assert page.locator("#id_name").count() == 0
    salma.at("contact")
    salma.go_on()
    salma.at("check")
    salma.go_on()
    assert page.locator("#receipt-code").count() == 1
    press(page, "a.exit")
    assert page.context.cookies() == []


def test_quick_exit_in_the_middle_leaves_nothing(browse):
    page = browse("/ar/complaints/new/before/?state=BH")
    press(page, GO_ON)
    assert page.context.cookies()
    press(page, "a.exit")
    page.wait_for_url("**/exit/")
    assert page.context.cookies() == []
