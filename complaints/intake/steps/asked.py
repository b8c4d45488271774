"""What a question may depend on: the answers so far, and the places that receive complaints."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.actor import Actor
from complaints.intake import selectors
from complaints.intake.selectors import Ground, Place
from complaints.intake.steps import doors
from complaints.intake.steps.drafts import Answers, Draft
from complaints.vocabulary import Matter, Mode, Source, Subject

MOST_ROWS = 20
OWN = "individual"  # whoever files is the person concerned

# What page 4 offers, as matter and subject.
KINDS = {
    "complaint": (Matter.COMPLAINT, Subject.SECURITY_WORK),
    "assistance": (Matter.ASSISTANCE, Subject.SECURITY_WORK),
    "directorate": (Matter.COMPLAINT, Subject.DIRECTORATE_HANDLING),
    "nhri": (Matter.COMPLAINT, Subject.NHRI_HANDLING),
}


@dataclass
class Asked:
    """The draft beside what it refers to. Answers are as typed: a page looks at its own through its form.

    `by` is the clerk who writes it down for somebody; nobody, where the complainant does.
    """

    draft: Draft
    by: Actor | None = None

    def said(self, page: str, name: str) -> str:
        """One answer, "" where it was not given."""
        return next(iter(self.draft.answers.get(page, {}).get(name, ())), "")

    def all_said(self, page: str, name: str) -> list[str]:
        return self.draft.answers.get(page, {}).get(name, [])

    @cached_property
    def places(self) -> list[Place]:
        return selectors.places()

    @property
    def place(self) -> Place | None:
        """The state it happened in."""
        return selectors.place_of(self.state, self.places)

    @cached_property
    def ground(self) -> Ground:
        return selectors.ground(self.state)

    @property
    def door(self) -> doors.Door:
        return doors.DESK if self.by else doors.PUBLIC

    @property
    def state(self) -> str:
        """The one chosen on the first page; a clerk writes for their own."""
        return self.by.state if self.by else self.said("before", "state")

    @property
    def is_own_initiative(self) -> bool:
        """Nobody complains: the clerk's institution acts by itself."""
        return self.said("arrival", "brought_by") == Source.OWN_INITIATIVE

    @property
    def source(self) -> str:
        """Who files: known from how it arrived, where no person brought it."""
        brought_by = self.said("arrival", "brought_by")
        if brought_by in (Source.OWN_INITIATIVE, Source.AUTHORITY):
            return brought_by
        return self.said("whom", "source")

    @property
    def mode(self) -> str:
        """How somebody wants to be known. What an institution begins by itself waits for nobody at the ministry."""
        return Mode.CONFIDENTIAL.value if self.is_own_initiative else self.said("known", "mode")

    @property
    def kind(self) -> str:
        kind = self.said("matter", "kind")
        return kind if kind in KINDS else ""

    @property
    def is_assistance(self) -> bool:
        return self.kind == "assistance"

    @property
    def is_about_security(self) -> bool:
        return self.kind == "complaint"

    @property
    def is_for_another(self) -> bool:
        return self.source not in ("", OWN)


class Question(forms.Form):
    """One page's questions. It keeps whatever was typed and says beside each field what is wrong with it."""

    has_rows: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, asked: Asked, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.label_suffix = ""
        self.asked = asked
        self.arrange()

    def arrange(self) -> None:
        """Fill in what depends on earlier answers."""

    def offer(self, name: str, choices: Any) -> None:
        """Set a field's choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def rows(self) -> int:
        """How many rows a page of rows has: as sent, as kept, or one."""
        told = str((self.data if self.is_bound else self.initial).get("rows") or "")
        return max(1, min(int(told), MOST_ROWS)) if told.isdecimal() else 1


def answers_of(form: Question, data: "MultiValueDict[str, str]") -> Answers:
    """What a page sent, for the fields it has."""
    names = [*form.fields, *(["rows"] if form.has_rows else [])]
    return {name: data.getlist(name) for name in names if name in data}


def data_of(answers: Answers) -> "MultiValueDict[str, str]":
    """Kept answers as a form takes them."""
    return MultiValueDict(answers)


def initial_of(kind: type[Question], answers: Answers) -> dict[str, Any]:
    """Kept answers as a page shows them, without judging them."""
    found: dict[str, Any] = {}
    for name, values in answers.items():
        several = isinstance(kind.base_fields.get(name), forms.MultipleChoiceField)
        found[name] = values if several else next(iter(values), "")
    return found
