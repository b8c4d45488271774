"""A file of a report names its state, so that it can be kept inside it."""

from django.db import migrations

import common.tenancy


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_publication")]

    operations = [migrations.AddField("reportfile", "state", common.tenancy.StateField(null=True))]
