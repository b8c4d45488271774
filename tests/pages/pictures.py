"""Takes the picture of every page type; not a test by itself, `make screenshots` runs it."""

import os
from pathlib import Path

import pytest

from tests.pages.register import PAGES
from tests.pages.test_seen import window

__all__ = ["window"]
WIDTHS = (360, 1280)


@pytest.mark.parametrize("shown", PAGES, ids=lambda page: page.name)
def test_picture(scene, window, shown):  # pytest's way of naming what it needs
    for language in ("ar", "en"):
        answer = shown.show(scene, language)
        for width in WIDTHS:
            page = window.put(answer, width=width)
            picture = Path(os.environ["PICTURES"]) / f"{shown.name}-{language}-{width}.png"
            page.screenshot(path=picture, full_page=True)
