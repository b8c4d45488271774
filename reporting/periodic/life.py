"""The steps of a report: draft → ministry → national institution → issued → published, and its correction.

Each institution has fifteen working days of the state. Silence is printed and blocks nothing: once a term is over
the system takes the step itself, and the report says so. The region has no ministry and no national institution
of its own: the analyst issues its draft and publishes it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.actor import SYSTEM, Actor, Kind, Refused, require
from accounts.models import InstitutionKind
from accounts.roles import Permission
from common import tenancy
from reporting import scopes, services
from reporting.models import Comment, Dossier, DossierStage, Narrative, Side
from reporting.periodic import numbers, reading, turns, words
from reporting.periods import Period
from reporting.services import NotPossible

TERM = 15  # working days
SIDES = {InstitutionKind.AUTHORITY: Side.MINISTRY, InstitutionKind.NHRI: Side.NHRI}
NOT_NOW = {
    "open": gettext_lazy("Comments were asked for already, or are not asked for on this report."),
    "end_ministry": gettext_lazy("The report is not with the ministry."),
    "issue": gettext_lazy("A report is issued once, after its time for comments has come to the end."),
    "publish": gettext_lazy("Only an issued report with a public edition is published."),
    "correct": gettext_lazy("Only the newest version can be corrected, and only once it was issued."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the life: the action, where it starts, where it ends, who takes it besides the system."""

    action: str
    source: DossierStage
    target: DossierStage
    permission: Permission
    is_regional: bool = False
    side: Side | None = None


STEPS = (
    Step("open", DossierStage.DRAFT, DossierStage.MINISTRY, Permission.MAKE_REPORT),
    Step(
        "end_ministry", DossierStage.MINISTRY, DossierStage.NHRI, Permission.MAKE_REPORT, side=Side.MINISTRY
    ),
    Step("issue", DossierStage.NHRI, DossierStage.ISSUED, Permission.ISSUE_REPORT, side=Side.NHRI),
    Step("issue", DossierStage.DRAFT, DossierStage.ISSUED, Permission.ISSUE_REPORT, is_regional=True),
    Step("publish", DossierStage.ISSUED, DossierStage.PUBLISHED, Permission.ISSUE_REPORT, is_regional=True),
)


def side_of(actor: Actor) -> Side | None:
    """For whom somebody speaks: the ministry, the national institution, or neither."""
    if actor.institution is None or not actor.may(Permission.MAKE_REPORT):
        return None
    return SIDES.get(InstitutionKind(actor.institution.kind))


def step_of(dossier: Dossier, action: str) -> Step | None:
    """The row of the table that leads on from here, None where none does."""
    return next(
        (
            step
            for step in STEPS
            if (step.action, step.source, step.is_regional) == (action, dossier.stage, dossier.is_regional)
        ),
        None,
    )


def may(dossier: Dossier, action: str, by: Actor) -> bool:
    """Whether this person may take a step now."""
    step = step_of(dossier, action)
    return step is not None and _holds(dossier, step, by)


def may_end(dossier: Dossier, by: Actor) -> bool:
    """Whether the report waits for this person to issue or publish it."""
    return any(may(dossier, action, by) for action in ("issue", "publish"))


def _holds(dossier: Dossier, step: Step, by: Actor) -> bool:
    if by.state != dossier.state or not by.may(step.permission):
        return False
    return step.side is None or side_of(by) == step.side


def _checked(dossier: Dossier, action: str, by: Actor) -> Dossier:
    """The dossier, locked, where the step leads on from where it stands and the actor may take it."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if by.kind != Kind.SYSTEM:
        rows = [row for row in STEPS if row.action == action and row.is_regional == dossier.is_regional]
        if not any(_holds(dossier, row, by) for row in rows):
            raise Refused(action)
    if step_of(dossier, action) is None:
        # A state's report is published by the system, which waits for no row of the table.
        system_publishes = (action, dossier.stage, by.kind) == ("publish", DossierStage.ISSUED, Kind.SYSTEM)
        if not system_publishes:
            raise NotPossible(NOT_NOW[action])
    return dossier


def open_comments(*, dossier: Dossier, by: Actor, now: datetime) -> None:
    """Send a draft to the ministry. Its figures stay as they are from now on."""
    with tenancy.within(dossier.state):
        dossier = _checked(dossier, "open", by)
        _only_alone(dossier, now)
        _only_accounted_for(dossier)
        dossier.stage, dossier.opened_at, dossier.opened_by = DossierStage.MINISTRY, now, by.id
        dossier.ministry_due_at = _due(dossier, now)
        dossier.save()
        services.note(dossier, "opened", by, now, until=dossier.ministry_due_at.isoformat())
        turns.tell(dossier, now=now)


def end_ministry(*, dossier: Dossier, by: Actor, now: datetime) -> None:
    """The ministry has said what it had to say, or its days are over: it is the national institution's turn."""
    with tenancy.within(dossier.state):
        dossier = _checked(dossier, "end_ministry", by)
        _only_when_over(dossier.ministry_due_at, by, now)
        dossier.stage, dossier.ministry_ended_at = DossierStage.NHRI, now
        dossier.ministry_ended_by, dossier.nhri_due_at = by.id, _due(dossier, now)
        dossier.save()
        until = dossier.nhri_due_at.isoformat()
        services.note(
            dossier, "ministry_ended", by, now, until=until, silent=_is_silent(dossier, Side.MINISTRY)
        )
        turns.tell(dossier, now=now)


def issue(*, dossier: Dossier, by: Actor, now: datetime) -> None:
    """Freeze the words and have the final pages made: by the liaison, or by the system after silence."""
    with tenancy.within(dossier.state):
        dossier = _checked(dossier, "issue", by)
        _only_when_over(dossier.nhri_due_at, by, now)
        if dossier.stage == DossierStage.DRAFT:
            _only_alone(dossier, now)
            _only_accounted_for(dossier)
        dossier.stage, dossier.issued_at, dossier.issued_by = DossierStage.ISSUED, now, by.id
        is_silent = by.kind == Kind.SYSTEM
        words.freeze(dossier, office=by.institution, by_silence=is_silent, now=now)
        dossier.save()
        hashes = {name: made.sha256 for name in dossier.editions if (made := dossier.snapshot_of(name))}
        services.note(dossier, "issued", by, now, words=dossier.words_sha256, silence=is_silent, **hashes)
        services.lay_out_again(dossier, now=now)
        for language in services.LANGUAGES:
            services.request(
                dossier=dossier, edition=dossier.final_edition, language=language, by=SYSTEM, now=now
            )


def publish(*, dossier: Dossier, by: Actor, now: datetime) -> None:
    """Put an issued report before the public, in both languages at once. It never changes from now on."""
    with tenancy.within(dossier.state):
        dossier = _checked(dossier, "publish", by)
        reports = list(dossier.reports.select_for_update().filter(edition="public"))
        if dossier.public_id is None:
            raise NotPossible(NOT_NOW["publish"])
        if len(reports) < len(services.LANGUAGES) or not all(report.is_ready for report in reports):
            raise NotPossible(_("The pages of the report are not ready yet."))
        for report in reports:
            report.published_at = now
            report.save(update_fields=["published_at"])
        dossier.stage, dossier.published_at, dossier.published_by = DossierStage.PUBLISHED, now, by.id
        dossier.save()
        sums = {f"pdf_{report.language}": report.files.get(kind="pdf").sha256 for report in reports}
        services.note(dossier, "published", by, now, version=dossier.version, **sums)


def publish_if_ready(dossier: Dossier, *, now: datetime) -> bool:
    """What the system does once the last page is made: a state's issued report is published."""
    if dossier.is_regional or dossier.stage != DossierStage.ISSUED or dossier.public_id is None:
        return False
    ready = dossier.reports.filter(edition="public", rendered_at__isnull=False).count()
    if ready < len(services.LANGUAGES):
        return False
    publish(dossier=dossier, by=SYSTEM, now=now)
    return True


def may_correct(dossier: Dossier, by: Actor) -> bool:
    """Whether this person may begin a corrected version now."""
    is_newest = not Dossier.objects.filter(corrects=dossier).exists()
    return dossier.is_final and is_newest and by.state == dossier.state and by.may(Permission.ISSUE_REPORT)


@transaction.atomic
def correct(
    *, dossier: Dossier, changes: dict[str, str], by: Actor, now: datetime, about_numbers: str = ""
) -> Dossier:
    """Begin a new version with the figures of now, which says in both languages what it changes.

    `about_numbers`: what numbers in that count that equal hidden ones of the version that is corrected.

    What people had written is taken over; the corrected version goes the whole way again. Raises `NotPossible`.
    """
    require(by, Permission.ISSUE_REPORT)
    with tenancy.within(dossier.state):
        dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if by.state != dossier.state:
            raise Refused(Permission.ISSUE_REPORT)
        if not may_correct(dossier, by) or not all(changes.get(one) for one in services.LANGUAGES):
            raise NotPossible(NOT_NOW["correct"])
        made = services.begin(
            scope=scopes.named(dossier.scope),
            period=Period(dossier.start, dossier.end),
            version=dossier.version + 1,
            by=by,
            now=now,
            corrects=dossier,
        )
        kept = Narrative.objects.filter(dossier=dossier).exclude(section=reading.CHANGES)
        texts = [(row.section, row.language, row.text, row.about_numbers) for row in kept]
        texts += [
            (reading.CHANGES, language, changes[language], about_numbers) for language in services.LANGUAGES
        ]
        Narrative.objects.bulk_create(
            Narrative(
                state=made.state,
                dossier=made,
                section=section,
                language=language,
                text=text,
                about_numbers=about_numbers,
                written_at=now,
                written_by=by.id,
            )
            for section, language, text, about_numbers in texts
        )
        services.note(made, "corrects", by, now, version=made.version, corrected=str(dossier.pk))
    return made


# --- the clock ----------------------------------------------------------------------------------


def states_with_open_reports() -> list[str]:
    """Where a sweep has anything to do."""
    waiting = Dossier.objects.exclude(stage__in=[DossierStage.DRAFT, DossierStage.PUBLISHED])
    return sorted(set(waiting.order_by().values_list("state", flat=True)))


def sweep(state: str, *, now: datetime) -> int:
    """Whatever silence and the clock do in a state. Within it; safe to run twice. Returns the steps taken."""
    steps = 0
    due = Dossier.objects.filter(state=state)
    for dossier in due.filter(stage=DossierStage.MINISTRY, ministry_due_at__lte=now):
        steps += _stepped(end_ministry, dossier, now)
    for dossier in due.filter(stage=DossierStage.NHRI, nhri_due_at__lte=now):
        steps += _stepped(issue, dossier, now)
    for dossier in due.filter(stage=DossierStage.ISSUED, public__isnull=False):
        steps += publish_if_ready(dossier, now=now)
    return steps


def _stepped(step: Callable[..., None], dossier: Dossier, now: datetime) -> int:
    try:
        step(dossier=dossier, by=SYSTEM, now=now)
    except NotPossible:
        return 0  # somebody took the step in this very moment
    return 1


def _only_when_over(due_at: datetime | None, by: Actor, now: datetime) -> None:
    if by.kind == Kind.SYSTEM and due_at is not None and now < due_at:
        raise NotPossible(_("The days for comments are not over yet."))


def _only_alone(dossier: Dossier, now: datetime) -> None:
    """A draft binds nobody: another report of the same days may have gone out since it was made."""
    corrects_public = dossier.corrects is not None and dossier.corrects.public_id is not None
    if dossier.public_id is None or corrects_public:
        return
    services.one_at_a_time("public")  # of two that share days, the second sees the first on its way
    scope, period = scopes.named(dossier.scope), Period(dossier.start, dossier.end)
    if why := services.refusal(scope, period, now):
        raise NotPossible(why)


def _only_accounted_for(dossier: Dossier) -> None:
    """Figures drawn anew, or those of a corrected version, hide numbers of which older words were never asked."""
    hidden = numbers.hidden(dossier)
    unasked = dossier.narratives.filter(about_numbers="").exclude(section=reading.CHANGES)
    sections = [row.section for row in unasked if numbers.found(row.text, hidden)]
    if not sections:
        return
    titles, language = reading.both_places(dossier), get_language() or "ar"
    where = dict.fromkeys(titles[section][language] for section in sections)
    raise NotPossible(
        _(
            "The public edition hides counts as large as numbers in these words: %(sections)s. Saving those words"
            " again asks what the numbers count."
        )
        % {"sections": _(", ").join(where)}
    )


def _due(dossier: Dossier, now: datetime) -> datetime:
    return accounts.calendar(accounts.state(dossier.state)).add_working_days(now, TERM)


def _is_silent(dossier: Dossier, side: Side) -> bool:
    return not Comment.objects.filter(dossier=dossier, side=side).exists()
