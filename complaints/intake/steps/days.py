"""A day as people know it: Gregorian or Hijri, any digits, a month or a year where nobody knows the day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from hijridate import Hijri

from common.languages import clean_text, digits

EARLIEST = 1900
HIJRI_YEARS = range(1343, 1501)  # Umm al-Qura as far as it is known
_PARTS = re.compile(r"[-/.\s]+")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day something typed can mean; the same day where a day was typed."""

    first: date
    last: date


class NoDay(ValueError):
    """What was typed is no date. The message says what would be one."""


def read(text: str) -> Span:
    """A date, month or year. Raises `NoDay`.

    Years up to 1500 are Hijri (Umm al-Qura), later ones Gregorian; the year stands first or last.
    """
    plain = digits(clean_text(text), arabic=False)
    parts = [part for part in _PARTS.split(plain) if part]
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        raise NoDay(_("Write a date such as 14/3/2026 or 25/9/1447; a month and a year are enough."))
    numbers = [int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts))]
    if numbers[0] < 1000:
        raise NoDay(_("Write the year with four digits, such as 2026 or 1447."))
    reader = _hijri if numbers[0] <= HIJRI_YEARS[-1] else _gregorian
    try:
        return reader(*numbers)
    except NoDay:
        raise
    except (ValueError, OverflowError):
        raise NoDay(_("This day does not exist. Write the day, the month and the year again.")) from None


def _gregorian(year: int, month: int = 0, day: int = 0) -> Span:
    if not EARLIEST <= year < 2200:
        raise NoDay(_("Write a year between 1900 and now, or a Hijri year between 1343 and 1500."))
    if day:
        return Span(date(year, month, day), date(year, month, day))
    if month:
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return Span(date(year, 1, 1), date(year, 12, 31))


def _hijri(year: int, month: int = 0, day: int = 0) -> Span:
    if year not in HIJRI_YEARS:
        raise NoDay(_("Hijri dates can be read from 1343 to 1500. Write the Gregorian date instead."))
    if day:
        moment = Hijri(year, month, day).to_gregorian()
        return Span(_date(moment), _date(moment))
    first = Hijri(year, month or 1, 1)
    last = Hijri(year, month or 12, 1)
    return Span(
        _date(first.to_gregorian()),
        _date(last.to_gregorian()) + timedelta(days=last.month_length() - 1),
    )


def _date(moment: Any) -> date:
    return date(moment.year, moment.month, moment.day)


class SpanField(forms.CharField):
    """A date typed in either calendar; cleans to a `Span`, or None where it was left empty."""

    def to_python(self, value: Any) -> Any:
        typed = clean_text(str(super().to_python(value) or ""))
        if not typed:
            return None
        try:
            return read(typed)
        except NoDay as wrong:
            raise ValidationError(str(wrong), code="invalid") from None
