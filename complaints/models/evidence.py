"""Files of a case: what lies encrypted on disk, and for whom its key is sealed."""

import uuid

from django.db import models

from complaints.models.case import CaseRow
from complaints.vocabulary import FileKind


class Evidence(CaseRow):
    """One file as it was sent. Its key, name, size and hash are sealed under the case's original key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()  # its order in the case
    kind = models.CharField(max_length=8, choices=FileKind)
    name = models.CharField(max_length=32, unique=True)  # on disk: random, see common.storage
    size = models.PositiveIntegerField()  # bytes on disk, in steps of 64 KB
    sealed = models.BinaryField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "complaint", "number"], name="files_in_order")
        ]
