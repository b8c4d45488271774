"""What was done: chained entries, the heads of their streams, and the outbox. Actors are opaque ids."""

from django.db import models
from django.db.models import Q

from common.tenancy import StateField


class Entry(models.Model):
    """One thing done, chained to the one before it in its stream.

    `seq`, `prev` and `hash` come from a trigger.

    Rows are never changed or removed. `details` is JSON text with ids, codes and salted hashes, no words of
    anybody, so that lawful erasure elsewhere leaves the chain whole.
    """

    state = StateField()
    stream = models.CharField(max_length=60)
    seq = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=40)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    details = models.TextField(default="{}")
    prev = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "stream", "seq"], name="one_entry_per_seq")]


class Head(models.Model):
    """The newest entry of a stream: what the next one is chained to."""

    state = StateField()
    stream = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "stream"], name="one_head_per_stream")]


class Verification(models.Model):
    """One checking of all chains of a state: how much was read, and where it did not hold."""

    state = StateField()
    at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    streams = models.PositiveIntegerField()
    breaks = models.PositiveIntegerField()
    first_breaks = models.JSONField(default=list)  # lines as `verification.told` writes them, the first few

    class Meta:
        indexes = [models.Index(fields=["state", "-at"], name="verifications_by_day")]


class Outbox(models.Model):
    """Work that follows from a commit. Ids only; written in the same transaction as what caused it."""

    state = StateField()
    topic = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    key = models.CharField(max_length=120, unique=True)  # the same work is asked for once
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=120, blank=True)  # the error's type, never its text
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at", "id"], condition=Q(done_at__isnull=True), name="outbox_waiting"
            )
        ]
