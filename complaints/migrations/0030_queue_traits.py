"""The open queue's indexes carry what it is filtered by: a walk past cases that do not fit reads no row.

Not in one transaction, because nobody waits for an index that is built concurrently. Where the building breaks off,
drop those of its indexes that stand already, valid or not, and migrate again.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

TRAITS = ["stage", "matter", "mode", "governorate", "is_danger", "is_held", "is_grave", "categories"]


def added(name: str, key: str) -> AddIndexConcurrently:
    """An index of open dockets in one order of the queue."""
    fields, carried = ["state", "institution", key, "id"], ["complaint", *TRAITS]
    return AddIndexConcurrently(
        "docket", models.Index(fields=fields, include=carried, condition=Q(is_open=True), name=name)
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("complaints", "0029_traits")]

    operations = [
        added("queue_open_due", "sort_due"),
        added("queue_open_since", "since"),
        RemoveIndexConcurrently("docket", "queue_open_by_deadline"),
        RemoveIndexConcurrently("docket", "queue_open_arrivals"),
    ]
