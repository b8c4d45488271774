"""Counts in Arabic: a noun after a number changes with it, for none, one, two, a few, many and hundreds."""

import gettext as gnu
import re
from functools import cache

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

COUNTS = (0, 1, 2, 3, 11, 100)
CATALOGUE = settings.BASE_DIR / "locale" / "ar" / "LC_MESSAGES" / "django.mo"
# Written by hand, for each of COUNTS: the noun after 3 is a plural, after 11 accusative, after 100 genitive.
EXPECTED = {
    ("%(number)s day", "%(number)s days"): [
        "لا أيام", "يوم واحد", "يومان", "3 أيام", "11 يوماً", "100 يوم",
    ],
    ("%(number)s working day", "%(number)s working days"): [
        "لا أيام عمل", "يوم عمل واحد", "يوما عمل", "3 أيام عمل", "11 يوم عمل", "100 يوم عمل",
    ],
    ("%(number)s hour", "%(number)s hours"): [
        "لا ساعات", "ساعة واحدة", "ساعتان", "3 ساعات", "11 ساعة", "100 ساعة",
    ],
    ("%(number)s month", "%(number)s months"): [
        "لا أشهر", "شهر واحد", "شهران", "3 أشهر", "11 شهراً", "100 شهر",
    ],
    ("%(number)s unit", "%(number)s units"): [
        "لا وحدات", "وحدة واحدة", "وحدتان", "3 وحدات", "11 وحدة", "100 وحدة",
    ],
    ("%(days)s day left", "%(days)s days left"): [
        "تنقضي اليوم", "بقي يوم واحد", "بقي يومان", "بقيت 3 أيام", "بقي 11 يوماً", "بقي 100 يوم",
    ],
    ("late by %(days)s day", "late by %(days)s days"): [
        "متأخرة أقل من يوم", "متأخرة يوماً واحداً", "متأخرة يومين",
        "متأخرة 3 أيام", "متأخرة 11 يوماً", "متأخرة 100 يوم",
    ],
    ("late by %(hours)s hour", "late by %(hours)s hours"): [
        "متأخرة أقل من ساعة", "متأخرة ساعة واحدة", "متأخرة ساعتين",
        "متأخرة 3 ساعات", "متأخرة 11 ساعة", "متأخرة 100 ساعة",
    ],
    ("due in %(days)s day", "due in %(days)s days"): [
        "الموعد اليوم", "الموعد بعد يوم واحد", "الموعد بعد يومين",
        "الموعد بعد 3 أيام", "الموعد بعد 11 يوماً", "الموعد بعد 100 يوم",
    ],
    ("%(count)s file was attached.", "%(count)s files were attached."): [
        "لم يُرفَق أي ملف.", "أُرفق ملف واحد.", "أُرفق ملفان.",
        "أُرفقت 3 ملفات.", "أُرفق 11 ملفاً.", "أُرفق 100 ملف.",
    ],
    ("%(name)s: %(count)s open case", "%(name)s: %(count)s open cases"): [
        "أمل: لا ملفات مفتوحة", "أمل: ملف مفتوح واحد", "أمل: ملفان مفتوحان",
        "أمل: 3 ملفات مفتوحة", "أمل: 11 ملفاً مفتوحاً", "أمل: 100 ملف مفتوح",
    ],
    ("epoch %(epoch)s, held by %(number)s person", "epoch %(epoch)s, held by %(number)s people"): [
        "الإصدار 1، لا يحمله أحد", "الإصدار 1، يحمله شخص واحد", "الإصدار 1، يحمله شخصان",
        "الإصدار 1، يحمله 3 أشخاص", "الإصدار 1، يحمله 11 شخصاً", "الإصدار 1، يحمله 100 شخص",
    ],
    (
        "%(number)s change waits for a second signature.",
        "%(number)s changes wait for a second signature.",
    ): [
        "لا تغييرات بانتظار توقيع ثانٍ.", "تغيير واحد بانتظار توقيع ثانٍ.", "تغييران بانتظار توقيع ثانٍ.",
        "3 تغييرات بانتظار توقيع ثانٍ.", "11 تغييراً بانتظار توقيع ثانٍ.", "100 تغيير بانتظار توقيع ثانٍ.",
    ],
    ("%(number)s case moved so far", "%(number)s cases moved so far"): [
        "لم يُنقل أي ملف حتى الآن", "نُقل ملف واحد حتى الآن", "نُقل ملفان حتى الآن",
        "نُقلت 3 ملفات حتى الآن", "نُقل 11 ملفاً حتى الآن", "نُقل 100 ملف حتى الآن",
    ],
}  # fmt: skip
COUNTED = ("now", "median", "count", "number", "days", "hours", "counter", "excess", "minutes", "often")
OTHERS = {"name": "أمل", "epoch": "1", "year": "العام", "limit": "الحد", "left": "الباقي"}


@cache
def plurals():
    """The six forms of every message that counts, by its English singular."""
    with CATALOGUE.open("rb") as file:
        catalogue = gnu.GNUTranslations(file)._catalog
    return {
        key[0]: [catalogue.get((key[0], form), "") for form in range(6)]
        for key in catalogue
        if isinstance(key, tuple) and key[1] == 0
    }


class Filled(dict):
    """The words of the other placeholders, which count nothing."""

    def __missing__(self, name):
        return OTHERS.get(name, "س")


def said(form, count):
    return form % Filled(dict.fromkeys(COUNTED, str(count)))


@pytest.mark.parametrize(("english", "arabic"), EXPECTED.items(), ids=lambda one: str(one[0])[:40])
def test_the_noun_agrees_with_its_number(english, arabic):
    with translation.override("ar"):
        rendered = [ngettext(*english, count) for count in COUNTS]

    assert [said(form, count) for form, count in zip(rendered, COUNTS, strict=True)] == arabic


def test_every_message_that_counts_has_its_forms():
    assert len(plurals()) > 25
    for singular, forms in plurals().items():
        filled = [said(form, count) for form, count in zip(forms, COUNTS, strict=True)]
        assert all(filled), singular
        assert not any("%(" in one for one in filled), singular
        # None, one and two are words; from three on a numeral stands before the noun.
        assert not any(
            re.search(r"(?<!\d)[012](?!\d)", one.replace("الإصدار 1", "")) for one in filled[:3]
        ), singular
        assert all(
            re.search(rf"(?<!\d){n}(?!\d)", one) for n, one in zip((3, 11, 100), filled[3:], strict=True)
        ), singular
        assert len(set(filled[:4])) == 4, singular
