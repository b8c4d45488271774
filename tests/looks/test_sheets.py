"""The style sheets: one for both directions, colours only in tokens.css, contrast computed from them."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[-\w]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|float|clear|width|height"
    r"|(?:min|max)-(?:width|height)|overflow-[xy]"
    r")\s*:"
)
PHYSICAL_VALUE = re.compile(
    r"text-align\s*:\s*(?:left|right)|(?:float|clear)\s*:|letter-spacing\s*:|justify\s*;"
)
# Two or four values set one side apart from the other: only logical shorthands may.
LOPSIDED = re.compile(r"(?<![-\w])(?:margin|padding|inset)\s*:\s*[^\s;{}]+(?:\s+[^\s;{}]+){3}\s*[;}]")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(")


def rules(path):
    """The sheet without comments and without media conditions, which are physical by nature."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    return re.sub(r"@media[^{]*\{", "{", text)


def test_there_are_sheets_to_look_at():
    assert {sheet.name for sheet in SHEETS} >= {"tokens.css", "site.css", "desk.css"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_physical_side(sheet):
    text = rules(sheet)

    found = PHYSICAL.findall(text) + PHYSICAL_VALUE.findall(text) + LOPSIDED.findall(text)

    allowed = {"overflow-x:"}  # overflow-inline is not in every browser, and both directions scroll alike
    assert [match for match in found if match not in allowed] == []


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=lambda sheet: sheet.name
)
def test_colours_live_in_the_tokens_alone(sheet):
    assert COLOUR.findall(rules(sheet)) == []


def test_the_lint_finds_what_it_looks_for():
    bad = "a{margin-left:1px;float:left;text-align:right;color:#fff;padding:1px 2px 3px 4px;top:0}"

    assert len(PHYSICAL.findall(bad)) == 3
    assert PHYSICAL_VALUE.findall(bad)
    assert LOPSIDED.findall(bad)
    assert COLOUR.findall(bad)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_used_exists(sheet):
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in SHEETS)))

    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) - defined == set()


def tokens(scheme):
    """The colour tokens of one scheme as (red, green, blue), 0 to 1."""
    text = (CSS / "tokens.css").read_text()
    light = text.split("@media (prefers-color-scheme: dark)")[0]
    dark = text.split("@media (prefers-color-scheme: dark)")[1].split("@media print")[0]
    found = dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})(?:[0-9a-f]{2})?;", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})(?:[0-9a-f]{2})?;", dark))
    return {
        name: tuple(int(value[start : start + 2], 16) / 255 for start in (0, 2, 4))
        for name, value in found.items()
    }


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours."""

    def luminance(colour):
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT = ("ink", "ink-soft", "primary", "primary-strong", "attention", "late", "good")
GROUNDS = ("paper", "surface", "wash")
ON_SOLID = (("on-primary", "primary"), ("on-primary", "primary-strong"), ("on-late", "late"))
EDGES = ("ink-soft", "primary", "late", "attention", "good", "chart-1", "chart-2", "chart-3", "chart-4")


def test_contrast_is_measured_as_wcag_does():
    assert round(contrast((0, 0, 0), (1, 1, 1)), 1) == 21.0
    assert round(contrast((0x77 / 255,) * 3, (1, 1, 1)), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_at_seven_to_one(scheme):
    colours = tokens(scheme)
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS] + list(ON_SOLID)

    low = {
        f"{a} on {b}": round(ratio, 2) for a, b in pairs if (ratio := contrast(colours[a], colours[b])) < 7
    }

    assert low == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_that_carry_meaning_stand_at_three_to_one(scheme):
    colours = tokens(scheme)
    pairs = [(edge, ground) for edge in EDGES for ground in GROUNDS]

    low = {
        f"{a} on {b}": round(ratio, 2) for a, b in pairs if (ratio := contrast(colours[a], colours[b])) < 3
    }

    assert low == {}
