"""Keys that change hands, requests that become complaints, events that link cases."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import common.tenancy
from common.tenancy import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_staff"),
        ("complaints", "0009_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="became",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="complaint",
            name="came_of",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="complaint",
            name="identity_key",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="complaint",
            name="released_key",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="text",
            name="key_number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="text",
            name="kind",
            field=models.CharField(
                choices=[
                    ("narrative", "Narrative"),
                    ("wish", "Wish"),
                    ("released", "Released"),
                    ("to_complainant", "To Complainant"),
                    ("from_complainant", "From Complainant"),
                    ("note", "Note"),
                    ("question", "Question"),
                    ("answer", "Answer"),
                    ("reasons", "Reasons"),
                    ("safety", "Safety"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("state", common.tenancy.StateField()),
                ("title", models.CharField(max_length=200)),
                ("happened_on", models.DateField(null=True)),
                ("recorded_on", models.DateField()),
                ("recorded_by", models.CharField(max_length=80)),
                (
                    "governorate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.governorate",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventLink",
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
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="complaints.complaint",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="complaints.event",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.institution",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("state", "id"), name="event_of_state"),
        ),
        migrations.AddConstraint(
            model_name="eventlink",
            constraint=models.UniqueConstraint(
                fields=("state", "complaint", "institution"), name="one_event_for_each_institution"
            ),
        ),
        tenant_table("complaints_event"),
        tenant_table(
            "complaints_eventlink",
            parents={"complaint_id": "complaints_complaint", "event_id": "complaints_event"},
        ),
    ]
