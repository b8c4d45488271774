"""What staff type about a report: a comment, the words of a section, what a corrected version changes."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import WordsField
from reporting.periodic import comments, narratives, numbers

CHANGES = 1000  # characters
ABOUT = 500


class _Counted(forms.Form):
    """Words of which it is asked what a number in them counts, where a hidden one is as large."""

    WORDS: ClassVar[tuple[str, ...]] = ("text",)

    def __init__(self, *args: Any, hidden: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = "\n".join(self.data.get(name, "") for name in self.WORDS) if self.is_bound else ""
        alike = numbers.found(typed, hidden)
        if alike:
            self.fields["about_numbers"] = _about([str(one) for one in alike])

    @property
    def about_numbers(self) -> str:
        """What was said of such numbers; "" where there are none."""
        return str(self.cleaned_data.get("about_numbers", ""))


def _about(alike: list[str]) -> forms.Field:
    needed = _(
        "The public edition hides counts of the same size: %(numbers)s. Take them out of your words, or say below"
        " what they count, if it is something else."
    ) % {"numbers": _(", ").join(alike)}
    return WordsField(
        label=_("What these numbers count"),
        help_text=_(
            "For example: article 3 of the law. Kept with the report and read before it is issued; not printed."
        ),
        limit=ABOUT,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": needed},
    )


class CommentForm(_Counted):
    """A comment at a place of the report, or an answer to one."""

    text = WordsField(
        label=gettext_lazy("Your institution’s comment"),
        help_text=gettext_lazy(
            "It is printed with the report, in the public edition too. Name nobody, and write no number that is"
            " hidden there."
        ),
        limit=comments.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class WordsForm(_Counted):
    """The words of a section in one language."""

    text = WordsField(
        label=gettext_lazy("Words of this section"),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph; lines that begin with “- ” become a list. They are printed in"
            " the public edition too: name nobody, and write no number that is hidden there."
        ),
        limit=narratives.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = "rtl" if language == "ar" else "ltr"
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction}


class CorrectionForm(_Counted):
    """What a corrected version changes, in both languages."""

    WORDS = ("ar", "en")
    ar = WordsField(
        label=gettext_lazy("What it changes, in Arabic"),
        help_text=gettext_lazy("Printed at the beginning of the corrected version. Name nobody."),
        limit=CHANGES,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "ar", "dir": "rtl"}),
    )
    en = WordsField(
        label=gettext_lazy("What it changes, in English"),
        limit=CHANGES,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en", "dir": "ltr"}),
    )
