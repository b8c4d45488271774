"""Indexes that a search needs at a million cases, built while the site runs; 0028 begins to use them.

Not in one transaction, because nobody waits for an index that is built concurrently. Where the building breaks off,
drop those of its indexes that stand already, valid or not, and migrate again.
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


def added(name: str, key: str, carried: list[str], where: Q | None = None) -> AddIndexConcurrently:
    """An index of dockets in one order of the queue, and what else it can tell of each."""
    fields = ["state", "institution", key, "id"]
    return AddIndexConcurrently(
        "docket", models.Index(fields=fields, include=carried, condition=where, name=name)
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("complaints", "0026_paper")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION complaints_words;"),
        AddIndexConcurrently(
            "searchtext",
            GinIndex(Func("state", "tsv", function="complaints_words"), name="search_words"),
        ),
        added("queue_open_by_deadline", "sort_due", ["complaint"], OPEN),
        added("queue_by_deadline", "sort_due", ["complaint", "is_open"]),
        added("queue_open_arrivals", "since", ["complaint"], OPEN),
        added("queue_arrivals", "since", ["complaint", "is_open"]),
        added("queue_grave_arrivals", "since", [], Q(is_open=True, is_grave=True)),
    ]
