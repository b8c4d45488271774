"""Counted things in the running text of letters: 3 أيام, 11 يوماً, يومين; 3 days, 1 day.

Pages count by gettext, whose six Arabic forms know no grammatical case. A letter is one file in one language,
and its sentences need the word as it stands in them: «خلال يومين» but «مضى يومان».
"""

from dataclasses import dataclass
from typing import Literal

from common.languages import number

Case = Literal["nominative", "accusative", "genitive"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is counted. One and two are words of their own; the others follow the number.

    `few` stands after 3 to 10, `many` after 11 to 99, `other` after whole hundreds and what begins one.
    """

    one: str
    two: str
    two_oblique: str  # accusative and genitive
    few: str
    many: str
    other: str
    english: tuple[str, str]
    one_accusative: str = ""  # where it is written otherwise

    def arabic(self, count: int, case: Case) -> str:
        """The word beside a number; for one and two it is said without the number."""
        if count == 1:
            return self.one_accusative if case == "accusative" and self.one_accusative else self.one
        if count == 2:
            return self.two if case == "nominative" else self.two_oblique
        rest = count % 100
        return self.few if 3 <= rest <= 10 else self.many if rest >= 11 else self.other


NOUNS = {
    "day": Noun(
        *("يوم واحد", "يومان", "يومين", "أيام", "يوماً", "يوم"),
        ("day", "days"),
        one_accusative="يوماً واحداً",
    ),
    "working_day": Noun(
        *("يوم عمل واحد", "يوما عمل", "يومي عمل", "أيام عمل", "يوم عمل", "يوم عمل"),
        ("working day", "working days"),
        one_accusative="يوم عمل واحداً",
    ),
    "hour": Noun(
        *("ساعة واحدة", "ساعتان", "ساعتين", "ساعات", "ساعة", "ساعة"),
        ("hour", "hours"),
    ),
    "month": Noun(
        *("شهر واحد", "شهران", "شهرين", "أشهر", "شهراً", "شهر"),
        ("month", "months"),
        one_accusative="شهراً واحداً",
    ),
    "case": Noun(
        *("ملف واحد", "ملفان", "ملفين", "ملفات", "ملفاً", "ملف"),
        ("case file", "case files"),
        one_accusative="ملفاً واحداً",
    ),
    "complaint": Noun(
        *("شكوى واحدة", "شكويان", "شكويين", "شكاوى", "شكوى", "شكوى"),
        ("complaint", "complaints"),
    ),
    "attachment": Noun(
        *("مرفق واحد", "مرفقان", "مرفقين", "مرفقات", "مرفقاً", "مرفق"),
        ("attachment", "attachments"),
        one_accusative="مرفقاً واحداً",
    ),
    "page": Noun(
        *("صفحة واحدة", "صفحتان", "صفحتين", "صفحات", "صفحة", "صفحة"),
        ("page", "pages"),
    ),
    "letter": Noun(
        *("كتاب واحد", "كتابان", "كتابين", "كتب", "كتاباً", "كتاب"),
        ("letter", "letters"),
        one_accusative="كتاباً واحداً",
    ),
}
"""What letters count, by the name their files use."""

_ORDINALS = {
    "masculine": (
        *("الأول", "الثاني", "الثالث", "الرابع", "الخامس"),
        *("السادس", "السابع", "الثامن", "التاسع", "العاشر"),
    ),
    "feminine": (
        *("الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة"),
        *("السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة"),
    ),
}
_ENGLISH_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)


def counted(
    count: int, noun: str, *, language: str, case: Case = "nominative", arabic_digits: bool = False
) -> str:
    """A number with its noun as it stands in a sentence.

    `noun` is a name of `NOUNS`. Raises `KeyError` for another, `ValueError` for less than nothing.
    """
    if count < 0:
        raise ValueError("there are no fewer than none of a thing")
    found = NOUNS[noun]
    written = number(count, language=language, arabic_digits=arabic_digits)
    if language != "ar":
        return f"{written} {found.english[count != 1]}"
    word = found.arabic(count, case)
    return word if count in (1, 2) else f"{written} {word}"


def ordinal(
    place: int,
    *,
    language: str,
    gender: Literal["masculine", "feminine"] = "masculine",
    arabic_digits: bool = False,
) -> str:
    """Which in a row, as an adjective with its article in Arabic: الثاني, second. Beyond ten the number is written."""
    if 1 <= place <= len(_ENGLISH_ORDINALS):
        return _ORDINALS[gender][place - 1] if language == "ar" else _ENGLISH_ORDINALS[place - 1]
    written = number(place, language=language, arabic_digits=arabic_digits)
    return f"رقم {written}" if language == "ar" else f"no. {written}"
