"""Invented content for the component gallery. Not vocabulary: nothing else may import it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language

from common.forms import Option


def _said(arabic: str, english: str) -> str:
    return arabic if (get_language() or "ar").startswith("ar") else english


class SampleForm(forms.Form):
    """One field of each kind, as a page of the intake would use them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"] = forms.ChoiceField(
            label=_said("كيف تُقدَّم الشكوى؟", "How is the complaint made?"),
            choices=_modes(),
            widget=forms.RadioSelect,
        )
        self.fields["state"] = forms.ChoiceField(
            label=_said("الدولة", "State"),
            choices=[
                ("", _said("اختيار الدولة", "Choose a state")),
                ("BH", _said("البحرين", "Bahrain")),
                ("JO", _said("الأردن", "Jordan")),
                ("MA", _said("المغرب", "Morocco")),
            ],
            help_text=_said("حيث وقع ما حدث.", "Where the events took place."),
        )
        self.fields["narrative"] = forms.CharField(
            label=_said("ماذا حدث؟", "What happened?"),
            help_text=_said(
                "بكلماتك. يفيد ذكر المكان واليوم ومن كان حاضراً.",
                "In your own words. The place, the day and who was present help.",
            ),
            max_length=20_000,
            widget=forms.Textarea,
        )
        self.fields["categories"] = forms.MultipleChoiceField(
            label=_said("موضوع الشكوى", "What it is about"),
            required=False,
            choices=[
                ("LIB", _said("القبض أو الاحتجاز التعسفي", "Arbitrary arrest or detention")),
                ("MED", _said("الحرمان من الرعاية الطبية", "Denial of medical care")),
                (
                    "LAW",
                    _said(
                        "الحرمان من المحامي أو الأسرة أو معرفة الحقوق", "Denial of lawyer, family or rights"
                    ),
                ),
                ("OTH", _said("غير ذلك", "Other")),
            ],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        )
        self.fields["email"] = forms.EmailField(
            label=_said("البريد الإلكتروني", "E-mail"),
            required=False,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        )
        self.fields["files"] = forms.FileField(label=_said("أدلة ومرفقات", "Evidence"), required=False)
        self.fields["danger"] = forms.BooleanField(
            label=_said("يوجد الآن خطر على حياة أحد أو سلامته", "Somebody’s life or safety is in danger now"),
            required=False,
        )


def _modes() -> list[tuple[str, Option]]:
    return [
        (
            "named",
            Option(
                _said("باسمي", "In my name"),
                hint=_said("يُعرف اسمك لدى من يبحث الشكوى.", "Your name is known to those who examine it."),
                readers=_said(
                    "المؤسسة الوطنية لحقوق الإنسان والإدارة المعنية في الوزارة.",
                    "the national human rights institution and the ministry’s human rights directorate.",
                ),
            ),
        ),
        (
            "confidential",
            Option(
                _said("باسم محجوب عن الوزارة", "With my name kept from the ministry"),
                hint=_said(
                    "لن تُعطى الوزارة اسمك، لكن بعض التفاصيل قد يدل عليك.",
                    "The ministry is not given your name, but some details may point to you.",
                ),
                readers=_said("المؤسسة الوطنية وحدها أولاً.", "at first only the national institution."),
            ),
        ),
        (
            "anonymous",
            Option(
                _said("من دون اسم", "Without a name"),
                hint=_said("المتابعة برمز المتابعة السري وحده.", "Followed with the secret code alone."),
                readers=_said("المؤسسة الوطنية وحدها أولاً.", "at first only the national institution."),
            ),
        ),
    ]


def sample(*, invalid: bool) -> dict[str, Any]:
    """What the public gallery shows; with `invalid` its form has been sent with errors."""
    typed = {"mode": "", "state": "", "narrative": "", "email": "amal@"} if invalid else None
    return {
        "form": SampleForm(typed),
        "summary_rows": _summary_rows(),
        "tasks": _tasks(),
        "events": _events(),
        "bar_rows": _bar_rows(),
        "stack_rows": [
            {"label": _said("ثابت", "Substantiated"), "value": 61},
            {"label": _said("ثابت جزئياً", "Partly"), "value": 34},
            {"label": _said("لم يثبت", "Not substantiated"), "value": 88},
            {"label": _said("تعذّر الوصول إلى نتيجة", "Undetermined"), "value": 17},
        ],
        "reference": "BH-26-K7QM-3",
        "code": "7QK3M9TXV2RDH5WBNC8PZ4FEGJ6A",
        "today": date(2026, 11, 21),
        "amount": 12480,
    }


def _summary_rows() -> list[dict[str, str]]:
    change = _said("تغيير", "Change")
    return [
        {
            "term": _said("الدولة", "State"),
            "value": _said("البحرين", "Bahrain"),
            "url": "#",
            "action": change,
        },
        {
            "term": _said("المكان", "Place"),
            "value": _said("مركز شرطة تجريبي", "A police station (demo)"),
            "url": "#",
            "action": change,
        },
        {
            "term": _said("كيف تُقدَّم", "How it is made"),
            "value": _said("باسم محجوب عن الوزارة", "Name kept from the ministry"),
        },
    ]


def _tasks() -> list[dict[str, str]]:
    done, doing, later = (
        _said("تمّ", "Done"),
        _said("قيد الإعداد", "Under way"),
        _said("لم يبدأ", "Not started"),
    )
    return [
        {"name": _said("ماذا حدث", "What happened"), "url": "#", "code": "reached", "label": done},
        {"name": _said("أين ومتى", "Where and when"), "url": "#", "code": "under_way", "label": doing},
        {
            "name": _said("مراجعة الأجوبة", "Check the answers"),
            "code": "not_started",
            "label": later,
            "hint": _said("بعد إتمام ما سبق.", "After the parts above."),
        },
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "when": date(2026, 11, 18),
            "title": _said("قيد البحث والتقصّي", "Under examination"),
            "text": _said(
                "ما ورد فيها قيد البحث لدى المؤسسة الوطنية؛ الموعد المحدد للنتيجة 17 شباط 2027.",
                "The national institution is examining it; the result is due on 17 February 2027.",
            ),
            "is_current": True,
        },
        {
            "when": date(2026, 11, 9),
            "title": _said("دراسة أولية", "First reading"),
            "text": _said(
                "قرأتها موظفة مختصة وحدّدت الجهة المختصة.", "An officer read it and found who is competent."
            ),
        },
        {"when": date(2026, 11, 7), "title": _said("وصلت", "Received")},
    ]


def _bar_rows() -> list[dict[str, Any]]:
    return [
        {"label": _said("ظروف الاحتجاز", "Conditions of detention"), "value": 184},
        {"label": _said("الحرمان من الرعاية الطبية", "Denial of medical care"), "value": 97},
        {"label": _said("الاستخدام المفرط للقوة", "Excessive use of force"), "value": 41},
        {"label": _said("منع السفر أو حجز الوثائق", "Travel bans, documents withheld"), "value": None},
    ]


def desk_sample() -> dict[str, Any]:
    """What the desk's gallery shows: a queue and a case file."""
    return {
        "rows": _queue_rows(),
        "facts": [
            {"term": _said("الدولة", "State"), "value": _said("البحرين", "Bahrain")},
            {
                "term": _said("كيف قُدّمت", "How it was made"),
                "value": _said("باسم محجوب عن الوزارة", "Name kept from the ministry"),
            },
            {
                "term": _said("المكان", "Place"),
                "value": _said("مركز شرطة تجريبي", "A police station (demo)"),
            },
            {"term": _said("مسند إلى", "Held by"), "value": _said("باسل منصور", "Basil Mansour")},
        ],
        "events": _events(),
        "narrative": _said(
            "أُوقف أخي مساء الخميس عند خروجه من عمله، ولم يُسمح له بالاتصال بمحامٍ "
            "ولا بأهله حتى صباح السبت.\nطلب دواءه مرات عدة ولم يُعطَ إلا بعد يومين.",
            "My brother was arrested on Thursday evening as he left work, and could call "
            "neither a lawyer nor us until Saturday morning.\nHe asked for his medicine several times and "
            "received it only after two days.",
        ),
    }


def _queue_rows() -> list[dict[str, Any]]:
    return [
        {
            "days": days,
            "paused": days is None,
            "reference": reference,
            "summary": _said(*summary),
            "categories": _said(*categories),
            "place": _said(*place),
            "mode": _said(*mode),
            "holder": _said(*holder),
            "danger": reference in ("BH-26-K7QM-3", "BH-26-9XPA-C"),
        }
        for days, reference, summary, categories, place, mode, holder in QUEUE
    ]


NAMED = ("باسمي", "Named")
HIDDEN = ("باسم محجوب", "Confidential")
NAMELESS = ("من دون اسم", "Anonymous")
BASIL = ("باسل منصور", "Basil Mansour")
DALIA = ("داليا حسن", "Dalia Hassan")
QUEUE = (
    (
        -41,
        "BH-26-T2WD-9",
        ("وفاة نزيل، والأسرة تطلب التشريح", "Death of a prisoner; the family asks for the autopsy"),
        ("الوفاة في الاحتجاز", "Death in custody"),
        ("المحرّق", "Muharraq"),
        NAMED,
        DALIA,
    ),
    (
        -6,
        "BH-26-K7QM-3",
        ("موقوف حُرم من دوائه ومن الاتصال بمحامٍ", "Detainee denied medicine and a lawyer"),
        ("الرعاية الطبية · المحامي والأسرة", "Medical care · Lawyer, family"),
        ("المحرّق", "Muharraq"),
        HIDDEN,
        BASIL,
    ),
    (
        0,
        "BH-26-9XPA-C",
        ("تهديد بعد تقديم شكوى سابقة", "Threats after an earlier complaint"),
        ("أعمال انتقامية", "Reprisal"),
        ("المنامة", "Manama"),
        NAMELESS,
        ("", ""),
    ),
    (
        12,
        "BH-26-R4FH-7",
        ("جواز سفر محجوز منذ ثلاثة أشهر", "Passport withheld for three months"),
        ("منع السفر أو حجز الوثائق", "Travel, documents"),
        ("منفذ حدودي تجريبي", "A border post (demo)"),
        NAMED,
        BASIL,
    ),
    (
        None,
        "BH-26-M8ZE-K",
        ("اكتظاظ في عنبر وانقطاع الماء", "Overcrowded ward without water"),
        ("ظروف الاحتجاز", "Conditions of detention"),
        ("مركز إصلاح تجريبي", "A prison (demo)"),
        HIDDEN,
        DALIA,
    ),
)
