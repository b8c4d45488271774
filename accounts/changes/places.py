"""A place in a list of changes as an address carries it."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing

from accounts.changes.selectors import Page, Place

CURSOR = signing.Signer(salt="accounts.changes")


def written(at: Place) -> str:
    return CURSOR.sign(f"{at[0].isoformat()}~{at[1]}")


def read(text: str) -> Place | None:
    """None for what this site did not write."""
    try:
        moment, pk = CURSOR.unsign(text).split("~")
        return datetime.fromisoformat(moment), UUID(pk)
    except (signing.BadSignature, ValueError):
        return None


def addresses(page: Page, **kept: str) -> dict[str, str]:
    """The addresses of the pages beside this one, "" where there is none."""
    beside = {"previous_url": ("before", page.newer), "next_url": ("after", page.older)}
    query = {name: value for name, value in kept.items() if value}
    return {
        name: "?" + urlencode({**query, way: written(at)}) if at else "" for name, (way, at) in beside.items()
    }
