"""Every page type in one language: no English words left in Arabic pages, nor Arabic ones in English pages.

Words in another language are allowed where the page says so by `lang`, and where a reader of either language
reads the same: addresses, references, codes and file names, which stand isolated left to right.
"""

import re
from html.parser import HTMLParser

import pytest

from tests.pages.register import PAGES, SEEN

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "source", "col", "area"}
SILENT = {"script", "style", "svg", "code", "kbd", "textarea"}  # in a text area stands what somebody typed
SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-label", "data-copied", "summary", "label"}
LATIN, ARABIC = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[\u0621-\u064a]{2,}")
# Formats and names of programs, written so in Arabic too.
ALLOWED = {"PDF", "SMS", "XLSX", "CSV", "UTF", "JPEG", "PNG", "HEIC", "MP", "OGG"}
ALLOWED |= {"JSON", "SHA", "OpenAPI"}
ALLOWED |= {"Aegis", "FreeOTP", "Google", "Authenticator"}
# Not the page's own words: the reference in a window's title, where nothing can be marked, and what a sentence
# quotes between the isolating characters FSI and PDI.
QUOTED = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}\b|\u2068[^\u2069]*\u2069")


class Words(HTMLParser):
    """What a page says in its own language: text and spoken attributes, with the element they stand in."""

    def __init__(self, html, language):
        super().__init__(convert_charrefs=True)
        self.language, self.open, self.found = language, [], []
        self.feed(html)

    @property
    def is_own(self):
        return all(own for _tag, own in self.open)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        other = attrs.get("lang", self.language) != self.language
        isolated = attrs.get("dir") == "ltr" and tag not in ("html", "body")
        # Unlike its contents, the attributes of a field for addresses and codes are sentences.
        if not other and self.is_own:
            said = {name: value for name, value in attrs.items() if name in SPOKEN and value}
            if tag == "input" and attrs.get("type") in ("submit", "button") and attrs.get("value"):
                said["value"] = attrs["value"]
            self.found += [(f"{tag}[{name}]", value) for name, value in said.items()]
        if tag not in VOID:
            self.open.append((tag, not (other or isolated or tag in SILENT)))

    def handle_endtag(self, tag):
        if any(tag == name for name, _own in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if data.strip() and self.is_own:
            self.found.append((self.open[-1][0] if self.open else "", data.strip()))


def foreign(html, language):
    """Words of the other language, each with the sentence it stands in."""
    strange = LATIN if language == "ar" else ARABIC
    return [
        f"<{tag}> {text[:160]}"
        for tag, text in Words(html, language).found
        if any(word not in ALLOWED for word in strange.findall(QUOTED.sub("", text)))
    ]


def speaks(answer, language):
    """What every page type is asked in both languages."""
    html = answer.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert "%(" not in html
    assert foreign(html, language) == []


# The language in which test_seen draws a page is read there, from the same answer.
READ_THERE = {(page.name, language) for page, language, _width, _scheme in SEEN}
READ_HERE = [
    (page, language) for page in PAGES for language in ("ar", "en") if (page.name, language) not in READ_THERE
]


@pytest.mark.parametrize(
    ("page", "language"), READ_HERE, ids=[f"{page.name}-{lang}" for page, lang in READ_HERE]
)
def test_a_page_speaks_its_own_language(scene, page, language):
    speaks(page.show(scene, language), language)


def test_the_walk_finds_what_it_looks_for():
    """A leftover in text, an attribute and a title; nothing in what is marked, isolated or a name everywhere."""
    page = (
        '<html lang="ar"><head><title>شكوى · Complaint</title></head><body><p>وصلت Today</p>'
        '<input aria-label="Search"><p lang="en">English</p><span dir="ltr">BH-26AB</span>'
        '<b>PDF</b><br><code>abc</code><img alt="logo"></body></html>'
    )

    assert [line.split()[0] for line in foreign(page, "ar")] == [
        "<title>",
        "<p>",
        "<input[aria-label]>",
        "<img[alt]>",
    ]
    assert foreign('<p lang="ar">عربية</p><p>وصلت</p>', "en") == ["<p> وصلت"]
