"""Lengths of time in words."""

from django.utils.translation import get_language, ngettext

from common.languages import number
from complaints import deadlines
from complaints.deadlines import Unit


def length_words(kind: str, amount: int) -> str:
    """So many working days, days, months or hours, in the page's language."""
    unit = deadlines.TERMS[deadlines.Clock(kind)].unit
    sentences = {
        Unit.WORKING_DAYS: ngettext("%(number)s working day", "%(number)s working days", amount),
        Unit.DAYS: ngettext("%(number)s day", "%(number)s days", amount),
        Unit.MONTHS: ngettext("%(number)s month", "%(number)s months", amount),
        Unit.HOURS: ngettext("%(number)s hour", "%(number)s hours", amount),
    }
    return sentences[unit] % {"number": number(amount, language=(get_language() or "ar")[:2])}
