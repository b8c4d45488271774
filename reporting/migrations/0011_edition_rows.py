"""Exact figures and the files made of them are seen in their own state alone; what is public, by everybody."""

from django.db import migrations

import common.tenancy
from common.tenancy import tenant_table

PUBLIC = """
CREATE POLICY published ON reporting_snapshot FOR SELECT USING (edition = 'public');
CREATE POLICY published ON reporting_reportfile FOR SELECT USING (
    EXISTS (SELECT FROM reporting_report r WHERE r.id = report_id AND r.published_at IS NOT NULL)
);
"""
NOT_PUBLIC = """
DROP POLICY published ON reporting_reportfile;
DROP POLICY published ON reporting_snapshot;
"""
KEYS = """
ALTER TABLE reporting_snapshot ADD CONSTRAINT snapshot_of_state UNIQUE (state, id);
ALTER TABLE reporting_report ADD CONSTRAINT report_of_state UNIQUE (state, id);
ALTER TABLE reporting_report ADD CONSTRAINT reporting_report_snapshot_id_state
    FOREIGN KEY (state, snapshot_id) REFERENCES reporting_snapshot (state, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reporting_dossier ADD CONSTRAINT reporting_dossier_internal_id_state
    FOREIGN KEY (state, internal_id) REFERENCES reporting_snapshot (state, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reporting_dossier ADD CONSTRAINT reporting_dossier_public_id_state
    FOREIGN KEY (state, public_id) REFERENCES reporting_snapshot (state, id) DEFERRABLE INITIALLY DEFERRED;
"""
NO_KEYS = """
ALTER TABLE reporting_dossier DROP CONSTRAINT reporting_dossier_public_id_state;
ALTER TABLE reporting_dossier DROP CONSTRAINT reporting_dossier_internal_id_state;
ALTER TABLE reporting_report DROP CONSTRAINT reporting_report_snapshot_id_state;
ALTER TABLE reporting_report DROP CONSTRAINT report_of_state CASCADE;
ALTER TABLE reporting_snapshot DROP CONSTRAINT snapshot_of_state;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_edition_state_fill")]

    operations = [
        migrations.AlterField("reportfile", "state", common.tenancy.StateField()),
        migrations.RunSQL(KEYS, NO_KEYS),
        tenant_table("reporting_snapshot"),
        tenant_table("reporting_reportfile", parents={"report_id": "reporting_report"}),
        migrations.RunSQL(PUBLIC, NOT_PUBLIC),
    ]
