"""Fills what 0023 added from the cases themselves. May be run again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common import tenancy

FILL = """
UPDATE complaints_docket d
   SET mode = c.mode, governorate_id = c.governorate_id, is_held = c.is_held, is_grave = c.is_grave,
       categories = coalesce(alleged.codes, '{}')
  FROM complaints_complaint c LEFT JOIN (
       SELECT complaint_id, array_agg(category ORDER BY id) AS codes FROM complaints_allegation
        WHERE state = %(state)s GROUP BY complaint_id
  ) alleged ON alleged.complaint_id = c.id
 WHERE d.state = %(state)s AND c.state = %(state)s AND c.id = d.complaint_id
"""


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each state in its own context: outside it nobody sees a row, the owner of the tables neither."""
    states = list(apps.get_model("accounts", "State").objects.values_list("code", flat=True))
    for state in states:
        with tenancy.within(state, using=editor.connection.alias), editor.connection.cursor() as cursor:
            cursor.execute(FILL, {"state": state})


class Migration(migrations.Migration):
    dependencies = [("complaints", "0023_speed")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
