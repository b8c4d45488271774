"""What the settings' pages share: the state's own time and months, and what is seen before a change is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.changes import services
from accounts.changes.kinds import Unacceptable
from accounts.changes.services import Preview, today_in
from accounts.changes.showing import SENTENCES
from accounts.doors import StaffRequest
from accounts.models import State
from accounts.settings import estimates
from accounts.settings.forms import Place, SettingForm
from accounts.settings.sections import Section, Thing, section
from common.languages import month_usage

REFUSED = 422
NOT_TYPED = ("csrfmiddlewaretoken", "step", "seen")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sets what, where and when: everything a page of one thing needs."""

    actor: Actor
    state: State
    section: Section
    thing: Thing
    now: datetime

    @property
    def place(self) -> Place:
        return Place(self.state, self.thing.target, today_in(self.state.code, self.now))

    @property
    def value(self) -> dict[str, Any]:
        """What holds today."""
        return self.section.kind.current(self.state.code, self.thing.target, self.place.today)

    @property
    def url(self) -> str:
        if self.section.is_list:
            return reverse("setting", args=[self.section.kind_code, self.thing.target])
        return reverse("setting_section", args=[self.section.kind_code])

    def form(self, data: Any = None, *, value: dict[str, Any] | None = None) -> SettingForm:
        return self.section.form(data, place=self.place, value=value or self.value)

    def suggested(self) -> dict[str, Any]:
        """A year's holidays as far as they can be known, beside what is already entered."""
        held = self.value
        days = {day["day"]: day for day in estimates.of_year(self.state.code, int(self.thing.target))}
        days |= {day["day"]: day for day in held["days"]}
        source = held["source"] or estimates.source_of(self.state.code)
        return {"days": [days[key] for key in sorted(days)], "source": source, "as_of": ""}


def desk_of(request: StaffRequest, code: str, target: str) -> Desk:
    """404 for a page or thing that this state does not have."""
    now, found = timezone.now(), section(code)
    if found is None:
        raise Http404
    state = accounts.state(request.actor.state)
    thing = found.find(state, target, today_in(state.code, now))
    if thing is None:
        raise Http404
    return Desk(request.actor, state, found, thing, now)


def asked(desk: Desk, form: SettingForm) -> Preview | None:
    """What the form would change; None where it can't, with the sentence in the form."""
    if not form.is_valid():
        return None
    try:
        return services.preview(
            kind=desk.section.kind_code,
            state=desk.state.code,
            target=form.target,
            after=form.after(),
            holds_from=form.cleaned_data.get("holds_from"),
            by=desk.actor,
            now=desk.now,
        )
    except Unacceptable as refused:
        complain(form, refused)
        return None


def made(desk: Desk, form: SettingForm, seen: str) -> bool:
    """Whether the change was proposed; the form says why where it was not."""
    try:
        services.propose(
            kind=desk.section.kind_code,
            state=desk.state.code,
            target=form.target,
            after=form.after(),
            reason=form.cleaned_data["reason"],
            holds_from=form.cleaned_data.get("holds_from"),
            by=desk.actor,
            now=desk.now,
            seen=seen,
        )
    except Unacceptable as refused:
        complain(form, refused)
    except services.Stale:
        form.add_error(None, SENTENCES["stale"])
    except services.AlreadyWaiting:
        form.add_error(None, SENTENCES["waiting"])
    else:
        return True
    return False


def complain(form: SettingForm, refused: Unacceptable) -> None:
    """The sentence beside its field, or on top where the form has no such field."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))


def typed(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """Everything that was typed, to be sent again from the preview."""
    for name, values in request.POST.lists():
        if name not in NOT_TYPED:
            yield from ((name, str(value)) for value in values)


def page(request: StaffRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the settings in the state's own time and months."""
    state = accounts.state(request.actor.state)
    context = {"state": state, "months": month_usage(state.code), "actor": request.actor, **context}
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, f"accounts/settings/{template}.html", context, status=status)


def see_other(url: str) -> HttpResponseRedirect:
    """After a form: reloading the page sends nothing again."""
    return HttpResponseRedirect(url, status=303)
