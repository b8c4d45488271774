"""Letters by e-mail: every one there is, in both languages, with no place for anything of anybody's."""

import re

import pytest
from django.conf import settings

from accounts import letters
from tests.pages.test_words import ALLOWED, ARABIC, LATIN

FOLDER = settings.BASE_DIR / "templates" / "letters"
SOURCES = ("accounts", "common", "complaints", "config", "record", "reporting", "vault")


def test_each_letter_that_is_written_is_one_that_is_sent():
    assert {folder.name for folder in FOLDER.iterdir()} == set(letters.CODES)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "code", sorted({*letters.CODES} - {"digest", "period"})
)  # their numbers: tests/team, tests/reporting
def test_a_letter_is_in_its_language_and_has_no_place_but_for_a_link(code, language):
    text = (FOLDER / code / f"{language}.txt").read_text()

    assert set(re.findall(r"{[{%].*?[%}]}", text)) <= {
        "{{ link }}",
        "{% autoescape off %}",
        "{% endautoescape %}",
    }
    words = re.sub(r"{[{%].*?[%}]}", "", text)
    strange = (LATIN if language == "ar" else ARABIC).findall(words)
    assert [word for word in strange if word not in ALLOWED] == []


def test_no_other_code_writes_letters():
    """Whoever wants to send mail goes through `letters.send`, which takes a code and a link alone."""
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for package in SOURCES
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if re.search(
            r"\bEmailMessage\(|EmailMultiAlternatives\(|\bsend_mail\(|mail_admins\(", path.read_text()
        )
    ]

    # allauth's adapter overrides a method of that name, which leads to ours.
    assert sorted(found) == ["accounts/adapter.py", "accounts/letters.py"]
