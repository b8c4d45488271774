"""Public keys, wrapped private keys, and the grants that say whose key opens which compartment."""

from django.db import models

from common.tenancy import StateField


class KeyPair(models.Model):
    """A holder's key pair of one epoch. `wrapped` is empty where the private key is held elsewhere:
    derived from a receipt code, or sealed to an institution's staff (`KeyBox`)."""

    owner = models.CharField(max_length=80)  # user:…, institution:…:content, receipt:…
    epoch = models.PositiveIntegerField(default=1)
    public = models.BinaryField()
    wrapped = models.BinaryField(default=b"")
    # How the wrapping key comes from a passphrase; suite 0: it does not (the demonstration, institutions).
    kdf_suite = models.PositiveSmallIntegerField(default=0)
    kdf_passes = models.PositiveIntegerField(default=0)
    kdf_memory = models.PositiveIntegerField(default=0)  # KiB
    kdf_salt = models.BinaryField(default=b"")
    since = models.DateTimeField(null=True)
    is_due = models.BooleanField(default=False)  # somebody who held it left: a new epoch is to begin

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "epoch"], name="one_key_pair_per_epoch"),
            models.CheckConstraint(
                condition=models.Q(kdf_suite=0, kdf_passes=0, kdf_memory=0)
                | models.Q(kdf_suite__gt=0, kdf_passes__gt=0, kdf_memory__gt=0),
                name="a_passphrase_has_its_parameters",
            ),
        ]


class KeyBox(models.Model):
    """An institution's private key sealed to one person who may use it."""

    owner = models.CharField(max_length=80)
    epoch = models.PositiveIntegerField()
    recipient = models.CharField(max_length=80, db_index=True)
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "epoch", "recipient"], name="one_key_box_per_recipient")
        ]


class Grant(models.Model):
    """The key of one compartment of one case, sealed to one recipient."""

    state = StateField()
    subject = models.UUIDField()
    part = models.CharField(max_length=12)
    recipient = models.CharField(max_length=80)
    epoch = models.PositiveIntegerField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "subject", "part", "recipient", "epoch"], name="one_grant_per_recipient"
            )
        ]
        # Handing on, rewrapping and withdrawing walk the grants of one recipient.
        indexes = [models.Index(fields=["state", "recipient", "epoch", "id"], name="grants_of_a_recipient")]


class Opening(models.Model):
    """A vault that is open in one browser: its unlock key, encrypted under a secret that only that browser's
    cookie holds. Neither alone opens anything. The table is unlogged: after a crash every vault is closed."""

    place = models.BinaryField(primary_key=True)  # hash of the secret
    owner = models.CharField(max_length=80, db_index=True)
    until = models.DateTimeField(db_index=True)
    box = models.BinaryField()


class RecoveryBox(models.Model):
    """An institution's private key for two officers together: sealed to `second`, then to `first`."""

    owner = models.CharField(max_length=80)
    epoch = models.PositiveIntegerField()
    first = models.CharField(max_length=80)  # opens the outer box
    second = models.CharField(max_length=80)  # opens the inner one
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "epoch", "first", "second"], name="one_recovery_box_per_pair"
            ),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="recovery_takes_two_officers"
            ),
        ]


class RecoveryStep(models.Model):
    """The outer box was opened by one officer; what is left opens for the other one alone, for a day."""

    owner = models.CharField(max_length=80)
    epoch = models.PositiveIntegerField()
    first = models.CharField(max_length=80)
    second = models.CharField(max_length=80)
    recipient = models.CharField(max_length=80)  # who is to get the key
    until = models.DateTimeField()
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "epoch", "second", "recipient"], name="one_recovery_step_each"
            )
        ]
