"""Pages of the settings of the procedure."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Institution, InstitutionKind, State
from accounts.settings.facts import settled
from accounts.settings.sections import Section, Status, Thing, register
from complaints import clocks, deadlines
from complaints.models import CategoryName
from complaints.routing import GraveRoute
from complaints.settings import forms
from complaints.settings.kinds import GRAVE_ROUTES
from complaints.settings.referral import ReferralSection
from complaints.settings.words import length_words
from complaints.vocabulary import Category


class ClockSection(Section):
    kind_code, group = "clock", "procedure"
    title = gettext_lazy("Lengths of clocks")
    intro = gettext_lazy(
        "How long each step may take. Danger is always acknowledged within 24 hours, or on the next working day where"
        " nobody is on duty; that is no setting."
    )
    form = forms.ClockForm

    def things(self, state: State, today: date) -> list[Thing]:
        own = clocks.terms_of(state.code).on(today)
        return [Thing(kind.value, kind.label, self._words(kind, own)) for kind in deadlines.Clock]

    def _words(self, kind: deadlines.Clock, own: dict[str, deadlines.Term]) -> str:
        term = own.get(kind, deadlines.TERMS[kind])
        words = length_words(kind, term.amount)
        if term == deadlines.TERMS[kind]:
            return words
        shipped = length_words(kind, deadlines.TERMS[kind].amount)
        return _("%(length)s (as shipped: %(shipped)s)") % {"length": words, "shipped": shipped}


class GraveSection(Section):
    kind_code, group = "grave_route", "procedure"
    title = gettext_lazy("Grave cases without an independent body")
    intro = gettext_lazy(
        "It matters only where no independent body may examine the service. Such a case is never handed to the"
        " service it is about."
    )
    form = forms.GraveForm
    is_list = False

    def things(self, state: State, today: date) -> list[Thing]:
        words = str(GRAVE_ROUTES[GraveRoute(state.grave_route)])
        has_nhri = Institution.objects.filter(
            state=state.code, kind=InstitutionKind.NHRI, is_active=True
        ).exists()
        to_do = ""
        if not has_nhri and not settled(state.code, self.kind_code):
            to_do = _("Nobody said where grave cases go.")
        return [Thing("", self.title, words, to_do)]


class CategorySection(Section):
    kind_code, group = "category_name", "procedure"
    title = gettext_lazy("Names of categories")
    intro = gettext_lazy("As people in the state call them. Codes and meanings stay the same everywhere.")
    form = forms.CategoryForm

    def things(self, state: State, today: date) -> list[Thing]:
        rows = CategoryName.objects.filter(state=state.code, valid_from__lte=today).order_by("valid_from")
        own = {row.code: row.name for row in rows}
        return [Thing(code.value, own.get(code, code.label), code.value) for code in Category]

    def status(self, things: Iterable[Thing]) -> Status:
        own = sum(str(thing.name) != str(Category(thing.target).label) for thing in things)
        if not own:
            return Status("reached", _("as shipped"))
        words = ngettext("%(number)s name of the state’s own", "%(number)s names of the state’s own", own)
        return Status("reached", words % {"number": own})


register(ClockSection(), GraveSection(), CategorySection(), ReferralSection())
