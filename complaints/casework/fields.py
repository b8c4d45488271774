"""Fields of the desk: words, a reference."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import fields
from common.receipts import normalise_reference
from complaints.casework.sentences import ASKS
from complaints.moves import Ask

LONGEST = 20_000  # characters of one text
FEW = 4  # rows; a smaller box is as low as it says


class WordsField(fields.WordsField):
    """What somebody writes, up to `LONGEST` characters; nothing is cut off."""

    def __init__(self, *, shortest: int = 0, rows: int = 6, **kwargs: Any) -> None:
        attrs = {"rows": rows, "dir": "auto", **({"class": "few-lines"} if rows < FEW else {})}
        super().__init__(limit=LONGEST, widget=forms.Textarea(attrs=attrs), **kwargs)
        self.shortest = shortest

    def to_python(self, value: Any) -> str:
        words = super().to_python(value)
        if words and len(words) < self.shortest:
            raise ValidationError(
                _(
                    "Write at least %(count)s characters: the complainant’s protection depends on a real reason."
                )
                % {"count": self.shortest}
            )
        return words


class SpokenSelect(forms.Select):
    """A list of somebody's own words, each marked with its language."""

    template_name = "django/forms/widgets/select_spoken.html"


class ReferenceField(fields.LineField):
    """The reference of a case, however it was typed."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed and not self.required:
            return ""
        known = normalise_reference(typed)
        if known is None:
            raise ValidationError(ASKS[Ask.OTHER_CASE])
        return known
