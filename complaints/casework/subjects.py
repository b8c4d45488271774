"""What a case is about, in the words of the vocabulary alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from complaints.models import Allegation, Complaint
from complaints.naming import category_label
from complaints.vocabulary import AssistanceKind, Matter, Whereabouts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def subject_of(case: Complaint, allegations: Iterable[Allegation]) -> list["StrOrPromise"]:
    """What a case is about in the words of the vocabulary."""
    return said(case.matter, case.assistance_kind, case.whereabouts, [row.category for row in allegations])


def said(
    matter: str, assistance_kind: str, whereabouts: str, categories: Iterable[str]
) -> list["StrOrPromise"]:
    """The same from its columns."""
    if assistance_kind:
        return [AssistanceKind(assistance_kind).label]
    if matter == Matter.CUSTODY:
        return [Whereabouts(whereabouts).label if whereabouts else Matter.CUSTODY.label]
    return [category_label(category) for category in categories]
