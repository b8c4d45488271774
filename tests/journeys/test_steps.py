"""The nine pages in a real browser: a person on a small phone, a lawyer for a client, somebody who needs help."""

import pytest

from accounts.models import Governorate, Unit
from tests.journeys.test_public import look, press

pytestmark = pytest.mark.journey
NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب.\nطلبت محامياً ولم يُسمح لي."
GO_ON = "#step .button-row .button:first-child"


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
