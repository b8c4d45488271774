"""Templates: nothing inline that the Content-Security-Policy would refuse, nothing physical in Arabic."""

import re

import pytest
from django.conf import settings
from django.template import engines

ROOT = settings.BASE_DIR / "templates"
# Letters and the PDF are not pages: they carry no policy of their own.
TEMPLATES = [
    path for path in sorted(ROOT.rglob("*.html")) if path.relative_to(ROOT).parts[0] not in {"pdf", "letters"}
]
INLINE = re.compile(r"<[^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|javascript:", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


def test_the_lint_finds_what_it_looks_for():
    for bad in (
        '<p style="x">',
        '<a onclick="x()">',
        "<style>",
        "<script>alert(1)</script>",
        '<a href="javascript:x">',
    ):
        assert INLINE.search(bad), bad
    assert not INLINE.search('<script src="/static/js/site.js" defer></script>')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_can_be_read_by_the_engine(path):
    engines["django"].get_template(str(path.relative_to(ROOT)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_loads_nothing_from_elsewhere(path):
    assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//", path.read_text()) == []
