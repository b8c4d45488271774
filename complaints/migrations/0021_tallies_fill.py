"""Fills what 0020 added from the record and the dockets. May be run again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common import tenancy

# Each may be run again: it fills what is empty.
FILLS = (
    """
    UPDATE complaints_complaint c SET led_first = body.kind
      FROM record_entry e JOIN accounts_institution body ON body.code = e.details::jsonb ->> 'lead'
     WHERE c.state = %(state)s AND e.state = c.state AND e.stream = 'case:' || c.id AND c.led_first = ''
       AND e.what IN ('submit', 'from_request')
    """,
    """
    UPDATE complaints_complaint c SET led_first = body.kind
      FROM complaints_docket d JOIN accounts_institution body ON body.id = d.institution_id
     WHERE c.state = %(state)s AND d.state = c.state AND d.complaint_id = c.id AND d.standing = 'lead'
       AND c.led_first = ''
    """,
    """
    UPDATE complaints_clock c SET result = CASE decided.what WHEN 'uphold' THEN 'upheld' ELSE 'overturned' END
      FROM (
        SELECT DISTINCT ON (one.id) one.id, e.what FROM complaints_clock one
          JOIN record_entry e ON e.state = one.state AND e.stream = 'case:' || one.complaint_id
               AND e.what IN ('uphold', 'overturn') AND e.at >= one.started_at
         WHERE one.state = %(state)s AND one.kind = 'review_decision' AND one.ended_at IS NOT NULL
               AND NOT one.is_dropped
         ORDER BY one.id, e.seq
      ) decided
     WHERE c.id = decided.id AND c.result = ''
    """,
    """
    UPDATE complaints_safetytelling t SET institution_id = body.id
      FROM complaints_docket d JOIN accounts_institution body ON body.id = d.institution_id
     WHERE t.state = %(state)s AND d.state = t.state AND d.complaint_id = t.complaint_id
       AND body.kind IN ('nhri', 'other_body') AND t.institution_id IS NULL
    """,
    """
    UPDATE complaints_request r SET is_dropped = true
      FROM complaints_clock c
     WHERE r.state = %(state)s AND c.state = r.state AND c.request = r.id AND c.is_dropped
       AND r.answered_at IS NULL AND r.gone_on_at IS NULL
    """,
)


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each state in its own context: outside it nobody sees a row, the owner of the tables neither."""
    states = list(apps.get_model("accounts", "State").objects.values_list("code", flat=True))
    for state in states:
        with tenancy.within(state, using=editor.connection.alias), editor.connection.cursor() as cursor:
            for statement in FILLS:
                cursor.execute(statement, {"state": state})


class Migration(migrations.Migration):
    dependencies = [("complaints", "0020_tallies"), ("record", "0003_room")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
