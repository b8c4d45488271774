"""Everything the nine pages ask, and where mails without content go."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import common.tenancy
from common.tenancy import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("complaints", "0003_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", common.tenancy.StateField()),
                ("box", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="allegation",
            name="ill_treatment",
            field=models.CharField(
                blank=True, choices=[("torture", "Torture"), ("other", "Other ill-treatment")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="circumstances",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("injury", "Somebody was seriously injured"),
                        ("death", "Somebody died"),
                        ("disappearance", "Somebody disappeared, or is held nobody knows where"),
                        ("sexual_violence", "Sexual violence"),
                        ("child", "It was done to a child"),
                        ("removal", "Somebody may be deported or handed over soon"),
                    ],
                    max_length=16,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="consent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("given", "Yes, the person concerned agrees"),
                    ("impossible", "The person concerned cannot be asked"),
                    ("not_needed", "The person concerned files it"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="happened_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="happened_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("exact", "On one day"),
                    ("approximate", "About then; the day is not certain"),
                    ("ongoing", "It began then and goes on"),
                    ("unknown", "The day is not known"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="happened_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="independent_only",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="complaint",
            name="no_consent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("held", "Held where nobody can reach them"),
                    ("missing", "Missing"),
                    ("died", "Died"),
                    ("child", "A child"),
                    ("unable", "Too ill or hurt, or not able to decide"),
                    ("dangerous", "Asking could put somebody in danger"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="people_concerned",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="complaint",
            name="place_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("station", "Police station or post"),
                    ("prison", "Prison"),
                    ("detention", "Another place of detention"),
                    ("checkpoint", "Checkpoint"),
                    ("border", "Border, port or airport"),
                    ("street", "Street or public place"),
                    ("home", "Home"),
                    ("hospital", "Hospital"),
                    ("court", "Court or prosecution"),
                    ("vehicle", "Vehicle"),
                    ("online", "By telephone or on the internet"),
                    ("other", "Another place"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="prosecution_consent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="complaint",
            name="received_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="complaint",
            name="registered_by",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="complaint",
            name="relationship",
            field=models.CharField(
                blank=True,
                choices=[
                    ("parent", "Mother or father"),
                    ("child", "Daughter or son"),
                    ("spouse", "Wife or husband"),
                    ("sibling", "Sister or brother"),
                    ("relative", "Another relative"),
                    ("lawyer", "Lawyer"),
                    ("guardian", "Guardian"),
                    ("friend", "Friend, neighbour or colleague"),
                    ("witness", "Somebody who saw it"),
                    ("other", "Something else"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="subject",
            field=models.CharField(
                choices=[
                    ("security_work", "The work of a security service"),
                    ("directorate_handling", "How the ministry’s directorate dealt with a complaint"),
                    ("nhri_handling", "How the national institution dealt with a complaint"),
                ],
                default="security_work",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="gender",
            field=models.CharField(
                choices=[
                    ("female", "Female"),
                    ("male", "Male"),
                    ("not_stated", "Not stated"),
                    ("organisation", "Organisation"),
                ],
                default="not_stated",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="is_child",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="source",
            field=models.CharField(
                choices=[
                    ("individual", "The person concerned"),
                    ("family", "A relative"),
                    ("lawyer", "A lawyer"),
                    ("group", "A group of people"),
                    ("organisation", "An organisation"),
                    ("own_initiative", "Own initiative"),
                    ("authority", "An authority"),
                    ("other", "Another person"),
                ],
                default="individual",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="role",
            field=models.CharField(
                choices=[
                    ("complainant", "Complainant"),
                    ("concerned", "Person concerned"),
                    ("complained_of", "Person complained of"),
                    ("witness", "Witness"),
                ],
                max_length=16,
            ),
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
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="allegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ill_treatment", ""), ("category", "TOR"), _connector="OR"),
                name="only_torture_has_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent", "impossible"), ("no_consent", ""), _connector="XOR"),
                name="a_reason_only_where_nobody_could_be_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_until__isnull", True),
                    ("happened_until__gte", models.F("happened_from")),
                    _connector="OR",
                ),
                name="happened_until_after_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_on__isnull", True),
                    models.Q(("registered_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="received_elsewhere_has_its_clerk",
            ),
        ),
        migrations.AddField(
            model_name="noticeaddress",
            name="complaint",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="complaints.complaint"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeaddress",
            constraint=models.UniqueConstraint(fields=("state", "complaint"), name="one_notice_address"),
        ),
        tenant_table("complaints_noticeaddress", parents={"complaint_id": "complaints_complaint"}),
    ]
