"""Norms as the files have them, in a world of 22 states of which a few receive complaints."""

import re

import pytest
from django.test import Client

from accounts.models import State
from complaints.guidance import loading
from tests import factories

NAMES = {"OM": "عُمان", "LB": "لبنان", "SD": "السودان", "AE": "الإمارات", "TN": "تونس", "KM": "جزر القمر"}


@pytest.fixture
def norms(world):
    """Every norm and party of the files; some closed states beside the open ones of the tests' world."""
    loading.load()
    State.objects.bulk_create(
        [State(code=code, name_ar=name, name_en=f"State {code}", zone="UTC") for code, name in NAMES.items()]
    )
    return world


@pytest.fixture
def page(norms):
    """The words of a page, as somebody without session or script gets it."""
    client = Client()

    def page(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert not answer.cookies
        return answer.content.decode()

    return page


def main(html):
    """What the page itself says, without markup and without its frame."""
    inside = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside))


__all__ = ["factories", "main"]
