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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "epoch"], name="one_key_pair_per_epoch")]


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
