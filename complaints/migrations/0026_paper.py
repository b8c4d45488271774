"""The name of a disposition takes a typographic apostrophe; the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0025_speed_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="allegation",
            name="disposition",
            field=models.CharField(
                blank=True,
                choices=[
                    ("referred_prosecution", "Referred to the public prosecution"),
                    ("referred_discipline", "Referred to the disciplinary authority"),
                    ("settled", "Settled with the complainant’s agreement"),
                    ("remedied", "Remedied"),
                    ("withdrawn", "Withdrawn by the complainant"),
                    ("outside_jurisdiction", "Outside jurisdiction"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="allegation",
            name="proposed_disposition",
            field=models.CharField(
                blank=True,
                choices=[
                    ("referred_prosecution", "Referred to the public prosecution"),
                    ("referred_discipline", "Referred to the disciplinary authority"),
                    ("settled", "Settled with the complainant’s agreement"),
                    ("remedied", "Remedied"),
                    ("withdrawn", "Withdrawn by the complainant"),
                    ("outside_jurisdiction", "Outside jurisdiction"),
                ],
                max_length=24,
            ),
        ),
    ]
