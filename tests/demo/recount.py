"""The report's figures counted again, in SQL over the cases themselves, without a line of the tallies' code."""

from django.db import connection

from common import tenancy
from reporting import scopes, snapshot
from reporting.periods import Period

CASES = "FROM complaints_complaint WHERE filed_on BETWEEN %s AND %s"


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def counted(state, start, end):
    """What SQL says of a state's period."""
    with tenancy.within(state):
        by = {
            column: dict(rows(f"SELECT {column}, count(*) {CASES} GROUP BY 1", start, end))
            for column in ("matter", "mode", "channel", "source", "gender")
        }
        category = rows(
            "SELECT a.category, count(DISTINCT a.complaint_id) FROM complaints_allegation a"
            f" WHERE a.complaint_id IN (SELECT id {CASES}) GROUP BY 1",
            start,
            end,
        )
        outcome = rows(
            f"SELECT matter, coalesce(nullif(outcome, ''), 'open'), count(*) {CASES} GROUP BY 1, 2",
            start,
            end,
        )
        ended = rows(
            "SELECT c.matter, count(*), count(e.reopened_at) FROM complaints_ending e"
            " JOIN complaints_complaint c ON c.id = e.complaint_id GROUP BY 1"
        )
        findings = rows(
            "SELECT finding, count(*) FROM complaints_allegation WHERE decided_at IS NOT NULL GROUP BY 1"
        )
    return by, dict(category), outcome, ended, dict(findings)


def assert_figures_equal(state, start, end):
    """One state's internal report says what SQL says."""
    by, category, outcome, ended, findings = counted(state, start, end)
    said = snapshot.build(
        scope=scopes.of_state(state), edition="internal", period=Period(start, end), today=end
    )
    intake = said["intake"]
    assert intake["total"] == sum(by["matter"].values()) > 0
    for matter, count in by["matter"].items():
        assert intake[matter] == count
    for column in ("mode", "channel", "source", "gender"):
        assert intake[f"by_{column}"] == by[column]
    assert intake["by_category"] == category
    for matter in ("complaint", "assistance"):
        told = {code: count for of, code, count in outcome if of == matter}
        assert {code: n for code, n in said["outcomes"][matter].items() if n} == told
    for matter, completed, reopened in ended:
        balance = said["balance"][matter]
        assert (balance["completed"], balance["reopened"]) == (completed, reopened)
        assert balance["remaining"] == balance["received"] + reopened - completed
    assert said["outcomes"]["flow"]["findings"] == findings
