"""Dockets repeat by what else the queue finds them; they are filled next."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_api"), ("complaints", "0023_letters")]

    operations = [
        migrations.AddField(
            model_name="docket",
            name="mode",
            field=models.CharField(
                choices=[
                    ("named", "With my name"),
                    ("confidential", "My name kept from the ministry"),
                    ("anonymous", "Without a name"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="docket",
            name="governorate",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.governorate",
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="categories",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("LIB", "Arbitrary arrest or detention"),
                        ("TOR", "Torture or ill-treatment"),
                        ("DIS", "Enforced disappearance or secret detention"),
                        ("DTH", "Death in custody or through use of force"),
                        ("FRC", "Excessive use of force or firearms"),
                        ("LAW", "Denial of lawyer, family or information on rights"),
                        ("MED", "Denial of medical care"),
                        ("CON", "Conditions of detention"),
                        ("COE", "Confession under coercion"),
                        ("DSC", "Discrimination"),
                        ("GBV", "Sexual or gender-based violence"),
                        ("CHD", "Harm to a child"),
                        ("REP", "Reprisal or intimidation"),
                        ("PRV", "Search, seizure, surveillance or personal data"),
                        ("ASM", "Peaceful assembly, association or expression"),
                        ("MIG", "Borders, removal, refoulement, extradition or cross-border pursuit"),
                        ("BRB", "Extortion or bribery"),
                        ("INA", "Failure to act or to register a report"),
                        ("DGN", "Insult or degrading treatment"),
                        ("RLS", "Release order not executed"),
                        ("TRV", "Travel ban or papers withheld"),
                        ("OTH", "Something else"),
                    ],
                    max_length=3,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(model_name="docket", name="is_held", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="docket", name="is_grave", field=models.BooleanField(default=False)),
    ]
