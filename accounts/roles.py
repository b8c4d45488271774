"""The one table of who may do what. Tests generate the permission matrix from it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is at their institution."""

    CLERK = "clerk", _("Intake clerk")
    REVIEWER = "reviewer", _("Ministry complaints reviewer")
    SUPERVISOR = "supervisor", _("Ministry complaints supervisor")
    NHRI_REVIEWER = "nhri_reviewer", _("NHRI complaints reviewer")
    NHRI_HEAD = "nhri_head", _("NHRI head of complaints")
    LIAISON = "liaison", _("NHRI liaison")
    ANALYST = "analyst", _("Secretariat analyst")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("State administrator")
    REGIONAL_ADMINISTRATOR = "regional_administrator", _("Regional administrator")


class Permission(TextChoices):
    """One thing somebody may do. Which cases it holds for is decided by `visible_to` and the docket."""

    QUEUE = "queue"  # see the queue of one's institution
    READ_ASSIGNED = "read_assigned"  # text of the cases one holds
    READ_ALL = "read_all"  # text of every case of one's institution, less exclusions
    READ_ORIGINAL = "read_original"
    READ_IDENTITY = "read_identity"
    REGISTER = "register"
    LEAD = "lead"  # screen, investigate, propose
    ASSIGN = "assign"
    APPROVE = "approve"
    ANSWER = "answer"  # for the ministry, to the NHRI
    INDEPENDENT = "independent"  # release, ask, oversee
    REVIEW = "review"
    HEAD = "head"  # override a route, countersign weaker settings
    ACTIVITIES = "activities"
    VERIFY_ACTIVITIES = "verify_activities"
    REPORTS = "reports"  # see and comment on periodic reports of one's state
    MAKE_REPORT = "make_report"
    ISSUE_REPORT = "issue_report"  # end a report's draft: the liaison a state's, the analyst the region's
    PLAN = "plan"
    REGION = "region"  # aggregates of all states
    AUDIT = "audit"
    STAFF = "staff"
    CONFIGURE = "configure"
    OPEN_STATE = "open_state"


P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({P.REGISTER}),
    Role.REVIEWER: frozenset({P.QUEUE, P.READ_ASSIGNED, P.READ_IDENTITY, P.LEAD}),
    Role.SUPERVISOR: frozenset(
        {P.QUEUE, P.READ_ALL, P.READ_IDENTITY, P.ASSIGN, P.APPROVE, P.ANSWER}
        | {P.ACTIVITIES, P.REPORTS, P.MAKE_REPORT, P.STAFF}
    ),
    Role.NHRI_REVIEWER: frozenset(
        {P.QUEUE, P.READ_ALL, P.READ_ASSIGNED, P.READ_ORIGINAL, P.READ_IDENTITY}
        | {P.LEAD, P.INDEPENDENT, P.REPORTS}
    ),
    Role.NHRI_HEAD: frozenset(
        {P.QUEUE, P.READ_ALL, P.READ_ORIGINAL, P.READ_IDENTITY, P.ASSIGN, P.APPROVE}
        | {P.INDEPENDENT, P.REVIEW, P.HEAD, P.ACTIVITIES, P.REPORTS, P.MAKE_REPORT, P.STAFF}
    ),
    Role.LIAISON: frozenset({P.REPORTS, P.MAKE_REPORT, P.ISSUE_REPORT, P.VERIFY_ACTIVITIES}),
    Role.ANALYST: frozenset({P.REGION, P.PLAN, P.REPORTS, P.MAKE_REPORT, P.ISSUE_REPORT}),
    Role.AUDITOR: frozenset({P.AUDIT, P.REPORTS}),
    Role.ADMINISTRATOR: frozenset({P.CONFIGURE, P.STAFF}),
    Role.REGIONAL_ADMINISTRATOR: frozenset({P.OPEN_STATE}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything these roles allow together."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
