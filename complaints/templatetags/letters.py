"""What the files of letters use: counted things and places in a row, in the letter's language and digits."""

from datetime import date
from typing import Any, Literal

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from common import counting, languages
from complaints.correspondence import Correspondent, Purpose
from complaints.models import Letter

register = template.Library()


@register.simple_tag(takes_context=True)
def counted(context: Context, count: int, noun: str, case: counting.Case = "nominative") -> str:
    """{% counted days "working_day" "genitive" %}: 3 أيام عمل."""
    return counting.counted(count, noun, case=case, **_written(context))


@register.simple_tag(takes_context=True)
def ordinal(context: Context, place: int, gender: Literal["masculine", "feminine"] = "masculine") -> str:
    """{% ordinal times %}: الثاني, second."""
    return counting.ordinal(place, gender=gender, **_written(context))


def _written(context: Context) -> dict[str, Any]:
    return {"language": context["language"], "arabic_digits": context["arabic_digits"]}


@register.filter
def set_apart(text: object) -> SafeString:
    """Words on paper: in Arabic, references and Latin words keep their own order whatever stands around them.

    An isolate is not enough for the printing engine; an element with its direction is.
    """
    if (get_language() or "ar")[:2] != "ar":
        return format_html("{}", text)
    pieces = languages.runs(str(text))
    return format_html_join(
        "",
        "{}",
        ((format_html('<span class="ltr" dir="ltr">{}</span>', run) if ltr else run,) for run, ltr in pieces),
    )


@register.filter
def what_of(letter: Letter) -> object:
    """What a letter is, in the words of the vocabulary."""
    return Purpose(letter.purpose).label if letter.purpose else gettext("Incoming letter")


@register.filter
def who_of(letter: Letter) -> object:
    """The other side: the unit or institution by name, else what kind of correspondent."""
    named = letter.unit or letter.body
    return named.name if named else Correspondent(letter.correspondent).label


@register.filter
def written(line: dict[str, int]) -> str:
    """A number as the case's page has it."""
    return f"{line['year']}/{line['number']}"


@register.filter
def as_day(text: str) -> date:
    """A day as the database writes it into a line of numbers."""
    return date.fromisoformat(text)
