"""Who will read this: routing's answer for each way of being known, in sentences."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Institution
from complaints.intake.selectors import Place
from complaints.routing import Access, Lead, Refusal, Route
from complaints.vocabulary import Mode


def of_place(place: Place, mode: str) -> str:
    """Who reads what is sent in this mode in this state, by name."""
    return _told(place, mode, named=True)


def of_route(place: Place, route: Route, *, mode: str, service: str = "") -> str:
    """Who reads exactly this, by the facts that are known."""
    if route.refusal:
        return str(route.refusal.label)
    body = place.bodies.of(route.lead, service)
    who = {
        "body": body.name if body else "",
        "independent": _name(place.bodies.independent(service), named=True),
        "ministry": _name(place.authority, named=True),
    }
    return _exactly(route, mode) % who


def _exactly(route: Route, mode: str) -> str:
    if route.lead in (Lead.OTHER_BODY, Lead.PROSECUTION) or route.authority_access == Access.NEVER:
        return _("Only %(body)s reads it. The ministry gets nothing of it.")
    if route.authority_access == Access.AFTER_CONSENT_AND_RELEASE:
        return _("Only %(body)s reads it at first. The ministry gets nothing of it before you agree.")
    return _plain(route, mode)


def of_places(places: Iterable[Place], mode: str) -> list[str]:
    """The same while no state is chosen: one sentence for all states of which it is true."""
    said: dict[str, list[str]] = defaultdict(list)
    for place in places:
        said[_told(place, mode, named=False)].append(place.state.name)
    if len(said) == 1:
        return list(said)
    return [
        _("%(states)s: %(readers)s") % {"states": joined(names), "readers": text}
        for text, names in said.items()
    ]


def joined(names: Iterable[str]) -> str:
    """A list of names as the language writes it."""
    *first, last = list(names)
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": _(", ").join(first), "last": last}


def _told(place: Place, mode: str, *, named: bool) -> str:
    plain = place.plain(mode)
    if plain.refusal:
        return str(plain.refusal.label)
    who = {
        "independent": _name(place.independent, named) or _("the national human rights institution"),
        "ministry": _name(place.authority, named) or _("the ministry’s human rights directorate"),
    }
    said = (_plain(plain, mode), _grave(place, mode, plain))
    return " ".join(capfirst(sentence % who) for sentence in said if sentence)


def _name(institution: Institution | None, named: bool) -> str:
    return institution.name if institution and named else ""


def _plain(route: Route, mode: str) -> str:
    if route.lead == Lead.INDEPENDENT and mode == Mode.CONFIDENTIAL:
        return _(
            "Only %(independent)s reads it at first. The ministry is not given your name; it reads only "
            "a text released to it. Some details can still point to you, and the text can be changed "
            "before it is sent."
        )
    if route.lead == Lead.INDEPENDENT:
        return _(
            "Only %(independent)s reads it at first. Nobody learns a name from this page; "
            "the ministry reads only a text released to it."
        )
    if route.overseer == Lead.INDEPENDENT:
        return _("%(ministry)s, with your name, and %(independent)s, which oversees the case.")
    if mode == Mode.ANONYMOUS:
        return _(
            "%(ministry)s, without a name. No independent body oversees it here: "
            "any review is made inside the ministry."
        )
    return _(
        "%(ministry)s, with your name. No independent body oversees it here: "
        "any review is made inside the ministry."
    )


def _grave(place: Place, mode: str, plain: Route) -> str:
    grave = place.grave(mode)
    if grave.lead == plain.lead:
        return ""
    if grave.lead == Lead.INDEPENDENT and grave.authority_access == Access.AFTER_CONSENT_AND_RELEASE:
        return _(
            "What concerns torture, a disappearance, a death or sexual violence, or has no category yet, "
            "is read first by %(independent)s; the ministry gets nothing of it before you agree."
        )
    return _refused(grave)


def _refused(grave: Route) -> str:
    if grave.lead == Lead.OTHER_BODY:
        return _(
            "Torture, disappearance, death in custody and sexual violence go to another independent body."
        )
    if grave.refusal == Refusal.CONSENT_NEEDED:
        return _(
            "Torture, disappearance, death in custody and sexual violence cannot be received here: "
            "only the public prosecution could take them, with express consent."
        )
    return _(
        "Torture, disappearance, death in custody and sexual violence cannot be received here: "
        "no body independent of the service may take them."
    )
