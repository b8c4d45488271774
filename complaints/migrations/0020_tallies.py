"""What the counts of a report need of a case: who led it first, how reviews ended, whom answers were for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_staff"), ("complaints", "0019_proceedings")]

    operations = [
        migrations.AddField(
            "complaint",
            "led_first",
            models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            "clock",
            "result",
            models.CharField(
                blank=True,
                choices=[("upheld", "Upheld"), ("overturned", "Overturned")],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField("request", "is_dropped", models.BooleanField(default=False)),
        migrations.AddField(
            "safetytelling",
            "institution",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.institution",
            ),
        ),
    ]
