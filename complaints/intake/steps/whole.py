"""All answers together: as far as they go, for who would read it; complete, for what is sent."""

from collections.abc import Iterable, Mapping
from typing import Any

from complaints import routing
from complaints.facts import MEANS
from complaints.intake.services import route_of
from complaints.intake.steps.asked import KINDS, OWN, Asked, Question
from complaints.intake.steps.who import DANGER, HELD, IMPOSSIBLE
from complaints.intake.submission import Alleged, Somebody, Submission
from complaints.vocabulary import (
    Category,
    Circumstance,
    Consent,
    Gender,
    Matter,
    Mode,
    PersonRole,
    Relationship,
    Source,
    Subject,
)

Forms = Mapping[str, Question]  # the valid ones, by page
Told = Mapping[str, Mapping[str, Any]]  # what they say


def so_far(asked: Asked) -> Submission | None:
    """What is known for routing now; None before a state is chosen. Nothing in it has been checked."""
    place = asked.place
    if place is None:
        return None
    matter, subject = KINDS.get(asked.kind, (Matter.COMPLAINT, Subject.SECURITY_WORK))
    urgent = asked.all_said("urgent", "urgent")
    mode = asked.mode
    return Submission(
        state=place.state.code,
        mode=mode if mode in Mode.values else Mode.NAMED,
        matter=matter,
        subject=subject,
        narrative="",
        language="",
        categories=tuple(sorted(set(asked.all_said("about", "categories")) & set(Category.values))),
        service=asked.said("where", "service"),
        danger=DANGER in urgent,
        held=HELD in urgent,
        circumstances=_circumstances(urgent, is_child=bool(asked.said("concerned", "is_child"))),
        independent_only=bool(asked.said("known", "independent_only")),
        prosecution_consent=bool(asked.said("prosecution", "agrees")),
    )


def _circumstances(ticked: Iterable[str], *, is_child: bool) -> tuple[str, ...]:
    """A person concerned who is under 18 counts as if it had been ticked."""
    also = {Circumstance.CHILD.value} if is_child else set()
    return tuple(sorted(set(ticked) & set(Circumstance.values) | also))


def route_so_far(asked: Asked) -> routing.Route | None:
    """Who would answer it as it stands."""
    sent, place = so_far(asked), asked.place
    return route_of(sent, place.bodies, place.state.grave_route) if sent and place else None


def units(asked: Asked) -> set[int]:
    """Every unit named so far."""
    told = asked.draft.answers
    named = [asked.said("unit", "unit")]
    named += [
        next(iter(one), "") for name, one in told.get("allegations", {}).items() if name.startswith("unit-")
    ]
    return {int(unit) for unit in named if unit.isdecimal() and len(unit) < 10}


def implied(asked: Asked) -> list[str]:
    """The categories that what was ticked on page 4 speaks for."""
    ticked = asked.all_said("urgent", "urgent")
    return [category.value for tick, category in MEANS.items() if tick in ticked]


def submission(asked: Asked, forms: Forms) -> Submission:
    """Everything, for the use case. `forms` are valid."""
    told = {slug: form.cleaned_data for slug, form in forms.items()}
    matter, subject = KINDS[told["matter"]["kind"]]
    urgent = set(told.get("urgent", {}).get("urgent", ()))
    where, contact = told.get("where", {}), told.get("contact", {})
    arrival = told.get("arrival", {})
    since, until = forms["when"].days() if "when" in forms else (None, None)  # type: ignore[attr-defined]
    unit = told.get("unit", {}).get("unit") or ""
    return Submission(
        state=asked.state,
        mode=asked.mode,
        matter=matter,
        subject=subject,
        narrative=told["story"]["narrative"],
        wish=told["story"]["wish"],
        language=arrival.get("language") or contact["language"],
        allegations=_alleged(told, int(unit) if unit else None),
        unit=int(unit) if unit else None,
        danger=DANGER in urgent,
        held=HELD in urgent,
        circumstances=_circumstances(urgent, is_child=bool(told.get("concerned", {}).get("is_child", False))),
        independent_only=told.get("known", {}).get("independent_only", False),
        prosecution_consent=told.get("prosecution", {}).get("agrees", False),
        assistance_kind=told.get("help", {}).get("assistance_kind", ""),
        service=where.get("service") or "",
        governorate=int(where["governorate"]) if where.get("governorate") else None,
        place_type=where.get("place_type") or "",
        happened_from=since,
        happened_until=until,
        happened_how=told.get("when", {}).get("how", ""),
        name=contact.get("name", ""),
        email=contact.get("email", ""),
        phone=contact.get("phone", ""),
        safe_contact=contact.get("safe", ""),
        notice_email=contact.get("notices", ""),
        attachments=tuple(asked.draft.files),
        **_for_whom(asked.source, told),
        **_arrived(arrival, told.get("check", {})),
    )


def _arrived(arrival: Mapping[str, Any], check: Mapping[str, Any]) -> dict[str, Any]:
    """How it came to a clerk, and whether it was read back."""
    if not arrival:
        return {}
    return {
        "channel": arrival["channel"],
        "received_on": arrival["received_on"].first,
        "incoming": arrival["incoming"],
        "read_back": check.get("read_back", ""),
    }


def _for_whom(source: str, told: Told) -> dict[str, Any]:
    """Who files, for whom, with whose consent, and everybody named."""
    concerned = told.get("concerned", {})
    people = _people(told)
    if source == OWN:
        gender = str(told["whom"].get("gender") or Gender.NOT_STATED)
        return {"source": source, "gender": gender, "consent": Consent.NOT_NEEDED, "people": people}
    if source == Source.OWN_INITIATIVE:
        return {"source": source, "people_concerned": concerned.get("people", 1), "people": people}
    consent = str(concerned["consent"])
    is_impossible = consent.startswith(IMPOSSIBLE)
    several = source in (Source.GROUP, Source.ORGANISATION)
    gender = str(concerned.get("gender") or Gender.NOT_STATED)
    named = Somebody(
        PersonRole.CONCERNED,
        str(concerned.get("name", "")),
        gender=gender,
        is_child=bool(concerned.get("is_child")),
    )
    return {
        "source": source,
        "gender": Gender.ORGANISATION.value if source == Source.ORGANISATION else gender,
        "relationship": _relationship(source, concerned),
        "consent": Consent.IMPOSSIBLE if is_impossible else Consent.GIVEN,
        "no_consent": consent.removeprefix(IMPOSSIBLE) if is_impossible else "",
        "people_concerned": concerned.get("people", 1),
        "people": people if several else (named, *people),
    }


def _relationship(source: str, concerned: Mapping[str, Any]) -> str:
    fixed = {
        Source.LAWYER.value: Relationship.LAWYER.value,
        Source.ORGANISATION.value: Relationship.OTHER.value,
        Source.GROUP.value: "",  # whoever files is one of them
    }
    return fixed[source] if source in fixed else str(concerned.get("relationship", ""))


def _alleged(told: Told, unit: int | None) -> tuple[Alleged, ...]:
    """The rows where they were asked for, else the categories ticked; what page 4 implies comes along."""
    rows = told.get("allegations")
    if rows is not None:
        return tuple(
            Alleged(
                str(rows[f"category-{at}"]),
                int(rows[f"unit-{at}"]) if rows.get(f"unit-{at}") else unit,
                str(rows.get(f"ill-{at}") or "") if rows[f"category-{at}"] == Category.TOR else "",
            )
            for at in range(sum(1 for name in rows if name.startswith("category-")))
        )
    categories = told.get("about", {}).get("categories", ())
    return tuple(Alleged(str(code), unit) for code in categories)


def _people(told: Told) -> tuple[Somebody, ...]:
    rows = told.get("people", {})
    found = (
        Somebody(str(rows[f"role-{at}"]), str(rows[f"name-{at}"]), str(rows[f"details-{at}"]))
        for at in range(sum(1 for name in rows if name.startswith("role-")))
    )
    return tuple(one for one in found if one.name or one.details)
