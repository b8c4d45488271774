"""Passphrases, open vaults, recovery by two officers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_tenancy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("place", models.BinaryField(primary_key=True, serialize=False)),
                ("owner", models.CharField(db_index=True, max_length=80)),
                ("until", models.DateTimeField(db_index=True)),
                ("box", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryBox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(max_length=80)),
                ("epoch", models.PositiveIntegerField()),
                ("first", models.CharField(max_length=80)),
                ("second", models.CharField(max_length=80)),
                ("box", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(max_length=80)),
                ("epoch", models.PositiveIntegerField()),
                ("first", models.CharField(max_length=80)),
                ("second", models.CharField(max_length=80)),
                ("recipient", models.CharField(max_length=80)),
                ("until", models.DateTimeField()),
                ("box", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="keypair",
            name="is_due",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="keypair",
            name="kdf_memory",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="keypair",
            name="kdf_passes",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="keypair",
            name="kdf_salt",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="keypair",
            name="kdf_suite",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="keypair",
            name="since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["state", "recipient", "epoch", "id"], name="grants_of_a_recipient"),
        ),
        migrations.AddConstraint(
            model_name="keypair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kdf_memory", 0), ("kdf_passes", 0), ("kdf_suite", 0)),
                    models.Q(("kdf_memory__gt", 0), ("kdf_passes__gt", 0), ("kdf_suite__gt", 0)),
                    _connector="OR",
                ),
                name="a_passphrase_has_its_parameters",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverybox",
            constraint=models.UniqueConstraint(
                fields=("owner", "epoch", "first", "second"), name="one_recovery_box_per_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverybox",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True),
                name="recovery_takes_two_officers",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverystep",
            constraint=models.UniqueConstraint(
                fields=("owner", "epoch", "second", "recipient"), name="one_recovery_step_each"
            ),
        ),
        # Not in the log, not on a replica, empty after a crash: an open vault is worth nothing later.
        migrations.RunSQL("ALTER TABLE vault_opening SET UNLOGGED", "ALTER TABLE vault_opening SET LOGGED"),
    ]
