"""What an institution adds to its own queue: tags on cases, and searches kept under a name."""

from django.db import models
from django.db.models import Q

from accounts.models import Institution, User
from common.tenancy import StateField
from complaints.models.case import CaseRow

LONGEST_NAME = 40


class Tag(models.Model):
    """A word an institution sorts its cases by. It says nothing to the other institution or the complainant."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)  # given to no further case
    retired_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "id"], name="tag_of_state"),
            models.UniqueConstraint(fields=["state", "institution", "name"], name="one_tag_of_a_name"),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by="")
                | (Q(retired_at__isnull=False) & ~Q(retired_by="")),
                name="a_tag_is_retired_by_somebody",
            ),
        ]


class CaseTag(CaseRow):
    """That an institution put a tag on a case."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, db_constraint=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint", "tag"], name="a_tag_once_on_a_case")
        ]
        indexes = [models.Index(fields=["state", "tag", "complaint"], name="cases_of_a_tag")]


class SavedSearch(models.Model):
    """Filters of the queue under a name. Its words are kept as they were typed, and the page that asks says so."""

    state = StateField()
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    filters = models.CharField(max_length=1000)  # as an address carries them
    is_shared = models.BooleanField(default=False)  # with everybody who sees the institution's queue
    alerts = models.BooleanField(default=False)  # its owner is told when a case that fits arrives
    looked_to = models.BigIntegerField(default=0)  # the newest docket that was looked at for an alert

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "user", "name"], name="one_saved_search_of_a_name")
        ]
        indexes = [
            models.Index(
                fields=["state", "institution"], condition=Q(is_shared=True), name="shared_searches"
            ),
            models.Index(fields=["state"], condition=Q(alerts=True), name="searches_that_alert"),
        ]
