"""Findings with their grounds, recommendations and their fate, checklists, tasks with dates, reminders."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.tenancy
from common.tenancy import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_staff"),
        ("complaints", "0012_clerk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("item", models.CharField(max_length=40)),
                ("applies", models.BooleanField(default=True)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "Speak with the complainant"),
                            ("witness", "Hear a witness"),
                            ("visit", "Visit a place"),
                            ("document", "Get a document"),
                            ("letter", "Write a letter"),
                            ("medical", "Follow up a medical examination"),
                            ("court", "Ask the court how far it is"),
                            ("follow_up", "Follow up what was promised"),
                            ("meeting", "Prepare a meeting"),
                            ("draft", "Draft the decision"),
                            ("other", "Something else to do"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=80)),
                ("is_dropped", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("state", common.tenancy.StateField()),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("is_order", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("due_on", models.DateField()),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("made", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("rejected", "Rejected, with reasons"),
                            ("claimed", "Carried out, the authority says"),
                            ("verified", "Carried out, as was checked"),
                            ("not_implemented", "Not carried out, as was checked"),
                            ("set_aside", "Fell with the decision"),
                        ],
                        default="made",
                        max_length=16,
                    ),
                ),
                ("fate_since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RecommendationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("made", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("rejected", "Rejected, with reasons"),
                            ("claimed", "Carried out, the authority says"),
                            ("verified", "Carried out, as was checked"),
                            ("not_implemented", "Not carried out, as was checked"),
                            ("set_aside", "Fell with the decision"),
                        ],
                        max_length=16,
                    ),
                ),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="allegation",
            name="for_silence",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="allegation",
            name="proposed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="allegation",
            name="proposed_by",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="allegation",
            name="proposed_disposition",
            field=models.CharField(
                blank=True,
                choices=[
                    ("referred_prosecution", "Referred to the public prosecution"),
                    ("referred_discipline", "Referred to the disciplinary authority"),
                    ("settled", "Settled with the complainant's agreement"),
                    ("remedied", "Remedied"),
                    ("withdrawn", "Withdrawn by the complainant"),
                    ("outside_jurisdiction", "Outside jurisdiction"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="allegation",
            name="reasons",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="complaints.text",
            ),
        ),
        migrations.AddField(
            model_name="allegation",
            name="standard",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reasonable_grounds", "Reasonable grounds to believe it"),
                    ("balance", "More likely than not"),
                    ("clear", "Clear and convincing evidence"),
                    ("beyond_doubt", "Beyond reasonable doubt"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="court_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="clock",
            name="is_before_court",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="request",
            name="pressed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="reminded_on",
            field=models.DateField(null=True),
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
                    ("finding", "Finding"),
                    ("recommendation", "Recommendation"),
                    ("position", "Position"),
                    ("safety", "Safety"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="allegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_silence", False),
                    ("proposed", "undetermined"),
                    ("finding", "undetermined"),
                    _connector="OR",
                ),
                name="silence_leaves_it_undetermined",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="errand",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddField(
            model_name="errand",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="errand",
            name="note",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="complaints.text",
            ),
        ),
        migrations.AddField(
            model_name="errand",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="addressed_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.institution",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="made_by_body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="words",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="complaints.text",
            ),
        ),
        migrations.AddField(
            model_name="recommendationstep",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddField(
            model_name="recommendationstep",
            name="institution",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.institution",
            ),
        ),
        migrations.AddField(
            model_name="recommendationstep",
            name="recommendation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="complaints.recommendation",
            ),
        ),
        migrations.AddField(
            model_name="recommendationstep",
            name="words",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="complaints.text",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                fields=("state", "complaint", "institution", "item"), name="checked_once_by_each"
            ),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["state", "owner", "due_on"],
                name="tasks_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(fields=["state", "complaint"], name="tasks_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", ""), ("is_dropped", False)),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_task_is_ended_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(fields=["state", "fate", "due_on"], name="recommendations_by_fate"),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(fields=("state", "id"), name="recommendation_of_state"),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=("state", "complaint", "number"), name="recommendations_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="recommendationstep",
            index=models.Index(fields=["state", "recommendation", "at"], name="steps_of_recommendation"),
        ),
        *(
            tenant_table(f"complaints_{name}", parents={"complaint_id": "complaints_complaint"})
            for name in ("check", "errand", "recommendation")
        ),
        tenant_table(
            "complaints_recommendationstep",
            parents={
                "complaint_id": "complaints_complaint",
                "recommendation_id": "complaints_recommendation",
            },
        ),
    ]
