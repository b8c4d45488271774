"""The figures of an invented snapshot, drawn from a fixed seed; they keep the sums that a real one keeps."""

import random

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
