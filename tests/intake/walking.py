"""Somebody without JavaScript who goes through the nine pages as their forms say."""

import re
from html.parser import HTMLParser

from django.core.cache import cache

from tests.intake.conftest import NARRATIVE, errors

ANSWERS = {
    "before": {"state": "BH"},
    "known": {"mode": "confidential"},
    "whom": {"source": "individual", "gender": "female"},
    "concerned": {"consent": "given", "relationship": "sibling", "name": "كريم"},
    "matter": {"kind": "complaint"},
    "help": {"assistance_kind": "medical_visit"},
    "urgent": {"urgent": ["held"]},
    "where": {"country": "BH", "place_type": "station"},
    "when": {"how": "exact", "since": "14/3/2026"},
    "story": {"narrative": NARRATIVE, "wish": "اعتذار"},
    "about": {"categories": ["LIB", "MED"]},
    "people": {"role-0": "witness", "name-0": "سلمى", "details-0": ""},
    "contact": {"name": "أمل تجربة", "email": "amal@example.org", "safe": "مساءً فقط", "language": "ar"},
}


class Fields(HTMLParser):
    """What a browser would send of the page's form, untouched."""

    def __init__(self, page):
        super().__init__()
        self.found, self.select, self.area, self.inside = {}, None, None, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value", "")
        if tag == "form":
            self.inside = attrs.get("id") == "step"
        if not self.inside:
            return
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in attrs:
                self.found.setdefault(name, []).append(value if kind != "checkbox" else value or "on")
        if tag == "select":
            self.select, self.found[name] = name, []
        if tag == "option" and self.select and ("selected" in attrs or not self.found[self.select]):
            self.found[self.select] = [value]
        if tag == "textarea":
            self.area, self.found[name] = name, [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None
        if tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.area:
            self.found[self.area][0] += data.removeprefix("\n") if not self.found[self.area][0] else data


class Walker:
    """One browser at one page."""

    def __init__(self, client, language="ar", answers=None):
        self.client, self.language = client, language
        self.answers = {page: dict(told) for page, told in ANSWERS.items()}
        for page, told in (answers or {}).items():
            self.answers[page] = self.answers.get(page, {}) | told
        self.seen, self.asked = [], 0
        self.get("before")

    # --- as a browser ---------------------------------------------------------------------------

    def get(self, address):
        path = address if address.startswith("/") else f"/{self.language}/complaints/new/{address}/"
        return self.took(self.client.get(path), path)

    def took(self, answer, path):
        self.asked += 1
        if answer.status_code in (302, 303):
            return self.get(answer.headers["Location"])
        self.answer, self.path = answer, path
        self.page = answer.content.decode()
        # A page drawn at once, because nothing could be kept, is where its form leads.
        shown = self.action if 'id="step"' in self.page else path
        self.slug = shown.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        return self

    @property
    def fields(self):
        return Fields(self.page).found

    @property
    def sealed(self):
        return self.fields.get("draft", [""])[0]

    @property
    def action(self):
        return re.search(r'<form id="step"[^>]*action="([^"]+)"', self.page)[1].replace("&amp;", "&")

    def send(self, *, untouched=False, drop=(), **typed):
        form = self.fields if untouched else {**self.fields, **typed}
        form = {name: value for name, value in form.items() if name not in drop}
        path = self.action
        return self.took(self.client.post(path, form), path)

    # --- as somebody ----------------------------------------------------------------------------

    def fill(self, **more):
        """Answer the page one is at, as far as it asks."""
        told = {**self.answers.get(self.slug, {}), **more}
        asked = set(re.findall(r'name="([^"]+)"', self.page))
        self.seen.append(self.slug)
        return self.send(**{name: value for name, value in told.items() if name in asked})

    def go_to(self, slug):
        for _step in range(30):
            if self.slug == slug:
                return self
            before = self.slug
            self.fill()
            assert self.answer.status_code == 200, (before, errors(self.answer))
        raise AssertionError(f"{slug} was not reached: {self.seen}")

    def file(self):
        """To the receipt."""
        return self.go_to("check").send()


def everything_in_redis():
    """Every key and value of the cache's database."""
    client = cache._cache.get_client()
    return b"".join(
        key + (client.get(key) or b"") for key in client.scan_iter() if client.type(key) == b"string"
    )
