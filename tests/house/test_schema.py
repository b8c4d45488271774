"""What holds for every table: whose state's rows it shows, and who did what has a time."""

import pytest
from django.apps import apps
from django.db import connection

OURS = ("record", "vault", "accounts", "complaints", "reporting")

# Tables with a state column and no policy, each with its reason.
EXEMPT = {
    "accounts_weekend": "reference data, the same for everybody",
    "accounts_holiday": "reference data, the same for everybody",
    "accounts_governorate": "reference data, printed on public forms",
    "accounts_unit": "reference data, printed on public forms",
    "accounts_invitation": "found by the hash of its link alone, before anybody knows who comes",
    "accounts_supervisedservice": "reference data, printed on public pages",
    "accounts_referralbody": "reference data, printed on public pages",
    "accounts_institution": "reference data, printed on public pages",
    "accounts_setting": "reference data, the same for everybody",
    "complaints_party": "reference data: which treaties bind a state, printed on public pages",
    "accounts_change": "settings, told to the public; roles of people, who stand in accounts_membership",
    "complaints_clockterm": "rules of a state, told to the public",
    "complaints_categoryname": "reference data, printed on public forms",
    "complaints_receipt": "found by the hash of a code alone, before anybody knows the state",
    "complaints_tally": "aggregates, read over all states by the regional report",
    "complaints_tallydelta": "aggregates, folded over all states in one go",
    "record_outbox": "ids only; drained over all states in their order",
    "reporting_activity": "the register is public with the reports, of all states side by side",
    "reporting_reading": "read from the public plan page, of any state",
    "reporting_closedquarter": "published figures",
    "reporting_dossier": "published ones are read by everybody, and the region's beside the states'",
    "reporting_report": "published ones are read by everybody",
}


def models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


@pytest.fixture
def policies(db):
    """Table → (enabled, forced, its policies' conditions for everybody)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
            " array_agg(p.polname || ' ' || pg_get_expr(p.polqual, p.polrelid) || ' ' ||"
            " (p.polroles = '{0}')::text || ' ' || p.polcmd::text) FILTER (WHERE p.polname IS NOT NULL)"
            " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2, 3"
        )
        return {name: (enabled, forced, rules or []) for name, enabled, forced, rules in cursor.fetchall()}


TENANT = "tenant (state = (NULLIF(current_setting('app.state'::text, true), ''::text))::bpchar) true *"


# What everybody may read besides, and nothing else: only for reading.
PUBLISHED = {
    "reporting_snapshot": "((edition)::text = 'public'::text)",
    "reporting_reportfile": (
        "(EXISTS ( SELECT\n   FROM reporting_report r\n  WHERE ((r.id = reporting_reportfile.report_id)"
        " AND (r.published_at IS NOT NULL))))"
    ),
}


def has_state(model):
    return any(field.column == "state" for field in model._meta.fields)


def test_every_table_with_a_state_shows_its_states_rows_alone(policies):
    covered = set()
    for model in models():
        table = model._meta.db_table
        if not has_state(model) or table in EXEMPT:
            continue
        enabled, forced, rules = policies[table]
        assert enabled, table
        assert forced, table
        assert TENANT in rules, (table, rules)
        known = {rule for rule in rules if rule.split()[0] in ("tenant", "searching")}
        open_to_all = [f"published {PUBLISHED[table]} true r"] if table in PUBLISHED else []
        assert [rule for rule in rules if rule not in known] == open_to_all, table
        covered.add(table)
    assert len(covered) >= 14


def test_exemptions_are_not_stale(policies):
    known = {model._meta.db_table for model in models() if has_state(model)}
    assert EXEMPT.keys() - known == set()
    assert [table for table in EXEMPT if policies[table][0]] == []


def test_case_content_without_a_state_does_not_exist():
    """Whatever points at a case has the tenant key itself."""
    for model in models():
        names = {field.name for field in model._meta.fields}
        if "complaint" in names or ("subject" in names and model._meta.app_label == "vault"):
            assert has_state(model), model


# Times whose author is no person, or stands elsewhere, each with its reason.
WITHOUT_AUTHOR = {
    "complaints.Complaint.filed_at": "by the complainant",
    "complaints.Complaint.first_opened_at": "the record names who",
    "complaints.Complaint.outcome_opened_at": "by the complainant",
    "complaints.Complaint.notified_at": "the record names who",
    "complaints.Complaint.withdrawal_asked_at": "by the complainant",
    "complaints.Complaint.release_consented_at": "by the complainant",
    "complaints.Complaint.settlement_offered_at": "the record names who",
    "complaints.Complaint.implemented_at": "the record names who",
    "complaints.Allegation.suspended_at": "the record names who",
    "complaints.Ending.reopened_at": "the record names who",
    "complaints.Text.read_at": "by the complainant",
    "complaints.Request.due_at": "a deadline",
    "complaints.Request.answered_at": "the answer names who",
    "complaints.Request.gone_on_at": "the record names who",
    "complaints.Clock.started_at": "a deadline",
    "complaints.Clock.due_at": "a deadline",
    "complaints.Clock.paused_at": "a deadline",
    "complaints.Clock.ended_at": "a deadline",
    "complaints.SafetyTelling.told_at": "by the complainant",
    "complaints.SafetyTelling.due_at": "a deadline",
    "complaints.SafetyTelling.reminded_at": "work of the system",
    "complaints.Transfer.agreed_at": "by the complainant",
    "complaints.Transfer.refused_at": "by the complainant",
    "complaints.Transfer.replaced_at": "the next proposal names who",
    "complaints.Notice.read_at": "by whom it is for",
    "record.Outbox.available_at": "work of the system",
    "record.Outbox.done_at": "work of the system",
}


def test_every_time_has_its_author():
    missing = set()
    for model in models():
        fields = {field.name for field in model._meta.fields}
        for name in fields:
            if name.endswith("_at") and name.removesuffix("_at") + "_by" not in fields:
                missing.add(f"{model._meta.label}.{name}")
    ours = {name for name in missing if not name.startswith("reporting.")}
    assert ours - WITHOUT_AUTHOR.keys() == set()
    assert WITHOUT_AUTHOR.keys() - missing == set()


def test_the_app_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(current_user, oid, 'TRUNCATE')"
        )
        assert cursor.fetchall() == []


def test_every_view_asks_as_its_reader(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
            " AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)"
        )
        assert cursor.fetchall() == []
