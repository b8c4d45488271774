"""Words that can be found: the folded text a ministry may read, and the one function that searches it."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from common.arabic import document
from complaints.models import Complaint, SearchText


def index_words(case: Complaint, words: str) -> None:
    """Make the words the ministry may read findable, beside the reference."""
    text = document(f"{case.reference} {words}")
    row = SearchText(complaint=case, state=case.state, tsv=SearchVector(Value(text), config="simple"))
    SearchText.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["complaint"], update_fields=["tsv"]
    )
