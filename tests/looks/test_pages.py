"""The gallery in a real browser, both languages, narrow and wide, light and dark."""

import pytest

from tests.browser import fits, violations

pytestmark = pytest.mark.journey

PAGES = ["design/", "design/?errors=1", "design/desk/", "nowhere/", "exit/"]


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("ar", 360, "light"), ("ar", 1280, "dark"), ("en", 360, "dark")]
)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, path, language, width, scheme):
    page = open_page(f"/{language}/{path}", width=width, scheme=scheme)

    assert violations(page) == []
    assert fits(page)
    assert page.locator("html").get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[language]
    assert [line for line in page.complaints if "404" not in line] == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_both_weights_of_the_typeface_are_drawn(open_page, language):
    page = open_page(f"/{language}/design/")

    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]


def test_arabic_letters_are_joined_by_our_typeface(open_page):
    page = open_page("/ar/design/")

    # Joined, a word is narrower than its letters kept apart by a zero-width non-joiner.
    widths = page.evaluate(
        """() => ["شكوى", [..."شكوى"].join("\\u200c")].map(text => {
            const span = document.createElement("span"); span.textContent = text;
            document.querySelector("main p").append(span);
            return span.getBoundingClientRect().width; })"""
    )

    assert widths[0] < widths[1] * 0.95


def test_a_refused_form_is_announced_and_leads_to_its_fields(open_page):
    page = open_page("/ar/design/?errors=1")

    assert page.evaluate("document.activeElement.id") == "error-summary"
    links = page.locator("#error-summary a")
    assert links.count() == 4
    for index in range(links.count()):
        target = page.locator(links.nth(index).get_attribute("href"))
        assert target.count() == 1
        described = target.evaluate(
            "e => [e, e.closest('fieldset')].map(x => x?.getAttribute('aria-describedby')).join(' ')"
        )
        assert any(page.locator(f"#{name}.error").count() for name in described.split())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_choice_tells_who_will_read(open_page, language):
    page = open_page(f"/{language}/design/")

    for index in range(3):
        radio = page.locator(f"#id_mode_{index}")
        names = radio.get_attribute("aria-describedby").split()
        assert f"id_mode_{index}_readers" in names
        assert all(page.locator(f"#{name}").is_visible() for name in names)


def test_the_first_submit_button_is_the_main_action(open_page):
    page = open_page("/ar/design/")

    first = page.locator("main form button[type=submit]").first

    assert first.get_attribute("name") != "language"
    assert page.locator("main form button[name=language]").get_attribute("lang") == "en"


def test_bars_grow_from_the_start_of_the_line(open_page):
    edges = {}
    for language in ("ar", "en"):
        page = open_page(f"/{language}/design/")
        edges[language] = page.evaluate(
            """() => { const svg = document.querySelectorAll(".bars svg")[1];
            const rect = svg.querySelector("rect");
            const a = svg.getBoundingClientRect(), b = rect.getBoundingClientRect();
            return [Math.round(b.left - a.left), Math.round(a.right - b.right)]; }"""
        )

    assert edges["en"][0] == 0 < edges["en"][1]
    assert edges["ar"][1] == 0 < edges["ar"][0]


def test_everything_works_without_script(open_page):
    page = open_page("/en/design/", java_script_enabled=False)

    assert page.locator("#receipt-code").inner_text().split() == [
        "7QK3",
        "M9TX",
        "V2RD",
        "H5WB",
        "NC8P",
        "Z4FE",
        "GJ6A",
    ]
    assert not page.locator("[data-copy]").is_visible()  # offered only where it can work
    page.locator("a.exit").click()
    assert page.url.endswith("/en/exit/")


def test_the_desk_is_reached_by_keyboard(open_page):
    page = open_page("/en/design/desk/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".queue .row-link").nth(1)
    assert second.evaluate("e => e === document.activeElement")
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_choice_is_made_on_its_circle_or_anywhere_in_its_box(open_page):
    page = open_page("/ar/design/", width=360)

    page.locator("#id_mode_1").check(timeout=3000)
    assert page.locator("#id_mode_1").is_checked()
    page.locator("#id_mode_2_hint").click(timeout=3000, force=True)
    assert page.locator("#id_mode_2").is_checked()
