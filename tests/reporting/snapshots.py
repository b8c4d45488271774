"""Invented snapshots in the shape of `reporting.snapshot`: an empty state, one case, small, huge, long names, the region.

Nothing here comes from a database, so that pages can be looked at without one. The numbers are drawn from a
fixed seed; they keep the sums that a real snapshot keeps.
"""

import random
from datetime import date, timedelta
from pathlib import Path

import yaml

from complaints.aftercare import Question
from complaints.vocabulary import (
    AssistanceKind,
    Category,
    Channel,
    Disposition,
    Finding,
    Gender,
    Mode,
    PlaceType,
    Source,
    Whereabouts,
)
from complaints.work import Fate
from reporting.figures import CLOCKS

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


class Making:
    """Draws the figures of one snapshot."""

    def __init__(self, size):
        self.size, self.random = size, random.Random(f"snapshot {size}")

    def split(self, total, codes):
        """A total in parts, the first the largest; codes without a part are absent."""
        weights = [1 / (place + 1) for place in range(len(codes))]
        counts = [int(total * weight / sum(weights)) for weight in weights]
        counts[0] += total - sum(counts)
        return {code: count for code, count in zip(codes, counts, strict=True) if count}

    def kept(self, due, **others):
        running, late = due // 20, due // 5
        silent = {"silent": due // 25} if "silent" in others else {}
        in_time = due - running - late - sum(silent.values())
        share = round(100 * in_time / due, 1) if due else None
        return {
            "due": due,
            "in_time": in_time,
            "late": late,
            **silent,
            "running": running,
            "share_in_time": share,
        }

    def days(self, count, days):
        bands = self.split(count, ["31-60", "8-30", "61-90", "0-7", "91-180", "181-"])
        return {
            "n": count,
            "median": days / 2,
            "p90": days,
            "very_late": count // 15,
            "very_late_after": days * 2,
            "bands": bands,
        }

    def intake(self, complaints, assistance, places):
        codes = {
            "gender": [Gender.MALE, Gender.FEMALE, Gender.NOT_STATED],
            "source": list(Source.values),
            "channel": list(Channel.values),
            "mode": list(Mode.values),
            "language": ["ar", "en", "fr"],
            "service": ["police", "prisons", "border_guard", "customs"],
            "governorate": places,
            "place_type": list(PlaceType.values),
            "subject": ["security_work", "directorate_handling"],
            "category": list(Category.values),
        }
        apart = {
            matter: {
                f"by_{name}": self.split(total, [str(c) for c in found]) for name, found in codes.items()
            }
            for matter, total in (("complaint", complaints), ("assistance", assistance))
        }
        apart["assistance"]["by_category"] = {}
        apart["assistance"]["by_kind"] = self.split(assistance, list(AssistanceKind.values))
        both = {
            f"by_{name}": {
                str(c): n
                for c in found
                if (n := sum(apart[matter][f"by_{name}"].get(str(c), 0) for matter in apart))
            }
            for name, found in codes.items()
        }
        return {
            "total": complaints + assistance,
            "complaint": complaints,
            "assistance": assistance,
            **both,
            "by_matter": apart,
            "allegations": self.split(complaints + complaints // 3, list(Category.values)),
            "imported": 0,
            "imported_by_matter": {"complaint": 0, "assistance": 0},
        }

    def balance(self, received):
        carried, reopened = received // 6, received // 40
        completed = (carried + received) * 4 // 5
        remaining = carried + received + reopened - completed
        return {
            "carried_over": carried,
            "received": received,
            "reopened": reopened,
            "completed": completed,
            "remaining": remaining,
        }

    def family(self, made):
        fates = self.split(made, list(Fate.values))
        accepted = sum(fates.get(code, 0) for code in ("accepted", "partly", "claimed", "verified"))
        done = fates.get("verified", 0)
        due = {"due": made // 2, "verified": made // 8, "claimed": made // 8, "not_implemented": made // 10}
        due["overdue"] = due["due"] - due["verified"] - due["claimed"] - due["not_implemented"]
        due["share_verified"] = round(100 * due["verified"] / due["due"], 1) if due["due"] else None
        return {
            "cohort": {
                "basis": "cohort",
                "made": made,
                "by_fate": fates,
                "accepted": accepted,
                "accepted_verified": done,
                "share_verified": round(100 * done / accepted, 1) if accepted else None,
            },
            "flow": {"basis": "flow", **self.split(made, ["accepted", "claimed", "verified", "rejected"])},
            "due": {"basis": "due", **due},
        }


def cases(complaints, assistance, places):
    """The chapters of figures; sums hold."""
    make = Making(complaints)
    balance = {"complaint": make.balance(complaints), "assistance": make.balance(assistance)}
    grave = {code: complaints // (20 + 7 * n) for n, code in enumerate(("TOR", "DIS", "DTH", "GBV"))}
    inquiries = complaints // 9
    clocks = {
        "complaint": {
            clock: make.kept(complaints // (n + 1)) for n, clock in enumerate(CLOCKS) if clock != "assistance"
        },
        "assistance": {clock: make.kept(assistance) for clock in ("acknowledge", "assistance")},
        "days_to_decision": {
            "decided": complaints // 2,
            "median": 41.0,
            "p90": 97,
            "very_late": complaints // 30,
        },
        "days": {
            "complaint": {
                name: make.days(complaints // 2, days)
                for name, days in (("acknowledge", 6), ("decide", 96), ("answer", 34), ("remedy", 71))
            },
            "assistance": {"acknowledge": make.days(assistance, 4), "assistance": make.days(assistance, 14)},
        },
    }
    findings = make.split(complaints // 2, list(Finding.values))
    return {
        "intake": make.intake(complaints, assistance, places),
        "counted": {
            "complaints": complaints,
            "allegations": complaints + complaints // 3,
            "people": complaints + complaints // 8,
            "events": complaints // 12,
            "assistance": assistance,
            "assistance_people": assistance,
        },
        "balance": balance,
        "outcomes": {
            "basis": "cohort",
            "complaint": {
                **make.split(complaints * 2 // 3, list(Finding.values)),
                "open": complaints - complaints * 2 // 3,
            },
            "assistance": {
                **make.split(assistance * 3 // 4, ["settled", "not_settled"]),
                "open": assistance - assistance * 3 // 4,
            },
            "flow": {
                "basis": "flow",
                "complaint": make.split(balance["complaint"]["completed"], list(Finding.values)),
                "assistance": make.split(
                    balance["assistance"]["completed"], ["settled", "not_settled", "converted"]
                ),
                "findings": findings,
                "dispositions": make.split(complaints // 3, list(Disposition.values)),
            },
        },
        "clocks": {k: v for k, v in clocks.items() if complaints > 3 or k != "days"},
        "grave": {
            "received": sum(grave.values()),
            "by_category": grave,
            "route": make.split(sum(grave.values()), ["nhri", "other_body"]),
            "exact": {
                "start": "2025-01-01",
                "end": "2025-12-31",
                **{c: grave[c] for c in ("DTH", "DIS", "TOR")},
            },
        },
        "oversight": {
            "questions": make.kept(complaints // 2, silent=True),
            "asked": complaints // 2,
            "undetermined": make.split(complaints // 30, ["LIB", "MED", "TOR"]),
        },
        "recommendations": {**make.family(complaints // 3), "orders": make.family(complaints // 10)},
        "reprisals": {
            "asked": complaints,
            "answered": complaints // 2,
            "reported": complaints // 50,
            "followed": make.kept(complaints // 2),
            "alleged": complaints // 60,
            "findings": make.split(complaints // 80, list(Finding.values)),
        },
        "custody": {
            "received": inquiries,
            "whereabouts": make.split(inquiries, [*Whereabouts.values, "none"]),
            "answers": make.kept(inquiries * 3),
            "outcomes": make.split(inquiries * 4 // 5, ["found", "freed"]),
            "balance": make.balance(inquiries),
            "days": make.days(inquiries, 5),
        },
        "reviews": {
            "asked": complaints // 8,
            "cohort": {
                "basis": "cohort",
                **make.split(complaints // 8, ["upheld", "running", "overturned", "ended"]),
            },
            "flow": {"basis": "flow", **make.split(complaints // 9, ["upheld", "overturned"])},
            "share_overturned": 23.4 if complaints // 9 >= 10 else None,
        },
        "satisfaction": {
            question: {
                "n": complaints // 5,
                "yes": complaints // 10,
                "partly": complaints // 20,
                "no": complaints // 20,
                "share_yes": 50.0,
            }
            for question in Question.values
            if complaints > 10
        },
    }


def plan_rows(*, official, values):
    """The shipped measures; as an official plan they get a phase, objectives, baselines, targets and statuses."""
    rows = []
    wanted = [m for m in yaml.safe_load(PLAN.read_text())["measures"]]
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
                        (f"الهدف {number // 4 + 1}: بناء القدرات", f"{number // 4 + 1}: building capacity")
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
                    "target": (1 if unit == "yes_no" else 90 if unit == "percent" else 40)
                    if official
                    else None,
                    "status": status if official else None,
                    "verification": ("disputed" if disputed else "confirmed") if known else None,
                    "dispute": {
                        "value": 0 if unit == "yes_no" else 9,
                        "reason": "لم تُعرض علينا الوثائق – we were not shown the documents",
                        "evidence": "قرار وزاري رقم 12/2025 – ministerial decision 12/2025",
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
    kinds = ("training", "workshop", "memorandum", "visit", "conference", "awareness")
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


EMPTY = {
    "intake": {"total": None, "complaint": None, "assistance": None, "by_matter": {}}
    | {
        f"by_{name}": {}
        for name in ("gender", "source", "channel", "mode", "language", "service", "governorate", "category")
    },
    "balance": {},
    "outcomes": {"basis": "cohort", "complaint": {}, "assistance": {}, "flow": {"basis": "flow"}},
    "clocks": {},
    "grave": {"received": None, "by_category": {}, "exact": None},
    "oversight": {},
}


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
    content = {
        "schema": 2,
        "scope": "region" if size == "region" else "long-office" if size == "long" else "BH",
        "state": "XX" if size == "region" else "BH",
        "edition": edition,
        "period": {"start": start, "end": end},
        "as_of": "2026-01-20",
        "has_data": size != "empty",
        "plan_version": "2025-09-12",
        "plan_title": pair(
            ("متابعة توصيات المؤتمر الحادي عشر", "Follow-up of the 11th conference's recommendations")
        ),
        "plan_status": "adopted" if official else "from_public_sources",
        "plan_source": pair(("عكاظ", "Okaz")),
        **found,
        "plan": plan_rows(official=official, values=size != "empty"),
        "activities": activities(kept, partner=f"{LONG_AR} – {UNBROKEN}" if size == "long" else ""),
        "names": naming(size, names),
        "states": side_by_side() if size == "region" else {},
        "suppressed": [],
        "comparison": {
            "previous": was,
            "year_before": {**was, "period": {"start": "2023-01-01", "end": "2023-12-31"}},
        },
        "snapshot_sha256": "3f" * 32,
    }
    return content


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
