"""Rules of a state's procedure that hold from a day on."""

from django.db import models

from accounts.models import Named
from common.tenancy import StateField


class ClockTerm(models.Model):
    """How long a clock of this kind runs in a state, for clocks that start on a day or later.

    `amount` is in the unit that the kind has everywhere (see deadlines.TERMS).
    """

    state = StateField()
    kind = models.CharField(max_length=24)
    amount = models.PositiveSmallIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "kind", "valid_from"], name="one_term_per_date"),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="term_has_length"),
        ]


class CategoryName(Named):
    """What a state calls a category, from a day on. The code is the same everywhere."""

    state = StateField()
    code = models.CharField(max_length=3)
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "code", "valid_from"], name="one_category_name_per_date")
        ]
