"""Filing on the nine pages as a browser does it: each page fetched, sent, and the next one followed to."""

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from benchmarks.short_path import WORDS
from benchmarks.visitor import HIDDEN, Answer

FIRST = "/en/complaints/new/before/"
ACTION = re.compile(r'<form id="step" method="post" action="([^"]+)"')
MOST = 40  # requests; more is a circle
Ask = Callable[..., Answer]
MODES = ("named", "confidential", "anonymous")
ANSWERS: dict[str, list[tuple[str, str]]] = {
    "before": [("state", "BH")],
    "whom": [("source", "individual"), ("gender", "not_stated")],
    "matter": [("kind", "complaint")],
    "urgent": [],
    "where": [("country", "BH"), ("governorate", ""), ("place_type", "street"), ("service", "")],
    "when": [("how", "approximate"), ("since", "3/2026"), ("until", "")],
    "story": [("narrative", WORDS), ("wish", "I would like an answer.")],
    "about": [("categories", "LIB")],
    "people": [("role-0", "witness"), ("name-0", ""), ("details-0", "")],
    "evidence": [],
}


def file(ask: Ask, number: int) -> int:
    """One complaint of three kinds in turn, to the receipt. Returns how many requests it took."""
    mode, requests, path = MODES[number % 3], 0, FIRST
    while requests < MOST:
        page = ask("GET", path)
        requests += 1
        if page.status != 200:
            raise RuntimeError(f"{path} answered {page.status}")
        if path.endswith("/receipt/"):
            return requests
        found = ACTION.search(page.text)
        if found is None:
            raise RuntimeError(f"{path} has no form")
        answer = ask("POST", html.unescape(found[1]), _filled(page.text, path, mode))
        requests += 1
        if answer.status != 303:
            raise RuntimeError(f"sending {path} answered {answer.status}")
        path = answer.location
    raise RuntimeError("the pages lead in a circle")


def _filled(page: str, path: str, mode: str) -> list[tuple[str, str]]:
    slug = urlsplit(path).path.rstrip("/").rsplit("/", 1)[-1]
    name = [] if mode == "anonymous" else [("name", "Demo Visitor"), ("email", ""), ("phone", "")]
    own = {"known": [("mode", mode)], "contact": [*name, ("language", "en")]}
    form = page[page.index('<form id="step"') :]
    hidden = [(name, html.unescape(value)) for name, value in HIDDEN.findall(form)]
    return hidden + (own.get(slug) or ANSWERS.get(slug, []))
