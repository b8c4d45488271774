"""Digits, numbers, dates and directions, as a reader of Arabic or English expects them.

Which months, digits and calendar a state uses is data of the state; here is how each is written.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hijridate import Gregorian


def _names(spaced: str) -> tuple[str, ...]:
    return tuple(spaced.split())


MONTHS: dict[str, tuple[str, ...]] = {
    "gulf": _names("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "egypt": _names("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "levant": (
        *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
        *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
    ),
    "maghreb": _names("جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر"),
    "morocco": _names("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"),
    "mauritania": _names("يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر"),
}
"""Names of the Gregorian months in Arabic by usage (Unicode CLDR)."""
MONTHS["league"] = tuple(
    levant if gulf == levant else f"{gulf}/{levant}"
    for gulf, levant in zip(MONTHS["gulf"], MONTHS["levant"], strict=True)
)  # texts for readers of all states give both names
ENGLISH_MONTHS = _names(
    "January February March April May June July August September October November December"
)

_USAGE = {
    **dict.fromkeys(("IQ", "JO", "LB", "PS", "SY"), "levant"),
    **dict.fromkeys(("DZ", "TN"), "maghreb"),
    "EG": "egypt",
    "MA": "morocco",
    "MR": "mauritania",
    "XX": "league",
}

FSI, PDI = "\u2068", "\u2069"
_LRM, _ALM = "\u200e", "\u061c"
_ASCII = "0123456789"
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_TO_ARABIC = str.maketrans(_ASCII + _PERSIAN, _ARABIC_INDIC * 2)
_TO_ASCII = str.maketrans(_ARABIC_INDIC + _PERSIAN, _ASCII * 2)

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, direction overrides, embeddings and isolates, invisible fillers, annotation and tag characters,
# lone surrogates (which no database takes) and noncharacters.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Joiners and direction marks have a use between letters, one at a time; combining signs a few at a time.
_MARKS = "\u061c\u200c-\u200f"
_MARK_RUN = re.compile(f"([{_MARKS}])[{_MARKS}]+")
_EDGE_MARKS = re.compile(rf"^[\s{_MARKS}]+|[\s{_MARKS}]+$")
_STACKED = re.compile(
    "([\u0300-\u036f\u064b-\u065f\u0670\u0610-\u061a\u06d6-\u06dc\u1ab0-\u1aff\u20d0-\u20ff]{8})"
    "[\u0300-\u036f\u064b-\u065f\u0670\u0610-\u061a\u06d6-\u06dc\u1ab0-\u1aff\u20d0-\u20ff]+"
)

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class TooLong(ValueError):
    """A text longer than its field takes. Nothing is cut off: the person decides what to leave out."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters where {limit} fit")
        self.length = length
        self.limit = limit


def digits(text: str, *, arabic: bool) -> str:
    """The same text with every digit Arabic-Indic, or every digit ASCII."""
    return text.translate(_TO_ARABIC if arabic else _TO_ASCII)


def number(
    value: int | float | Decimal, *, language: str, arabic_digits: bool = False, places: int | None = None
) -> str:
    """A number with thousands separated: 1,234.5 or ١٬٢٣٤٫٥. `places` rounds half up to so many decimals."""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{abs(exact):,f}"
    native = language == "ar" and arabic_digits
    if native:
        written = digits(written.replace(",", "٬").replace(".", "٫"), arabic=True)
    if exact >= 0 or not exact:
        return written
    # Without its mark the sign would land on the wrong side inside Arabic.
    mark = (_ALM if native else _LRM) if language == "ar" else ""
    return f"{mark}-{written}"


def month_usage(state: str) -> str:
    """Which row of `MONTHS` a state uses, by its ISO code; both names for the region, XX."""
    return _USAGE.get(state, "gulf")


_months: ContextVar[str] = ContextVar("months", default="league")


@contextmanager
def days_of(state: str) -> Iterator[None]:
    """Within, `months_here` are those of a state: for sentences built far from where the state is known."""
    token = _months.set(month_usage(state))
    try:
        yield
    finally:
        _months.reset(token)


def months_here() -> str:
    """Which row of `MONTHS` holds for what is being written; both names outside any state."""
    return _months.get()


def month_name(month: int, *, language: str, months: str = "gulf") -> str:
    """The name of a Gregorian month, 1 to 12."""
    return (MONTHS[months] if language == "ar" else ENGLISH_MONTHS)[month - 1]


def format_date(
    value: date, *, language: str, months: str = "gulf", arabic_digits: bool = False, hijri: bool = False
) -> str:
    """A date in words: 14 March 2026, ١٤ آذار ٢٠٢٦; with `hijri` the Umm al-Qura date beside it.

    `value` is a date of the state's own zone: convert moments first.
    """
    written = f"{value.day} {month_name(value.month, language=language, months=months)} {value.year}"
    beside = hijri_date(value, language=language) if hijri else ""
    if beside:
        written = f"{written} ({beside})" if language == "en" else f"{written} الموافق {beside}"
    return digits(written, arabic=True) if language == "ar" and arabic_digits else written


def dated(text: str) -> date | None:
    """The day that a version or a name consists of, written as 2025-09-12; None where it is anything else."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def hijri_date(value: date, *, language: str) -> str:
    """The Umm al-Qura date (1343 to 1500 AH) in words, "" outside that range."""
    try:
        hijri = Gregorian(value.year, value.month, value.day).to_hijri()
    except OverflowError:
        return ""
    era = "هـ" if language == "ar" else "AH"
    return f"{hijri.day} {hijri.month_name('ar' if language == 'ar' else 'en')} {hijri.year} {era}"


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ARABIC, _LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z]")


def language_of(text: str) -> str:
    """`ar` or `en` by the letters that prevail, "" where there are none: what a screen reader reads it as."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    return "" if not arabic + latin else "ar" if arabic >= latin else "en"


def isolate(text: str) -> str:
    """A reference, number or address set apart in plain text, so that the sentence keeps its order."""
    return f"{FSI}{text}{PDI}"


_LATIN_RUN = re.compile(r"\+?[A-Za-z0-9٠-٩]+(?:(?:[@._:/+#&-]+| (?=[A-Za-z]))[A-Za-z0-9٠-٩]+)*")
_NEEDS_ORDER = re.compile(r"[A-Za-z@._:/+#&-]")


def runs(text: str) -> list[tuple[str, bool]]:
    """An Arabic text in pieces, each with whether it must keep its left-to-right order.

    References, numbers with strokes or points, addresses and Latin words are such; a plain number is not.
    """
    found: list[tuple[str, bool]] = []
    end = 0
    for run in _LATIN_RUN.finditer(text):
        if not _NEEDS_ORDER.search(run[0]):
            continue
        found += [(text[end : run.start()], False)] if run.start() > end else []
        found.append((run[0], True))
        end = run.end()
    return [*found, (text[end:], False)] if end < len(text) else found


def clean_text(text: str, limit: int | None = None) -> str:
    """What somebody typed, fit to be stored and shown: line breaks as \\n, outer blanks gone.

    Controls, direction overrides and invisible characters are dropped in silence (nobody types them on
    purpose, and a complaint isn't turned away for what a keyboard inserted); the joiners that Arabic and
    Persian need stay. Raises `TooLong` when more than `limit` characters remain.
    """
    visible = _REFUSED.sub("", _BREAKS.sub("\n", text))
    clean = _EDGE_MARKS.sub("", _STACKED.sub(r"\1", _MARK_RUN.sub(r"\1", visible)))
    if limit is not None and len(clean) > limit:
        raise TooLong(len(clean), limit)
    return clean


def parse_date(text: str) -> date | None:
    """A Gregorian date typed as 2026-03-14 or 14/3/2026 in any digits; None when it is not one."""
    plain = digits(clean_text(text), arabic=False)
    if found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
