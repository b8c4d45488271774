"""A visitor without session, account or JavaScript, and the form as it is sent from the page."""

import re

import pytest
from django.test import Client

NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب، واحتُجزت ست ساعات."


@pytest.fixture(autouse=True)
def _as_outside(remembering):
    """Walks of a dozen pages read the places once."""


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def amal(client, world):
    return Visitor(client)


class Visitor:
    """Somebody at the public side."""

    def __init__(self, client):
        self.client = client

    def form(self, language="ar", query="", **typed):
        """What the page would send: its hidden fields, and what was typed."""
        page = self.client.get(f"/{language}/complaints/new/short/{query}").content.decode()
        hidden = re.search('name="key" value="([^"]+)"', page)[1]
        return {
            "key": hidden,
            "website": "",
            "state": "BH",
            "mode": "named",
            "matter": "complaint",
            "narrative": NARRATIVE,
            "categories": ["LIB"],
            "name": "أمل تجربة",
            **typed,
        }

    def send(self, form, language="ar", **headers):
        return self.client.post(f"/{language}/complaints/new/short/", form, **headers)

    def file(self, language="ar", **typed):
        """Reference and code of a complaint sent now."""
        answer = self.send(self.form(language, **typed), language)
        assert answer.status_code == 303, errors(answer)
        page = self.client.get(answer.headers["Location"]).content.decode()
        return output(page, "reference"), output(page, "receipt-code")

    def follow(self, code, language="ar", **headers):
        return self.client.post(f"/{language}/complaints/track/", {"code": code}, **headers)


def output(page, name):
    found = re.search(f'<output id="{name}"[^>]*>(.*?)</output>', page, re.S)
    return re.sub("<[^>]*>|\\s", "", found[1])


def errors(answer):
    """What the page says is wrong."""
    page = answer.content.decode()
    summary = re.search('<div class="error-summary".*?</div>', page, re.S)
    return re.sub("<[^>]*>", " ", summary[0]) if summary else ""
