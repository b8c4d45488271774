"""Fields of the desk: words, a line, a reference."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.languages import TooLong, clean_text, number
from common.receipts import normalise_reference
from complaints.casework.sentences import ASKS
from complaints.moves import Ask

LONGEST = 20_000  # characters of one text


class WordsField(forms.CharField):
    """What somebody writes, up to `LONGEST` characters; nothing is cut off."""

    def __init__(self, *, shortest: int = 0, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)
        self.shortest = shortest

    def to_python(self, value: Any) -> str:
        try:
            words = clean_text(str(value or ""), LONGEST)
        except TooLong as long:
            raise ValidationError(_too_long(long)) from None
        if words and len(words) < self.shortest:
            raise ValidationError(
                _(
                    "Write at least %(count)s characters: the complainant’s protection depends on a real reason."
                )
                % {"count": self.shortest}
            )
        return words


def _too_long(long: TooLong) -> str:
    more = long.length - long.limit
    return ngettext(
        "This is %(count)s character too long: %(limit)s fit. Nothing was cut off.",
        "This is %(count)s characters too long: %(limit)s fit. Nothing was cut off.",
        more,
    ) % {"count": number(more, language="en"), "limit": number(long.limit, language="en")}


class SpokenSelect(forms.Select):
    """A list of somebody's own words, each marked with its language."""

    template_name = "django/forms/widgets/select_spoken.html"


class ShortField(forms.CharField):
    """One line, cleaned like every text."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or "")).replace("\n", " ")


class ReferenceField(ShortField):
    """The reference of a case, however it was typed."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed and not self.required:
            return ""
        known = normalise_reference(typed)
        if known is None:
            raise ValidationError(ASKS[Ask.OTHER_CASE])
        return known
