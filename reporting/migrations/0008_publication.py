"""Words, comments and papers belong to a state; numbers in them that equal hidden ones are accounted for."""

from django.db import migrations, models

from common.tenancy import tenant_table

DOSSIER = {"dossier_id": "reporting_dossier"}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_report")]

    operations = [
        migrations.AddField("narrative", "about_numbers", models.TextField(blank=True, default="")),
        migrations.AddField("comment", "about_numbers", models.TextField(blank=True, default="")),
        migrations.RunSQL(
            "ALTER TABLE reporting_dossier ADD CONSTRAINT dossier_of_state UNIQUE (state, id);",
            "ALTER TABLE reporting_dossier DROP CONSTRAINT dossier_of_state;",
        ),
        tenant_table("reporting_comment", parents=DOSSIER),
        tenant_table("reporting_narrative", parents=DOSSIER),
        tenant_table("reporting_document"),
    ]
