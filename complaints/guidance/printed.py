"""The blank form on paper: the questions of the form on the screen, with lines and boxes to write in.

The questions come from the intake's own declarations, so that paper and screen ask the same.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import pdf
from complaints.guidance import paper

EDITION = date(2026, 11, 22)
"""When the printed words last changed; it stands on each page."""
SHORT_LIST = 6  # boxes under each other
FEW_ROWS, LONG_LINES = 6, 24  # a narrative gets a page
ON_PAPER: dict[str, str | Promise] = {
    "narrative": gettext_lazy(
        "In your own words, in any language. The place, the day and who was present help."
    ),
    "agrees": gettext_lazy("Only where the institution says that nobody else may take it."),
    "email": gettext_lazy("Only if it is safe to be written to."),
}
"""Hints that say something else on paper than on the screen."""


@dataclass(frozen=True, slots=True)
class Box:
    """One answer to tick."""

    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: boxes to tick, or so many lines to write on."""

    name: str
    label: str
    hint: str
    boxes: tuple[Box, ...] = ()
    lines: int = 0

    @property
    def columns(self) -> list[tuple[Box, ...]]:
        """Long lists stand in two columns."""
        half = len(self.boxes) if len(self.boxes) <= SHORT_LIST else -(-len(self.boxes) // 2)
        return [self.boxes[start : start + half] for start in range(0, len(self.boxes), half)]

    @property
    def ruled(self) -> range:
        """One element a line, for the template."""
        return range(self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the screen, as a part of the paper."""

    slug: str
    title: str
    questions: tuple[Question, ...]


def sections() -> list[Section]:
    """What the paper asks, in the language that is active."""
    return [
        Section(screen.slug, str(screen.title), tuple(map(_question, paper.asked_on(screen))))
        for screen in paper.screens()
    ]


def _question(bound: BoundField) -> Question:
    hint = str(ON_PAPER.get(bound.name, bound.help_text))
    field, label = bound.field, str(bound.label)
    if isinstance(field, forms.BooleanField):
        return Question(bound.name, "", hint, boxes=(Box(label),))
    if isinstance(field, forms.ChoiceField) and not isinstance(field.widget, forms.Select):
        return Question(bound.name, label, hint, boxes=_boxes(field))
    return Question(bound.name, label, hint, lines=_lines(field.widget))


def _lines(widget: forms.Widget) -> int:
    """Handwriting needs more room than type."""
    if not isinstance(widget, forms.Textarea):
        return 1
    rows = int(widget.attrs["rows"])
    return rows if rows <= FEW_ROWS else LONG_LINES


def _boxes(field: forms.ChoiceField) -> tuple[Box, ...]:
    options = [option for _value, option in field.choices]  # type: ignore[union-attr, misc]
    return tuple(Box(str(option), str(getattr(option, "hint", ""))) for option in options)


def _furniture() -> dict[str, str]:
    """What the margins of a page say."""
    return {
        **pdf.furniture(),
        "name": _("Complaint or request for assistance: the form on paper"),
    }


def render(language: str) -> bytes:
    """The form as a tagged PDF on A4. Same words, same bytes."""
    with translation.override(language):
        said = {
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "sections": sections(),
            "edition": EDITION,
            "words": _furniture(),
        }
        return pdf.render(
            html=render_to_string(f"pdf/form_{language}.html", said),
            css=render_to_string("pdf/form.css", said),
        )
