"""Somebody looks for their rights on a small phone, finds who would read a complaint, and goes on to file it."""

import gzip
from functools import cache
from urllib.parse import urlsplit

import pytest

from complaints.guidance import loading, printed
from tests.journeys.test_public import axe, look, press

pytestmark = pytest.mark.journey
KB = 1024


@cache
def form_on_paper():
    """The Arabic form, laid out once."""
    return printed.render("ar")


@pytest.fixture
def advice(site, settings, tmp_path):
    """The site with its norms, and the form on paper in place."""
    loading.load()
    settings.PRINTED_ROOT = tmp_path
    (tmp_path / "form-ar.pdf").write_bytes(form_on_paper())
    return site


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_a_situation_to_the_form(browse, advice, language, width):
    def seen(name):
        look(page, f"rights-{name}-{language}-{width}")

    page = browse(f"/{language}/", width=width, script=width > 360)
    press(page, f".site-footer a[href='/{language}/rights/']")
    seen("index")
    press(page, "main a[href$='/rights/arrest/']")
    seen("arrest")
    press(page, "main a[href$='/rights/categories/']")
    seen("categories")
    press(page, "main a[href$='/categories/TOR/']")
    page.select_option("#in_state", "BH")
    press(page, "main form button")
    assert page.locator("#in_state").input_value() == "BH"
    seen("category")
    press(page, "main a.button[href*='state=BH']")
    assert page.url == f"{advice}/{language}/complaints/new/?state=BH"
    page.goto(f"{advice}/{language}/rights/help/?state=BH#bodies")
    seen("help")
    assert {urlsplit(address).netloc for address in page.asked} == {urlsplit(advice).netloc}
    assert page.context.cookies() == []


def test_every_situation_can_be_used_by_everybody(browse, advice):
    page = browse("/ar/rights/", color_scheme="dark")
    links = page.locator("main .list a").evaluate_all("links => links.map(link => link.href)")
    situations = [link for link in links if link.count("/") == 6 and "/rights/" in link]
    assert len(situations) >= 8
    for link in situations:
        page.goto(link)
        look(page, f"situation-{link.split('/')[-2]}-ar")
    axe(page)


def test_printed_a_page_has_only_its_words(browse, advice):
    page = browse("/ar/rights/detention/")
    page.emulate_media(media="print")

    assert page.locator("main h1").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert not page.locator(".back").is_visible()


def test_the_form_on_paper_can_be_fetched(browse, advice):
    page = browse("/ar/rights/")

    answer = page.request.get(page.locator("main a[href$='form.pdf']").first.evaluate("link => link.href"))

    assert answer.ok
    assert answer.body().startswith(b"%PDF-1.7")
    assert len(answer.body()) < 100 * KB


def test_the_whole_of_a_page_stays_small(browse, advice):
    page = browse("/ar/rights/protest/", script=False)

    sizes = {}
    for address in set(page.asked):
        body = page.request.get(address).body()
        is_packed = address.endswith(".woff2")
        sizes[urlsplit(address).path] = len(body) if is_packed else len(gzip.compress(body))
    assert sum(sizes.values()) < 60 * KB, sizes
