"""Every table of a snapshot counted again, in plain SQL over the rows themselves, without a line of the tallies' code.

`recounted` gives path → count of everything that is not zero; medians beside it. Satisfaction stands in no row.
"""

from collections import Counter

from django.db import connection

ZONE = "Asia/Bahrain"
MATTERS = ("complaint", "assistance")
PERIOD = "BETWEEN %(start)s AND %(end)s"


def local(column):
    return f"({column} AT TIME ZONE '{ZONE}')::date"


RECEIVED = f"""
    (SELECT c.matter, c.gender, c.source, c.channel, c.mode, c.language, c.service, g.code AS governorate,
            c.place_type, c.subject, c.assistance_kind AS kind, c.outcome, c.people_concerned, c.is_grave,
            c.led_first, c.id, '' AS categories, false AS imported
       FROM complaints_complaint c LEFT JOIN accounts_governorate g ON g.id = c.governorate_id
      WHERE c.filed_on {PERIOD} AND c.matter <> 'custody'
     UNION ALL
     SELECT matter, gender, source, channel, '', language, '', '', '', '', assistance_kind, outcome, NULL, NULL,
            '', NULL, categories, true
       FROM complaints_registerrow WHERE received_on {PERIOD}) AS received
"""
CATEGORIES = f"""
    (SELECT DISTINCT r.matter, a.category, r.id::text AS id FROM {RECEIVED.replace("AS received", "AS r")}
       JOIN complaints_allegation a ON a.complaint_id = r.id
     UNION ALL
     SELECT matter, unnest(string_to_array(nullif(categories, ''), ';')), reference
       FROM complaints_registerrow WHERE received_on {PERIOD}) AS categories
"""
# More days than these are very late: the term in calendar days and half of it again, an answer's twice (reports.md).
VERY_LATE = {"acknowledge": 12, "decide": 135, "assistance": 21, "answer": 56, "remedy": 126}
DAYS = {
    "complaint.acknowledge": "acknowledge",
    "complaint.decide": "decide",
    "assistance.acknowledge": "acknowledge",
    "assistance.assistance": "assistance",
}


class Recount:
    """One state's period, inside its context."""

    def __init__(self, start, end):
        self.values = {"start": start, "end": end}
        self.found = Counter()
        self.lengths = {}

    def rows(self, query):
        with connection.cursor() as cursor:
            cursor.execute(query, self.values)
            return cursor.fetchall()

    def add(self, query, *paths):
        """Each row's last column is a count; the others fill the paths."""
        for *key, count in self.rows(query):
            for path in paths:
                self.found[path.format(*key)] += count

    def length(self, path, query):
        """A histogram: lengths in days, with median and percentile as PostgreSQL has them."""
        ((number, median, p90),) = self.rows(
            "SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),"
            f" percentile_disc(0.9) WITHIN GROUP (ORDER BY days) FROM ({query}) AS lengths"
        )
        if number:
            self.found[f"{path}.n"] = number
            self.lengths[path] = (median, p90)
            self.add(
                "SELECT CASE WHEN days <= 7 THEN '0-7' WHEN days <= 30 THEN '8-30' WHEN days <= 60 THEN '31-60'"
                " WHEN days <= 90 THEN '61-90' WHEN days <= 180 THEN '91-180' ELSE '181-' END, count(*)"
                f" FROM ({query}) AS lengths GROUP BY 1",
                path + ".bands.{0}",
            )
        if limit := VERY_LATE.get(path.split(".")[-1]):
            self.add(f"SELECT count(*) FROM ({query}) AS lengths WHERE days > {limit}", path + ".very_late")


def recounted(start, end):
    """Paths with their counts, and the median and percentile of each histogram."""
    count = Recount(start, end)
    for chapter in (_received, _balance, _outcomes, _clocks, _grave, _questions, _recommendations, _people):
        chapter(count)
    return {path: number for path, number in count.found.items() if number}, count.lengths


def _received(count):
    count.add(f"SELECT matter, count(*) FROM {RECEIVED} GROUP BY 1", "intake.{0}", "intake.total")
    count.add(
        f"SELECT matter, count(*) FROM {RECEIVED} WHERE imported GROUP BY 1",
        "intake.imported_by_matter.{0}",
        "intake.imported",
    )
    for name in (
        *(
            "gender",
            "source",
            "channel",
            "mode",
            "language",
            "service",
            "governorate",
            "place_type",
            "subject",
        ),
    ):
        count.add(
            f"SELECT matter, coalesce(nullif({name}, ''), 'not_stated'), count(*) FROM {RECEIVED} GROUP BY 1, 2",
            f"intake.by_matter.{{0}}.by_{name}.{{1}}",
            f"intake.by_{name}.{{1}}",
        )
    count.add(
        f"SELECT coalesce(nullif(kind, ''), 'not_stated'), count(*) FROM {RECEIVED} WHERE matter = 'assistance'"
        " GROUP BY 1",
        "intake.by_matter.assistance.by_kind.{0}",
    )
    count.add(
        f"SELECT matter, category, count(*) FROM {CATEGORIES} GROUP BY 1, 2",
        "intake.by_matter.{0}.by_category.{1}",
        "intake.by_category.{1}",
    )
    alleged = f"""SELECT category, count(*) FROM (
        SELECT a.category FROM complaints_allegation a JOIN complaints_complaint c ON c.id = a.complaint_id
         WHERE c.filed_on {PERIOD}
        UNION ALL SELECT unnest(string_to_array(nullif(categories, ''), ';')) FROM complaints_registerrow
         WHERE matter = 'complaint' AND received_on {PERIOD}) AS alleged (category) GROUP BY 1"""
    count.add(alleged, "intake.allegations.{0}", "counted.allegations")
    count.add(f"SELECT count(*) FROM {RECEIVED} WHERE matter = 'complaint'", "counted.complaints")
    count.add(f"SELECT count(*) FROM {RECEIVED} WHERE matter = 'assistance'", "counted.assistance")
    for matter, path in zip(MATTERS, ("counted.people", "counted.assistance_people"), strict=True):
        count.add(
            f"SELECT coalesce(sum(people_concerned), 0) FROM {RECEIVED} WHERE matter = '{matter}'", path
        )
    count.add(f"SELECT count(*) FROM complaints_event WHERE recorded_on {PERIOD}", "counted.events")


def _balance(count):
    cases = """
        SELECT matter, filed_on AS day, 1 AS n, 'received' AS what FROM complaints_complaint
        UNION ALL SELECT matter, received_on, 1, 'received' FROM complaints_registerrow
        UNION ALL SELECT matter, closed_on, 1, 'completed' FROM complaints_registerrow WHERE closed_on IS NOT NULL
        UNION ALL SELECT c.matter, {at}, 1, 'completed' FROM complaints_ending e
            JOIN complaints_complaint c ON c.id = e.complaint_id
        UNION ALL SELECT c.matter, {again}, 1, 'reopened' FROM complaints_ending e
            JOIN complaints_complaint c ON c.id = e.complaint_id WHERE e.reopened_at IS NOT NULL
    """.format(at=local("e.at"), again=local("e.reopened_at"))
    signed = "sum(CASE what WHEN 'completed' THEN -n ELSE n END)"
    for matter, path in (
        ("complaint", "balance.complaint"),
        ("assistance", "balance.assistance"),
        ("custody", "custody.balance"),
    ):
        of = f"FROM ({cases}) AS moves WHERE matter = '{matter}'"
        count.add(f"SELECT what, sum(n) {of} AND day {PERIOD} GROUP BY 1", path + ".{0}")
        count.add(f"SELECT coalesce({signed}, 0) {of} AND day < %(start)s", f"{path}.carried_over")
        count.add(f"SELECT coalesce({signed}, 0) {of} AND day <= %(end)s", f"{path}.remaining")


def _outcomes(count):
    count.add(
        f"SELECT matter, coalesce(nullif(outcome, ''), 'open'), count(*) FROM {RECEIVED} GROUP BY 1, 2",
        "outcomes.{0}.{1}",
    )
    ended = f"""
        SELECT c.matter, e.outcome, count(*) FROM complaints_ending e JOIN complaints_complaint c
            ON c.id = e.complaint_id WHERE {local("e.at")} {PERIOD} GROUP BY 1, 2"""
    count.add(f"{ended.replace('WHERE', 'WHERE matter <> $$custody$$ AND')}", "outcomes.flow.{0}.{1}")
    count.add(f"{ended.replace('WHERE', 'WHERE matter = $$custody$$ AND')}", "custody.outcomes.{1}")
    count.add(
        f"SELECT matter, outcome, count(*) FROM complaints_registerrow WHERE closed_on {PERIOD} GROUP BY 1, 2",
        "outcomes.flow.{0}.{1}",
    )
    decided = f"complaints_allegation WHERE {local('decided_at')} {PERIOD}"
    count.add(f"SELECT finding, count(*) FROM {decided} GROUP BY 1", "outcomes.flow.findings.{0}")
    count.add(
        f"SELECT finding, count(*) FROM {decided} AND category = 'REP' GROUP BY 1", "reprisals.findings.{0}"
    )
    count.add(
        f"SELECT category, count(*) FROM {decided} AND for_silence GROUP BY 1", "oversight.undetermined.{0}"
    )
    disposed = f"""
        SELECT a.disposition, count(*) FROM complaints_allegation a
          LEFT JOIN complaints_ending e ON e.complaint_id = a.complaint_id AND e.reopened_at IS NULL
         WHERE a.disposition <> '' AND {local("coalesce(a.decided_at, e.at)")} {PERIOD} GROUP BY 1"""
    count.add(disposed, "outcomes.flow.dispositions.{0}")


def _clocks(count):
    of = f"""FROM complaints_clock k JOIN complaints_complaint c ON c.id = k.complaint_id
        WHERE NOT k.is_dropped AND {local("k.due_at")} {PERIOD} AND"""
    stand = "CASE WHEN k.ended_at IS NULL THEN 'running' WHEN k.ended_at <= k.due_at THEN 'in_time' ELSE 'late' END"
    kinds = "('acknowledge','route','decide','assistance','review_decision','remedy','outcome_notice')"
    shown = f"c.matter <> 'custody' AND k.kind IN {kinds}"
    count.add(
        f"SELECT c.matter, k.kind, {stand}, count(*) {of} {shown} GROUP BY 1, 2, 3", "clocks.{0}.{1}.{2}"
    )
    count.add(f"SELECT c.matter, k.kind, count(*) {of} {shown} GROUP BY 1, 2", "clocks.{0}.{1}.due")
    count.add(f"SELECT {stand}, count(*) {of} k.kind = 'custody' GROUP BY 1", "custody.answers.{0}")
    count.add(f"SELECT count(*) {of} k.kind = 'custody'", "custody.answers.due")
    for path, kind in DAYS.items():
        matter = path.split(".")[0]
        query = f"""SELECT {local("k.ended_at")} - c.filed_on AS days FROM complaints_clock k
            JOIN complaints_complaint c ON c.id = k.complaint_id
            WHERE NOT k.is_dropped AND k.kind = '{kind}' AND c.matter = '{matter}'
              AND {local("k.ended_at")} {PERIOD}"""
        count.length(f"clocks.days.{path}", query)
    decided = count.found.get("clocks.days.complaint.decide.n", 0)
    count.found["clocks.days_to_decision.decided"] = decided
    late = count.found.get("clocks.days.complaint.decide.very_late", 0)
    count.found["clocks.days_to_decision.very_late"] = late


def _grave(count):
    count.add(f"SELECT count(*) FROM {RECEIVED} WHERE is_grave", "grave.received")
    count.add(
        f"""SELECT 'not_stated', count(DISTINCT id) FROM {CATEGORIES} WHERE category IN ('TOR','DIS','DTH','GBV')
            AND id !~ '-.*-.*-'""",
        "grave.received",
        "grave.route.{0}",
    )
    count.add(f"SELECT led_first, count(*) FROM {RECEIVED} WHERE is_grave GROUP BY 1", "grave.route.{0}")
    count.add(
        f"SELECT category, count(*) FROM {CATEGORIES} WHERE category IN ('TOR','DIS','DTH','GBV') GROUP BY 1",
        "grave.by_category.{0}",
    )
    count.add(
        f"SELECT category, count(*) FROM {CATEGORIES} WHERE category IN ('TOR','DIS','DTH') GROUP BY 1",
        "grave.exact.{0}",
    )


def _questions(count):
    put = "complaints_request WHERE asked_by_id <> asked_of_id"
    count.add(f"SELECT count(*) FROM {put} AND {local('asked_at')} {PERIOD}", "oversight.asked")
    stand = """CASE WHEN answered_at <= due_at THEN 'in_time' WHEN answered_at IS NOT NULL THEN 'late'
        WHEN is_dropped OR gone_on_at < due_at THEN 'nobody' WHEN gone_on_at IS NOT NULL THEN 'silent'
        ELSE 'running' END"""
    due = f"FROM (SELECT {stand} AS stand FROM {put} AND {local('due_at')} {PERIOD}) AS q WHERE stand <> 'nobody'"
    count.add(
        f"SELECT stand, count(*) {due} GROUP BY 1", "oversight.questions.{0}", "oversight.questions.due"
    )
    answered = f"SELECT {local('answered_at')} - {local('asked_at')} AS days FROM {put}"
    count.length("clocks.days.complaint.answer", f"{answered} AND {local('answered_at')} {PERIOD}")


def _recommendations(count):
    for path, is_order in (("recommendations", "NOT is_order"), ("recommendations.orders", "is_order")):
        made = f"complaints_recommendation r WHERE {is_order} AND {local('made_at')} {PERIOD}"
        accepted = """EXISTS (SELECT FROM complaints_recommendationstep s WHERE s.recommendation_id = r.id
            AND s.fate IN ('accepted', 'partly'))"""
        count.add(
            f"SELECT fate, count(*) FROM {made} GROUP BY 1",
            path + ".cohort.by_fate.{0}",
            path + ".cohort.made",
        )
        count.add(f"SELECT count(*) FROM {made} AND {accepted}", f"{path}.cohort.accepted")
        count.add(
            f"SELECT count(*) FROM {made} AND {accepted} AND fate = 'verified'",
            f"{path}.cohort.accepted_verified",
        )
        first = "'made'" if is_order == "NOT is_order" else "'made', 'accepted'"
        count.add(
            f"""SELECT s.fate, count(*) FROM complaints_recommendationstep s
                JOIN complaints_recommendation r ON r.id = s.recommendation_id
                WHERE {is_order} AND s.fate NOT IN ({first}) AND {local("s.at")} {PERIOD} GROUP BY 1""",
            path + ".flow.{0}",
        )
        fate = "CASE WHEN fate IN ('verified','claimed','not_implemented') THEN fate ELSE 'overdue' END"
        count.add(
            f"""SELECT {fate}, count(*) FROM complaints_recommendation WHERE {is_order} AND due_on {PERIOD}
                AND fate NOT IN ('rejected', 'set_aside') GROUP BY 1""",
            path + ".due.{0}",
            path + ".due.due",
        )
    count.length(
        "clocks.days.complaint.remedy",
        f"""SELECT {local("fate_since")} - {local("made_at")} AS days FROM complaints_recommendation
            WHERE fate = 'verified' AND {local("fate_since")} {PERIOD}""",
    )


def _people(count):
    count.add(
        f"""SELECT count(*) FROM complaints_clock WHERE kind IN
            ('reprisal_first', 'reprisal_second', 'after_first', 'after_second')
            AND NOT is_dropped AND {local("ended_at")} {PERIOD}""",
        "reprisals.asked",
    )
    told = """FROM complaints_safetytelling s JOIN complaints_text t ON t.id = s.text_id WHERE"""
    count.add(
        f"""SELECT CASE t.kind WHEN 'safety' THEN 'answered' ELSE 'reported' END, count(*)
            {told} {local("s.told_at")} {PERIOD} GROUP BY 1""",
        "reprisals.{0}",
    )
    stand = "CASE WHEN followed_at IS NULL THEN 'running' WHEN followed_at <= due_at THEN 'in_time' ELSE 'late' END"
    count.add(
        f"SELECT {stand}, count(*) {told} {local('s.due_at')} {PERIOD} GROUP BY 1",
        "reprisals.followed.{0}",
        "reprisals.followed.due",
    )
    count.add(f"SELECT count(*) FROM {CATEGORIES} WHERE category = 'REP'", "reprisals.alleged")
    sought = f"complaints_complaint WHERE matter = 'custody' AND filed_on {PERIOD}"
    count.add(
        f"SELECT coalesce(nullif(whereabouts, ''), 'none'), count(*) FROM {sought} GROUP BY 1",
        "custody.whereabouts.{0}",
        "custody.received",
    )
    count.length(
        "custody.days",
        f"""SELECT {local("e.at")} - c.filed_on AS days FROM complaints_ending e JOIN complaints_complaint c
            ON c.id = e.complaint_id WHERE c.matter = 'custody' AND {local("e.at")} {PERIOD}""",
    )
    review = "complaints_clock WHERE kind = 'review_decision' AND"
    decided = """(SELECT CASE e.what WHEN 'uphold' THEN 'upheld' ELSE 'overturned' END FROM record_entry e
        WHERE e.stream = 'case:' || complaint_id AND e.what IN ('uphold', 'overturn') AND e.at = ended_at)"""
    stand = f"coalesce({decided}, CASE WHEN ended_at IS NULL THEN 'running' ELSE 'ended' END)"
    count.add(
        f"SELECT {stand}, count(*) FROM {review} {local('started_at')} {PERIOD} GROUP BY 1",
        "reviews.cohort.{0}",
        "reviews.asked",
    )
    count.add(
        f"SELECT {decided}, count(*) FROM {review} {decided} IS NOT NULL AND {local('ended_at')} {PERIOD} GROUP BY 1",
        "reviews.flow.{0}",
        "reviews.flow.decided",
    )
