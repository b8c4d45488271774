"""The auditor's weekly list also has letters that were opened for a reason."""

from django.db import migrations


def listing(*kinds: str) -> str:
    """The index of complaints.audit.selectors over entries of these kinds."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"CREATE INDEX entries_of_openings ON record_entry (state, at, id) WHERE what IN ({named});"


OPENINGS = ("file_opened", "identity_opened", "original_opened")
GONE = "DROP INDEX entries_of_openings;"


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0022_api"),
    ]

    operations = [
        migrations.RunSQL(
            [GONE, listing(*OPENINGS, "letter_read")],
            [GONE, listing(*OPENINGS)],
        ),
    ]
