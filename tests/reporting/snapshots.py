"""Invented snapshots in the shape of `reporting.snapshot`: none, one, few and many cases, long names, the region.

Nothing here comes from a database, so that pages can be looked at without one. The numbers are drawn from a
fixed seed; they keep the sums that a real snapshot keeps.
"""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import yaml

from tests.reporting.drawing import EMPTY, Making, cases

PLAN = Path(__file__).resolve().parents[2] / "reporting/data/plan-public-sources.yaml"
STATES = {
    "AE": ("الإمارات العربية المتحدة", "United Arab Emirates"),
    "BH": ("مملكة البحرين", "Kingdom of Bahrain"),
    "DJ": ("جمهورية جيبوتي", "Republic of Djibouti"),
    "DZ": ("الجزائر", "Algeria"),
    "EG": ("جمهورية مصر العربية", "Arab Republic of Egypt"),
    "IQ": ("العراق", "Iraq"),
    "JO": ("الأردن", "Jordan"),
    "KM": ("جزر القمر", "Comoros"),
    "KW": ("الكويت", "Kuwait"),
    "LB": ("لبنان", "Lebanon"),
    "LY": ("ليبيا", "Libya"),
    "MA": ("المغرب", "Morocco"),
    "MR": ("موريتانيا", "Mauritania"),
    "OM": ("عُمان", "Oman"),
    "PS": ("فلسطين", "Palestine"),
    "QA": ("قطر", "Qatar"),
    "SA": ("السعودية", "Saudi Arabia"),
    "SD": ("السودان", "Sudan"),
    "SO": ("الصومال", "Somalia"),
    "SY": ("سورية", "Syria"),
    "TN": ("تونس", "Tunisia"),
    "YE": ("اليمن", "Yemen"),
}
LONG_AR = "الإدارة العامة المعنية بحقوق الإنسان والشؤون القانونية والتعاون الدولي ومتابعة توصيات المؤتمرات والاجتماعات"
LONG_EN = "Directorate-General for Human Rights, Legal Affairs, International Cooperation and Follow-up of Conferences"
UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2


def plan_rows(*, official, values):
    """The shipped measures; as an official plan they get a phase, objectives, baselines, targets and statuses."""
    rows = []
    wanted = yaml.safe_load(PLAN.read_text())["measures"]
    names = {
        "states": ("الدول الأعضاء", "Member states"),
        "secretariat": ("الأمانة العامة", "General Secretariat"),
    }
    for number, measure in enumerate(wanted):
        who = names.get(
            measure["addressee"], ("الدول والمنظمات الداعمة", "Supporting states and organisations")
        )
        for place, indicator in enumerate(measure["indicators"]):
            unit = indicator["unit"]
            known = values and (number + place) % 3 != 2
            value = (1 if unit == "yes_no" else 72.5 if unit == "percent" else 18 + number) if known else None
            disputed = known and number in {2, 4} and place == 0
            status = (
                ("disputed" if disputed else ("reached", "under_way", "not_started")[place % 3])
                if known
                else None
            )
            rows.append(
                {
                    "measure": measure["code"],
                    "measure_title": {"ar": measure["title_ar"], "en": measure["title_en"]},
                    "addressee": measure["addressee"],
                    "addressee_title": pair(who),
                    "others": {"ar": "", "en": ""},
                    "objective": pair(
                        (f"بناء القدرات ({number // 4 + 1})", f"building capacity ({number // 4 + 1})")
                    )
                    if official
                    else None,
                    "phase": pair(("الثانية ٢٠٢٦–٢٠٣٠", "second, 2026–2030")) if official else None,
                    "source": {"ar": measure["source_ar"], "en": measure["source"]},
                    "indicator": indicator["code"],
                    "indicator_title": {"ar": indicator["title_ar"], "en": indicator["title_en"]},
                    "type": indicator["type"],
                    "unit": unit,
                    "direction": indicator["direction"],
                    "origin": indicator["source"],
                    "function": indicator["function"],
                    "label": indicator["label"],
                    "baseline": 3 if official and unit == "count" else None,
                    "previous": (0 if unit == "yes_no" else 60.0 if unit == "percent" else 12)
                    if known
                    else None,
                    "value": value,
                    "basis": 40 if unit == "percent" and known else None,
                    "made_of": 4 if indicator.get("adds_up") and known else None,
                    "groups": {"women": 61, "officers": 40, "other_ranks": 122, "civilians": None}
                    if indicator.get("counts", {}).get("what") == "participant_days" and known
                    else None,
                    "target": (1 if unit == "yes_no" else 90 if unit == "percent" else 40)
                    if official
                    else None,
                    "status": status if official else None,
                    "verification": ("disputed" if disputed else "confirmed") if known else None,
                    "dispute": {
                        "value": 0 if unit == "yes_no" else 9,
                        "reason": "لم تُعرض علينا الوثائق – we were not shown the documents",
                        "evidence": "قرار وزاري رقم 12/2025 – ministerial decision 12/2025",
                        "answer": "نعيد العدّ – we are counting again" if number == 4 else "",
                    }
                    if disputed
                    else None,
                }
            )
    return rows


def pair(names):
    return {"ar": names[0], "en": names[1]}


def activities(count, *, partner=""):
    """So many rows of a register."""
    kinds = ("training", "workshop", "memorandum", "visit", "conference", "campaign")
    first = date(2025, 1, 12)
    return [
        {
            "state": "BH",
            "institution": "bh-moi",
            "institution_name": pair(("وزارة الداخلية", "Ministry of Interior")),
            "kind": kinds[number % len(kinds)],
            "title": pair(
                (
                    f"دورة مشتركة في حقوق المحتجزين {number + 1}",
                    f"Joint course on the rights of detainees {number + 1}",
                )
            ),
            "start": (first + timedelta(days=5 * number)).isoformat(),
            "end": (first + timedelta(days=5 * number + number % 3)).isoformat(),
            "partners": partner or "جامعة البحرين – University of Bahrain",
            "place": "المنامة – Manama",
            "participants": 10 + number,
            "women": 4,
            "measures": ["5", "9"],
            "verification": ("confirmed", "not_assessed", "disputed")[number % 3],
            "reason": "لم تكن مشتركة – it was not joint" if number % 3 == 2 else "",
        }
        for number in range(count)
    ]


def snapshot(size, *, edition="internal", official=False, start="2025-01-01", end="2025-12-31"):
    """One of: empty, one, small, huge, long, region."""
    complaints, assistance, places, kept = {
        "empty": (0, 0, 0, 0),
        "one": (1, 0, 1, 1),
        "small": (87, 41, 4, 6),
        "huge": (148_620, 61_333, 27, 60),
        "long": (640, 210, 6, 8),
        "region": (412_907, 150_118, 0, 40),
    }[size]
    names = [str(n + 1) for n in range(places)]
    found = EMPTY if size == "empty" else cases(complaints, assistance, names or ["1"])
    was = {"period": {"start": "2024-01-01", "end": "2024-12-31"}, "has_data": size != "empty"}
    earlier = cases(complaints * 9 // 10, assistance * 11 // 10, ["1"]) if size != "empty" else None
    was |= compared(earlier)
    return {
        "schema": 3,
        "scope": "region" if size == "region" else "long-office" if size == "long" else "BH",
        "state": "XX" if size == "region" else "BH",
        "edition": edition,
        "period": {"start": start, "end": end},
        "as_of": "2026-01-20",
        "has_data": size != "empty",
        "plan_version": "2025-09-12",
        "plan_title": pair(
            ("متابعة توصيات المؤتمر الحادي عشر", "Follow-up of the 11th conference’s recommendations")
        ),
        "plan_status": "adopted" if official else "from_public_sources",
        "plan_source": pair(("عكاظ", "Okaz")),
        **found,
        "plan": plan_rows(official=official, values=size != "empty"),
        "activities": activities(kept, partner=f"{LONG_AR} – {UNBROKEN}" if size == "long" else ""),
        "names": naming(size, names),
        "states": side_by_side() if size == "region" else {},
        "suppressed": [],
        "months": by_month(found, edition) if size != "empty" else [],
        "comparison": {
            "previous": was,
            "year_before": was,
        },
        "snapshot_sha256": "3f" * 32,
    }


def by_month(found, edition):
    """The year's months, or its quarters in a public edition; they add up to what was received and completed."""
    ends = [1, 4, 7, 10, 13] if edition == "public" else range(1, 14)
    parts = list(pairwise(ends))
    rows = []
    for place, (first, after) in enumerate(parts):
        row = {
            "start": date(2025, first, 1).isoformat(),
            "end": (date(2025 + after // 13, (after - 1) % 12 + 1, 1) - timedelta(days=1)).isoformat(),
        }
        for matter in ("complaint", "assistance"):
            whole = found["balance"][matter]
            row[matter] = {
                step: portion(whole[step], len(parts), place) for step in ("received", "completed")
            }
        rows.append(row)
    return rows


def portion(total, parts, place):
    """A part of a total, some larger than others; together they are the total."""
    weights = [3 + (7 * n) % 5 for n in range(parts)]
    counts = [total * weight // sum(weights) for weight in weights]
    counts[-1] += total - sum(counts)
    return counts[place]


def compared(found):
    """The headline of another period."""
    if found is None:
        return dict.fromkeys(("complaint", "assistance", "complaint_completed", "assistance_completed"))
    return {
        "complaint": found["intake"]["complaint"],
        "assistance": found["intake"]["assistance"],
        "complaint_completed": found["balance"]["complaint"]["completed"],
        "assistance_completed": found["balance"]["assistance"]["completed"],
        "decide": {"share_in_time": 61.2},
        "acknowledge": {"share_in_time": 75.0},
        "questions": {"share_in_time": 58.3, "silent": 2},
        "grave": found["grave"]["received"],
        "recommendations_made": found["recommendations"]["cohort"]["made"],
        "reviews_asked": found["reviews"]["asked"],
        "custody": found["custody"]["received"],
    }


def naming(size, places):
    long = size == "long"
    bodies = {
        "bh-moi": {
            **pair((LONG_AR, LONG_EN) if long else ("وزارة الداخلية", "Ministry of Interior")),
            "kind": "authority",
        },
        "bh-nihr": {
            **pair(("المؤسسة الوطنية لحقوق الإنسان", "National Institution for Human Rights")),
            "kind": "nhri",
        },
    }
    if long:
        bodies["long-office"] = {**pair((LONG_AR * 2, f"{LONG_EN} {UNBROKEN}")), "kind": "other_body"}
    return {
        "states": {code: pair(row) for code, row in STATES.items() if size == "region" or code == "BH"},
        "institutions": {} if size == "region" else bodies,
        "governorates": {
            code: pair(
                (f"{LONG_AR} {code}", f"{UNBROKEN} {code}")
                if long
                else (f"المحافظة {code}", f"Governorate {code}")
            )
            for code in places
        },
        "months": "league" if size == "region" else "gulf",
        "arabic_digits": size != "region",
    }


def side_by_side():
    """Every state; three that did not report."""
    make, rows = Making("states"), {}
    for number, code in enumerate(STATES):
        if code in {"KM", "SO", "SY"}:
            rows[code] = {"reported": False, "complaint": None, "assistance": None, "total": None}
            continue
        count = 120 + 977 * number
        rows[code] = {
            "reported": True,
            "complaint": count,
            "assistance": count // 3,
            "total": count + count // 3,
            "allegations": count + 9,
            "people": count + 4,
            "grave": count // 30,
            "completed_complaint": count - 20,
            "remaining_complaint": 31,
            "completed_assistance": count // 3,
            "remaining_assistance": 8,
            "custody": count // 9,
            "acknowledge": make.kept(count),
            "decide": make.kept(count // 2),
            "questions": make.kept(count // 3, silent=True),
            "recommendations": {"made": count // 5, "verified": count // 20},
            "reviews": {"asked": count // 12},
            "exact": {"DTH": number % 5, "DIS": number % 3, "TOR": number},
        }
    return rows
