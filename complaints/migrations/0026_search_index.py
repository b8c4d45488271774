"""Indexes that a search needs at a million cases, built while the site runs; 0027 begins to use them.

Not in one transaction, because nobody waits for an index that is built concurrently. Where the building breaks off,
drop the index that PostgreSQL left invalid and migrate again.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Func, Q

# Without places of words: whoever looks for a phrase reads it in the text.
WORDS = """
CREATE OR REPLACE FUNCTION complaints_words(state character, words tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT array_to_tsvector(ARRAY(SELECT state || word FROM unnest(tsvector_to_array(words)) word))
$$;
"""
OPEN = Q(is_open=True)


def added(name: str, key: str, *, where: Q | None = None, carries: bool = True) -> AddIndexConcurrently:
    """An index of dockets in one order of the queue; with the case of each, unless it is not to be carried."""
    index = models.Index(
        fields=["state", "institution", key, "id"],
        include=["complaint"] if carries else None,
        condition=where,
        name=name,
    )
    return AddIndexConcurrently("docket", index)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("complaints", "0025_speed_index")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION complaints_words;"),
        AddIndexConcurrently(
            "searchtext",
            GinIndex(Func("state", "tsv", function="complaints_words"), name="search_words"),
        ),
        added("queue_open_by_deadline", "sort_due", where=OPEN),
        added("queue_by_deadline", "sort_due"),
        added("queue_open_arrivals", "since", where=OPEN),
        added("queue_arrivals", "since"),
        added("queue_grave_arrivals", "since", where=Q(is_open=True, is_grave=True), carries=False),
    ]
