"""The register of a real ombudsman's published year, as numbers only.

Bahrain's Ombudsman of the Ministry of Interior, 1 May 2017 to 30 April 2018, its own news release: 1,094 =
334 complaints + 760 requests for assistance. Dates, channels and genders are spread evenly: the release
doesn't give them, and no test reads them.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

START, END = date(2017, 5, 1), date(2018, 4, 30)
COMPLAINTS = {"referred_prosecution": 120, "no_violation": 169, "outside_jurisdiction": 17, "": 28}
ASSISTANCE = {"settled": 746, "": 14}
COLUMNS = ("reference", "received_on", "matter", "status", "outcome", "closed_on")


def rows() -> Iterator[dict[str, str]]:
    outcomes = [("complaint", code) for code, n in COMPLAINTS.items() for _ in range(n)]
    outcomes += [("assistance", code) for code, n in ASSISTANCE.items() for _ in range(n)]
    for number, (matter, outcome) in enumerate(outcomes):
        received = START + timedelta(days=number * 331 // len(outcomes))
        yield {
            "reference": f"2017-{number + 1:04}",
            "received_on": received.isoformat(),
            "matter": matter,
            "status": "closed" if outcome else "open",
            "outcome": outcome,
            "closed_on": (received + timedelta(days=30)).isoformat() if outcome else "",
        }


def text() -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows())
    return out.getvalue()
