"""Files attached to a case: what is in clear of them, and their sealed part."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import common.tenancy
from common.tenancy import tenant_table

KINDS = [
    ("jpeg", "Picture (JPEG)"),
    ("png", "Picture (PNG)"),
    ("heic", "Picture (HEIC)"),
    ("pdf", "Document (PDF)"),
    ("mp4", "Video (MP4)"),
    ("m4a", "Sound (M4A)"),
    ("ogg", "Sound (OGG)"),
    ("mp3", "Sound (MP3)"),
    ("text", "Plain text"),
]


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_settings")]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("state", common.tenancy.StateField()),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("name", models.CharField(max_length=32, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("state", "complaint", "number"), name="files_in_order")
                ]
            },
        ),
        tenant_table("complaints_evidence", parents={"complaint_id": "complaints_complaint"}),
    ]
