"""Form fields for words, days and counts: cleaned as they are stored, in any digits, and never cut."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.languages import TooLong, clean_text, digits, number, parse_date


class WordsField(forms.CharField):
    """Words somebody typed, without the characters nobody types; too long is said, never cut."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(super().to_python(value) or "", self.limit)
        except TooLong as long:
            raise ValidationError(_too_long(long), code="too_long") from None


def _too_long(long: TooLong) -> str:
    # The excess is what somebody must take out, so it is what the sentence agrees with.
    excess = long.length - long.limit
    return ngettext(
        "This is %(excess)s character too long: %(limit)s fit. Nothing was cut off; it is all still here.",
        "This is %(excess)s characters too long: %(limit)s fit. Nothing was cut off; it is all still here.",
        excess,
    ) % {"excess": number(excess, language="en"), "limit": number(long.limit, language="en")}


class LineField(forms.CharField):
    """One line, cleaned like every text: a line break in it is a blank."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").replace("\n", " ")


class DayField(forms.DateField):
    """A day typed as 2026-03-14 or 14/3/2026, in any digits."""

    default_error_messages = {"required": gettext_lazy("Write the day.")}

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"class": "input-short", "dir": "ltr", "inputmode": "numeric", "autocomplete": "off"},
    )

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        found = parse_date(str(value))
        if found is None:
            raise ValidationError(_("This is not a date. Write it as 2026-03-14 or 14/3/2026."))
        return found


class CountField(forms.IntegerField):
    """A whole number in any digits."""

    default_error_messages = {"invalid": gettext_lazy("Only a whole number can stand here.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for rule in self.validators:
            if isinstance(rule, MinValueValidator):
                rule.message = gettext_lazy("The least that can stand here is %(limit_value)s.")
            elif isinstance(rule, MaxValueValidator):
                rule.message = gettext_lazy("The most that can stand here is %(limit_value)s.")

    def to_python(self, value: Any) -> int | None:
        return super().to_python(digits(str(value), arabic=False) if value not in (None, "") else value)
