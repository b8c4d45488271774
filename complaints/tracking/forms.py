"""What a complainant fills in while following a case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from common.forms import Option
from common.languages import clean_text, digits
from complaints.aftercare import Opinion, Question
from complaints.casework.services import Given
from complaints.evidence.forms import FilesField
from complaints.naming import category_choices
from complaints.vocabulary import Mode, Safety

MESSAGE_LIMIT = 20_000
"""Characters, as for the complaint itself."""


class CodeForm(forms.Form):
    """The secret follow-up code. What was typed is never shown again."""

    code = forms.CharField(
        label=gettext_lazy("Secret follow-up code"),
        help_text=gettext_lazy(
            "28 letters and digits from the receipt. Spaces, lower case and Arabic digits do."
        ),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = True
        self.use_required_attribute = False


class FilesForm(forms.Form):
    """Files for a case, and a few words about them."""

    message = WordsField(
        limit=MESSAGE_LIMIT,
        required=False,
        label=gettext_lazy("A few words about them"),
        help_text=gettext_lazy("What they show, when and where. Whoever works on the complaint reads this."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared above: a form calls what was uploaded by that name.
        self.fields["files"] = FilesField()
        self.label_suffix = ""
        self.use_required_attribute = False


class MessageForm(forms.Form):
    """Words to whoever works on the case."""

    message = WordsField(
        limit=MESSAGE_LIMIT,
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("Up to 20,000 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words, please.")},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        # Several of these stand on one page: each has ids of its own.
        super().__init__(*args, **{"auto_id": f"{action}_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False


HINTS = {
    Mode.NAMED: gettext_lazy("Whoever leads the case can learn your name."),
    Mode.CONFIDENTIAL: gettext_lazy(
        "An independent body leads the case. The ministry reads only a text that this body releases."
    ),
    Mode.ANONYMOUS: gettext_lazy("Your name and contact are erased here and cannot be brought back."),
}


class ModeForm(forms.Form):
    """How somebody wants to be known from now on, with a name where that needs one."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How do you want to be known from now on?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how you want to be known."),
            "invalid_choice": gettext_lazy("Choose one of the ways offered."),
        },
    )

    def __init__(
        self, *args: Any, modes: Iterable[Mode], has_name: bool, chosen: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False
        self.open_to = [mode.value for mode in modes]
        choices = [(mode.value, Option(mode.label, hint=HINTS[mode])) for mode in modes]
        self.fields["mode"].choices = choices  # type: ignore[attr-defined]
        self.chosen = chosen or (self.data.get("mode", "") if self.is_bound else "")
        self.chosen = self.chosen if self.chosen in self.open_to else ""
        if not has_name and self.chosen in (Mode.NAMED, Mode.CONFIDENTIAL):
            self._ask_name()

    def _ask_name(self) -> None:
        confirming = "confirm" in self.data
        self.fields["name"] = WordsField(
            limit=200,
            label=gettext_lazy("Your name"),
            help_text=gettext_lazy("It is stored encrypted."),
            required=confirming and self.chosen == Mode.NAMED,
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            error_messages={"required": gettext_lazy("Write your name, or choose a way without it.")},
        )
        self.fields["email"] = forms.EmailField(
            label=gettext_lazy("E-mail"),
            help_text=gettext_lazy("Only if it is safe."),
            required=False,
            max_length=254,
            error_messages={
                "invalid": gettext_lazy(
                    "Write an e-mail address such as name@example.org, or leave it empty."
                )
            },
        )
        self.fields["phone"] = WordsField(
            limit=60,
            label=gettext_lazy("Telephone"),
            help_text=gettext_lazy("Only if it is safe to be called on it."),
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "dir": "ltr"}),
        )

    @property
    def identity(self) -> list[forms.BoundField]:
        """The fields of a name that is asked for."""
        return [self[name] for name in ("name", "email", "phone") if name in self.fields]

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(
            mode=data["mode"],
            name=data.get("name", ""),
            email=clean_text(data.get("email", "")),
            phone=digits(data.get("phone", ""), arabic=False),
        )


class ConvertForm(forms.Form):
    """What a request for assistance complains of, now that it becomes a complaint."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("As many as apply. Who leads and who may read depends on it."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        error_messages={
            "required": gettext_lazy("Choose what it is about: who may read it here depends on that."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )
    reason = WordsField(
        limit=MESSAGE_LIMIT,
        label=gettext_lazy("What you complain of"),
        help_text=gettext_lazy("Up to 20,000 characters."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words, please.")},
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        named = category_choices(state, grave_first=True)
        self.fields["categories"].choices = named  # type: ignore[attr-defined]
        self.use_required_attribute = False

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(categories=tuple(data["categories"]), reason=data["reason"])


class SafetyForm(forms.Form):
    """The answer to the question about reprisals."""

    safety = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=Safety.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an answer, or leave the question open."),
            "invalid_choice": gettext_lazy("Choose an answer, or leave the question open."),
        },
    )
    message = WordsField(
        limit=MESSAGE_LIMIT,
        label=gettext_lazy("What happened, if you want to say it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "safety_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False

    @property
    def given(self) -> Given:
        return Given(safety=self.cleaned_data["safety"], message=self.cleaned_data["message"])


class SatisfactionForm(forms.Form):
    """What somebody thought of the procedure, once it has ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "satisfaction_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False
        for question in Question:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=Opinion.choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "choices-plain"}),
                error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
            )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error(next(iter(Question)).value, gettext_lazy("Answer at least one of the questions."))
        return self.cleaned_data

    @property
    def given(self) -> Given:
        return Given(satisfaction={name: answer for name, answer in self.cleaned_data.items() if answer})


class TransferForm(forms.Form):
    """Whether a case may go to another state's institution, and whether names go along."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an answer, or leave the question open."),
            "invalid_choice": gettext_lazy("Choose an answer, or leave the question open."),
        },
    )

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "transfer_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False
        named = [("named", gettext_lazy("Yes, with my name and contact"))] if has_name else []
        nameless = (
            gettext_lazy("Yes, without my name and contact")
            if has_name
            else gettext_lazy("Yes, it may go there")
        )
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            *named,
            ("nameless", nameless),
            ("no", gettext_lazy("No, it stays here")),
        ]

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] != "no")

    @property
    def given(self) -> Given:
        return Given(consent=self.agrees, with_identity=self.cleaned_data["answer"] == "named")


class LettersForm(forms.Form):
    """Where letters go that say only that there is news."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address for letters"),
        help_text=gettext_lazy("One that nobody else reads. It takes the place of any earlier one."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type an address, please.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "letters_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False
