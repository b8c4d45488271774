"""What letters say: one file for each purpose and language, in paragraphs of which some are the writer's choice.

templates/complaints/letters/<purpose>/<ar|en>.txt. Its first line is the subject. `== code` begins a paragraph that
stands in every letter of the kind; `=? code | what it is for` one that the writer may take, `=+` one that is
taken unless the writer leaves it out. What only the writer knows stands between [[ and ]], and nothing is sent
while it does. Dates, numbers and references are filled in by the template language.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates

from complaints.correspondence import Purpose

LANGUAGES = ("ar", "en")
_HEAD = re.compile(r"^=([=?+]) ([a-z_]+)(?: \| (.+))?$")
_OPEN_PLACE = re.compile(r"\[\[.*?\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a letter; `label` says to the writer what an optional one is for."""

    code: str
    text: str
    label: str = ""
    is_taken: bool = True  # unless the writer says otherwise

    @property
    def is_optional(self) -> bool:
        return bool(self.label)


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter before anybody chose or changed anything."""

    subject: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def optional(self) -> list[Paragraph]:
        return [one for one in self.paragraphs if one.is_optional]

    def composed(self, chosen: Collection[str]) -> str:
        """The words with these optional paragraphs, blank lines between."""
        taken = [one.text for one in self.paragraphs if not one.is_optional or one.code in chosen]
        return "\n\n".join(taken)


def wording(purpose: str, language: str, facts: Mapping[str, object]) -> Wording:
    """The words of a purpose in a language, with what is known of the case filled in.

    Raises `TemplateDoesNotExist` for what no file says.
    """
    name = f"complaints/letters/{Purpose(purpose).value}/{language}.txt"
    # Plain text: an apostrophe in a name is to stay one.
    template = cast(DjangoTemplates, engines["django"]).engine.get_template(name)
    written = template.render(Context({**facts, "language": language}, autoescape=False))
    subject, _newline, rest = written.strip().partition("\n")
    return Wording(subject.strip(), tuple(_paragraphs(rest)))


def _paragraphs(text: str) -> list[Paragraph]:
    found: list[tuple[str, str, bool, list[str]]] = []
    for line in text.splitlines():
        if head := _HEAD.match(line.strip()):
            mark, code, label = head.groups()
            found.append((code, label or "", mark != "?", []))
        elif found:
            found[-1][3].append(line.strip())
    return [
        Paragraph(code, "\n".join(lines).strip(), label, is_taken) for code, label, is_taken, lines in found
    ]


def open_places(text: str) -> list[str]:
    """What is still to be filled in by the writer."""
    return _OPEN_PLACE.findall(text)
