"""What a category is called: by the state whose page it is, or as it ships. The one place that says so.

And how a complainant is known, in the words of others.
"""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import tenancy
from common.remembered import remembered
from complaints.models.rules import CategoryName
from complaints.vocabulary import GRAVE, Category, Mode

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Names = dict[str, tuple[str, str]]
"""By code: the name in Arabic and in English."""
MODES: dict[str, "StrPromise"] = {
    Mode.NAMED.value: _("With a name"),
    Mode.CONFIDENTIAL.value: _("Name kept from the ministry"),
    Mode.ANONYMOUS.value: _("Without a name"),
}
"""On the desk, in statistics and reports; the vocabulary speaks as the complainant."""


def category_label(code: str, state: str = "") -> str:
    """The name of a category in a state (left out: that in whose context the code runs), in the page's language."""
    return _own(state).get(code) or str(Category(code).label)


def mode_label(mode: str) -> "StrPromise":
    """How a complainant is known, as others say it."""
    return MODES[mode]


def category_choices(state: str = "", *, grave_first: bool = False) -> list[tuple[str, str]]:
    """Every category with its name there, for forms. Complainants are shown the grave ones first: they change
    who reads it."""
    own = _own(state)
    order = sorted(Category, key=lambda code: grave_first and code not in GRAVE)
    return [(code.value, own.get(code) or str(code.label)) for code in order]


@remembered
def names_of(state: str) -> Names:
    """The state's own names as they hold today; what is missing is called as it ships."""
    rows = CategoryName.objects.filter(state=state, valid_from__lte=timezone.localdate())
    listed = rows.order_by("valid_from").values_list("code", "name_ar", "name_en")
    return {code: (name_ar, name_en) for code, name_ar, name_en in listed}


def _own(state: str) -> dict[str, str]:
    """The state's own names in the page's language, read once for all labels of a context."""
    wanted = state or tenancy.current()
    if not wanted:
        return {}
    kept = tenancy.memo()
    key = f"category names {wanted}"
    names: Names = kept[key] if key in kept else kept.setdefault(key, names_of(wanted))
    arabic = (get_language() or "ar").startswith("ar")
    return {code: name_ar if arabic else name_en for code, (name_ar, name_en) in names.items()}
