"""Grants are seen in their state alone."""

from django.db import migrations

from common.tenancy import tenant_table


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [tenant_table("vault_grant")]
