"""What a program filed under a key of its own, so that the same request sent twice files one case."""

from django.db import models

from common.tenancy import StateField


class FilingKey(models.Model):
    """One key of one sender. Both hashes are keyed with what the site does not keep."""

    state = StateField()
    key = models.BinaryField()
    body = models.BinaryField()  # of what was sent under it
    reference = models.CharField(max_length=16)
    by = models.CharField(max_length=80)
    filed_on = models.DateField()  # the day alone, as an anonymous case has it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "key"], name="one_filing_a_key")]
