"""Case content is seen in its state alone; children belong to a case of the same state."""

from django.db import migrations

from common.tenancy import tenant_table

CASE = {"complaint_id": "complaints_complaint"}
CHILDREN = ("allegation", "ending", "person", "text", "docket", "clock", "exclusion", "notice", "searchtext")


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [
        tenant_table("complaints_complaint"),
        *[tenant_table(f"complaints_{name}", parents=CASE) for name in CHILDREN],
        tenant_table("complaints_registerrow"),
        migrations.RunSQL(
            "ALTER TABLE complaints_text ADD CONSTRAINT text_of_state UNIQUE (state, id);",
            "ALTER TABLE complaints_text DROP CONSTRAINT text_of_state;",
        ),
        tenant_table(
            "complaints_request",
            parents={**CASE, "question_id": "complaints_text", "answer_id": "complaints_text"},
        ),
    ]
