"""Closed quarters of public statistics, which nobody changes afterwards."""

from django.db import migrations, models
from django.db.models import F, Q

import common.tenancy

NEVER_CHANGED = """
CREATE FUNCTION statistics_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed quarter is never changed';
END $$;
CREATE TRIGGER statistics_stand BEFORE UPDATE OR DELETE ON reporting_closedquarter
    FOR EACH ROW EXECUTE FUNCTION statistics_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_plan")]

    operations = [
        migrations.CreateModel(
            name="ClosedQuarter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField(max_length=2)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["-start", "state"],
                "indexes": [models.Index(fields=["end", "state"], name="quarters_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=["state", "start"], name="one_quarter_each"),
                    models.UniqueConstraint(fields=["state", "end"], name="one_quarter_each_end"),
                    models.CheckConstraint(condition=Q(end__gt=F("start")), name="quarter_period"),
                ],
            },
        ),
        migrations.RunSQL(
            NEVER_CHANGED,
            "DROP TRIGGER statistics_stand ON reporting_closedquarter; DROP FUNCTION statistics_stand();",
        ),
    ]
