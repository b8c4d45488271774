"""Counts kept beside the cases, by delta, so that a report never scans them."""

from django.db import models

from common.tenancy import StateField


class TallyRow(models.Model):
    """So many on a day, of a kind, with a value, for one institution."""

    state = StateField()
    institution = models.CharField(max_length=40)  # code of who leads
    day = models.DateField()
    kind = models.CharField(max_length=32)  # see complaints.tallies
    matter = models.CharField(max_length=12)
    value = models.CharField(max_length=32, blank=True)
    is_imported = models.BooleanField(default=False)
    count = models.IntegerField()

    class Meta:
        abstract = True


class Tally(TallyRow):
    """The folded count."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "kind", "day", "institution", "matter", "value", "is_imported"],
                name="one_tally_each",
            )
        ]


class TallyDelta(TallyRow):
    """A change not yet folded, written in the transaction that caused it."""


class RegisterRow(models.Model):
    """A line of a register kept before this site, counted with the cases and marked as imported."""

    state = StateField()
    institution = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    received_on = models.DateField()
    closed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    matter = models.CharField(max_length=12)
    source = models.CharField(max_length=16)
    channel = models.CharField(max_length=16)
    gender = models.CharField(max_length=12)
    categories = models.CharField(max_length=120, blank=True)  # codes by ;
    assistance_kind = models.CharField(max_length=16, blank=True)
    governorate = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=5, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "institution", "reference"], name="one_register_row")
        ]
