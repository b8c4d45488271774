"""Mandates become dated rows; interior ministries and unconfirmed weekends are marked. Re-runnable."""

from datetime import date

from django.db import migrations

ALWAYS = date(2000, 1, 1)


def fill(apps, schema_editor):
    institution, mandate, weekend = (
        apps.get_model("accounts", name) for name in ("Institution", "Mandate", "Weekend")
    )
    mandate.objects.bulk_create(
        [
            mandate(institution=row, service=service, valid_from=ALWAYS)
            for row in institution.objects.exclude(kind="authority")
            for service in row.mandates
        ],
        ignore_conflicts=True,
    )
    institution.objects.filter(kind="authority", code__endswith="-moi").update(is_interior=True)
    for row in weekend.objects.filter(source__endswith=" Not confirmed."):
        row.is_confirmed, row.source = False, row.source.removesuffix(" Not confirmed.")
        row.save(update_fields=["is_confirmed", "source"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_states")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
