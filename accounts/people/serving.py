"""Where somebody serves: the page on which whoever keeps the staff says it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.models import InstitutionKind, Unit, User
from accounts.people.pages import KEEPERS, kept_person, page, to
from accounts.units.services import assign


class UnitForm(forms.Form):
    """One of the state's open units, or none."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        help_text=_("Cases that name this unit, one above or one below it, cease to exist for them."),
        to_field_name="code",
        empty_label=_("none, or not known"),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, person: User) -> None:
        super().__init__(data, initial={"unit": person.unit.code if person.unit else ""})
        state = person.institution.state if person.institution else ""
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Unit.objects.filter(state=state, closed_on=None)


def has_unit(person: User) -> bool:
    """Whether a unit is asked for at all: only authorities have units of services below them."""
    return person.institution is not None and person.institution.kind == InstitutionKind.AUTHORITY


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(*KEEPERS)
def unit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say in which unit somebody serves. Nobody says it of themselves."""
    found = kept_person(request, pk)
    if not has_unit(found) or request.actor.user_id == found.pk:
        raise Http404
    form = UnitForm(request.POST if request.method == "POST" else None, person=found)
    if form.is_valid():
        assign(person=found, unit=form.cleaned_data["unit"], by=request.actor, now=timezone.now())
        messages.success(request, gettext("Done."))
        return to("person", found.pk)
    return page(request, "unit", 422 if form.is_bound else 200, person=found, form=form)
