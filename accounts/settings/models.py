"""Settings that hold from a day on, each with where its fact was read."""

from django.db import models

from common.tenancy import StateField


class Setting(models.Model):
    """One fact of a state, an institution or a unit from a day on.

    `name` is the kind of change that wrote it, `subject` whose fact it is ("" for the state's own). The rows
    are the history; what holds today is copied to where routing and pages read it once its day has come.
    """

    state = StateField()
    subject = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=40)
    valid_from = models.DateField()
    value = models.JSONField()
    source = models.TextField(blank=True)
    as_of = models.DateField(null=True)
    is_settled = models.BooleanField(default=False)  # its day came and it was copied

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "name", "subject", "valid_from"], name="one_setting_per_date"
            )
        ]
        indexes = [
            models.Index(fields=["valid_from"], condition=models.Q(is_settled=False), name="setting_ahead")
        ]
