"""What a dossier says is no longer said by each of its reports; what was published never changes again."""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
CREATE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published report never changes';
END $$;

CREATE FUNCTION reporting_keep_file() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM reporting_report r WHERE r.id = OLD.report_id AND r.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published report never changes';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON reporting_report
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION reporting_refuse();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON reporting_reportfile
FOR EACH ROW EXECUTE FUNCTION reporting_keep_file();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON reporting_dossier
FOR EACH ROW WHEN (OLD.stage = 'published') EXECUTE FUNCTION reporting_refuse();
"""
THAWED = """
DROP TRIGGER keep_published ON reporting_dossier;
DROP TRIGGER keep_published ON reporting_reportfile;
DROP TRIGGER keep_published ON reporting_report;
DROP FUNCTION reporting_keep_file();
DROP FUNCTION reporting_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_periodic_fill")]

    operations = [
        migrations.AlterModelOptions(
            name="report",
            options={
                "ordering": ["-dossier__end", "-dossier__start", "dossier__scope", "language", "edition"]
            },
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="one_report_each",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="issued_after_rendering",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="only_public_editions_published",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_issued_by",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_published_by",
        ),
        migrations.RemoveField(
            model_name="report",
            name="end",
        ),
        migrations.RemoveField(
            model_name="report",
            name="issued_at",
        ),
        migrations.RemoveField(
            model_name="report",
            name="issued_by",
        ),
        migrations.RemoveField(
            model_name="report",
            name="published_by",
        ),
        migrations.RemoveField(
            model_name="report",
            name="scope",
        ),
        migrations.RemoveField(
            model_name="report",
            name="stage",
        ),
        migrations.RemoveField(
            model_name="report",
            name="start",
        ),
        migrations.RemoveField(
            model_name="report",
            name="version",
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("dossier", "language", "edition"), name="one_report_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(("edition", "public"), ("rendered_at__isnull", False)),
                    _connector="OR",
                ),
                name="only_rendered_public_editions_published",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reporting.dossier",
            ),
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
