"""Tags, saved searches, the order of arrival; and a search function that answers one question.

In which cases of this state words are found, up to a limit. Which of them somebody may see, and in what order, is
asked of the dockets under their policy, as everywhere.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.tenancy
from common.tenancy import tenant_table

FOUND = """
SET ROLE portal_searcher;
DROP FUNCTION complaints_search;
RESET ROLE;
CREATE FUNCTION complaints_found(words text, most integer) RETURNS TABLE (complaint uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    tenant bpchar := nullif(current_setting('app.state', true), '')::bpchar;
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT s.complaint_id FROM complaints_searchtext s WHERE s.state = $1 AND s.tsv @@ $2 LIMIT $3'
    USING tenant, words::tsquery, least(greatest(most, 1), 5001);
END $$;

DROP POLICY searching ON complaints_docket;
REVOKE SELECT ON complaints_docket FROM portal_searcher;
GRANT USAGE, CREATE ON SCHEMA public TO portal_searcher;
ALTER FUNCTION complaints_found OWNER TO portal_searcher;
REVOKE CREATE ON SCHEMA public FROM portal_searcher;
SET ROLE portal_searcher;
REVOKE ALL ON FUNCTION complaints_found FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_found TO portal_app;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_staff"),
        ("complaints", "0013_casefile"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("name", models.CharField(max_length=40)),
                ("filters", models.CharField(max_length=1000)),
                ("is_shared", models.BooleanField(default=False)),
                ("alerts", models.BooleanField(default=False)),
                ("looked_to", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("name", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_by", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.AddIndex(
            model_name="allegation",
            index=models.Index(fields=["state", "category", "complaint"], name="allegations_of_a_category"),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["state", "institution", "since", "id"],
                name="queue_open_by_arrival",
            ),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(fields=["state", "institution", "since", "id"], name="queue_by_arrival"),
        ),
        migrations.AddField(
            model_name="casetag",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="casetag",
            name="tag",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="complaints.tag",
            ),
        ),
        migrations.AddIndex(
            model_name="savedsearch",
            index=models.Index(
                condition=models.Q(("is_shared", True)),
                fields=["state", "institution"],
                name="shared_searches",
            ),
        ),
        migrations.AddIndex(
            model_name="savedsearch",
            index=models.Index(
                condition=models.Q(("alerts", True)), fields=["state"], name="searches_that_alert"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(
                fields=("state", "user", "name"), name="one_saved_search_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("state", "id"), name="tag_of_state"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("state", "institution", "name"), name="one_tag_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at__isnull", True), ("retired_by", "")),
                    models.Q(("retired_at__isnull", False), models.Q(("retired_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_tag_is_retired_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="casetag",
            index=models.Index(fields=["state", "tag", "complaint"], name="cases_of_a_tag"),
        ),
        migrations.AddConstraint(
            model_name="casetag",
            constraint=models.UniqueConstraint(
                fields=("state", "complaint", "tag"), name="a_tag_once_on_a_case"
            ),
        ),
        tenant_table("complaints_tag"),
        tenant_table(
            "complaints_casetag",
            parents={"complaint_id": "complaints_complaint", "tag_id": "complaints_tag"},
        ),
        tenant_table("complaints_savedsearch"),
        migrations.RunSQL(FOUND),
    ]
