"""What a category is called: by the state whose page it is, or as it ships. The one place that says so."""

from django.utils import timezone
from django.utils.translation import get_language

from common import tenancy
from complaints.models.rules import CategoryName
from complaints.vocabulary import Category


def category_label(code: str) -> str:
    """The name of a category in the state whose context the code runs in, in the page's language."""
    return _own().get(code) or str(Category(code).label)


def category_choices() -> list[tuple[str, str]]:
    """Every category with its name there, for forms."""
    own = _own()
    return [(code.value, own.get(code) or str(code.label)) for code in Category]


def _own() -> dict[str, str]:
    """The state's own names, read once for all labels of a page."""
    state = tenancy.current()
    if not state:
        return {}
    kept = tenancy.memo()
    if "category names" not in kept:
        rows = CategoryName.objects.filter(state=state, valid_from__lte=timezone.localdate())
        kept["category names"] = list(rows.order_by("valid_from").values_list("code", "name_ar", "name_en"))
    arabic = (get_language() or "ar").startswith("ar")
    return {code: name_ar if arabic else name_en for code, name_ar, name_en in kept["category names"]}
