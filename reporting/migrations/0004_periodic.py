"""A period's report in one version becomes a row of its own, with its comments and narratives."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import common.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_staff"),
        ("reporting", "0003_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("state", common.tenancy.StateField()),
                (
                    "side",
                    models.CharField(
                        choices=[("ministry", "Ministry"), ("nhri", "National institution")], max_length=8
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("state", common.tenancy.StateField()),
                ("scope", models.CharField(max_length=40)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("ministry", "With the ministry for comments"),
                            ("nhri", "With the national institution for comments"),
                            ("issued", "Issued"),
                            ("published", "Published"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(blank=True, max_length=80)),
                ("ministry_due_at", models.DateTimeField(null=True)),
                ("ministry_ended_at", models.DateTimeField(null=True)),
                ("ministry_ended_by", models.CharField(blank=True, max_length=80)),
                ("nhri_due_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_by", models.CharField(blank=True, max_length=80)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=80)),
                ("words", models.TextField(blank=True)),
                ("words_sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["-end", "-start", "scope", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Narrative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("section", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["section", "language"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="answers",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="reporting.comment",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.institution"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="reporting.dossier",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="internal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="public",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.snapshot",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="reporting.dossier"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="dossier",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reporting.dossier",
            ),
        ),
        migrations.AddField(
            model_name="narrative",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="narratives", to="reporting.dossier"
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("stage", "published")),
                fields=["-published_at", "id"],
                name="dossiers_published",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("stage__in", ["ministry", "nhri"])),
                fields=["stage"],
                name="dossiers_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                fields=("scope", "start", "end", "version"), name="one_dossier_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))), name="dossier_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(("internal__isnull", False), ("public__isnull", False), _connector="OR"),
                name="dossier_has_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "ministry"), _negated=True),
                    ("ministry_due_at__isnull", False),
                    _connector="OR",
                ),
                name="ministry_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "nhri"), _negated=True),
                    ("nhri_due_at__isnull", False),
                    _connector="OR",
                ),
                name="nhri_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", False), ("stage__in", ["issued", "published"])),
                    models.Q(
                        models.Q(("stage__in", ["issued", "published"]), _negated=True),
                        ("issued_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="issued_when_issued",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("public__isnull", False), ("published_at__isnull", False), ("stage", "published")
                    ),
                    models.Q(models.Q(("stage", "published"), _negated=True), ("published_at__isnull", True)),
                    _connector="OR",
                ),
                name="published_in_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("opened_by", "")),
                    models.Q(("opened_at__isnull", False), models.Q(("opened_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dossier_opened_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ministry_ended_at__isnull", True), ("ministry_ended_by", "")),
                    models.Q(
                        ("ministry_ended_at__isnull", False),
                        models.Q(("ministry_ended_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dossier_ministry_ended_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", True), ("issued_by", "")),
                    models.Q(("issued_at__isnull", False), models.Q(("issued_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dossier_issued_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by", "")),
                    models.Q(("published_at__isnull", False), models.Q(("published_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="dossier_published_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by", "")),
                    models.Q(("settled_at__isnull", False), models.Q(("settled_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="comment_settled_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="narrative",
            constraint=models.UniqueConstraint(
                fields=("dossier", "section", "language"), name="one_narrative_each"
            ),
        ),
    ]
