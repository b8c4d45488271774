"""Every page type, once: its address, who looks, and what it needs.

Tests walk this list in both languages (words, accessibility, looks) and `make screenshots` pictures it.
tests/house/test_register.py fails when an address of the site is neither here nor excused below.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from common import tenancy
from complaints.guidance.situations import Situation
from complaints.hearings import ProceedingKind
from complaints.models import Registration
from complaints.vocabulary import Stage
from reporting.activity_table import COLUMNS
from tests.pages.scene import SLUGS, path, reset_link


@dataclass(frozen=True)
class Page:
    """One page type. `args` name objects of the scene (`name` or `name.attribute`); others stand for themselves."""

    name: str
    url: str
    who: str = ""  # "": nobody signed in
    args: tuple[str, ...] = ()
    query: str = ""
    status: int = 200
    is_drawn_apart: bool = True  # False: drawn like another page, with other words
    # What is sent: the page is then the answer to a form.
    sends: Callable[[Any, str], dict[str, Any]] | None = None
    # Another way to the page than its address.
    way: Callable[[Any, str], Any] | None = field(default=None, repr=False)

    def address(self, scene, language):
        args = [_value(scene, name) for name in self.args]
        return path(self.url, *args, language=language) + self.query

    def show(self, scene, language):
        """The response, as the browser of whoever looks gets it. A page that leads elsewhere was not seen."""
        answer = self._answer(scene, language)
        assert answer.status_code == self.status, (self.name, answer.status_code, answer.headers)
        return answer

    def _answer(self, scene, language):
        if self.way:
            return self.way(scene, language)
        client, address = scene.client(self.who, language), self.address(scene, language)
        if self.sends:
            return client.post(address, self.sends(scene, language))
        return client.get(address)


def _value(scene, name):
    first, _dot, attribute = name.partition(".")
    if first not in scene.made:
        return name
    found = scene[first]
    return getattr(found, attribute) if attribute else found


def _nothing(scene, language):
    return {"unknown": "1"}


def _table(scene, language):
    """A spreadsheet of one activity."""
    row = "visit,زيارة تجريبية,Demo visit,1/3/2026,,10,Academy,,12,3,,,,"
    content = "\n".join([",".join(COLUMNS), row]).encode()
    return {"file": SimpleUploadedFile("activities.csv", content)}


def _chosen(**more):
    """All cases of the queue, with what is to be done."""
    return lambda scene, language: {"all": "on", "filters": "status=all", **more}


def _tagging(scene, language):
    return {"all": "on", "filters": "", "act": "tag", "tag": scene["tag"].pk}


def _code(name, **more):
    """The code of a case, and what else a form of its page sends."""
    return lambda scene, language: {"code": scene.codes[name], **more}


def _reset(scene, language):
    client = scene.client("", language)
    return client.get(reset_link(scene.people["reviewer"], language), follow=True)


def _not_found(scene, language):
    return scene.client("", language).get(f"/{language}/nothing-here/")


def _old_link(scene, language):
    return scene.client("", language).get(
        path("account_reset_password_from_key", "1", "old-link", language=language), follow=True
    )


def _carry_on(scene, language):
    return scene.client("reviewer", language).get(path("carry_on", language=language))


def _secret_of_a_program(scene, language):
    given = scene.pass_of_a_program()
    return scene.client("admin", language).post(path("token_show", given.pk, language=language))


def _printed(form):
    """The file on paper, as whoever asked for it sees it once."""

    def way(scene, language):
        client = scene.client("reviewer", language)
        asked = client.post(path("case_print", scene["case"].reference, language=language), {"form": form})
        return client.get(asked.headers["Location"])

    return way


def _noting(scene, language):
    """How a receipt reached somebody, asked afterwards: of the newest case that this clerk registered."""
    client = scene.client("receiver", language)
    with tenancy.within("BH"):
        row = Registration.objects.filter(by=scene.actor("intake").id).latest("pk")
        reference = row.complaint.reference
    return client.get(path("register_noting", reference, language=language))


STAFF = "supervisor"
ANALYST = "analyst@region.demo"
YEAR = "?period=2025-01-01_2025-12-31"
CASE = ("case.reference",)
HELPED = ("help",)  # the one page of the nine that only a request for assistance has
KINDS = tuple(kind.value for kind in ProceedingKind)
DISTINCT = (Stage.RECEIVED, Stage.NEEDS_INFORMATION, Stage.REMEDYING, Stage.CLOSED)
CLERKS = [slug for slug in SLUGS if slug not in (*HELPED, "prosecution", "before")]
DRAFTED = [slug for slug in SLUGS if slug not in (*HELPED, "prosecution", "arrival")]

PUBLIC = [
    Page("home", "home"),
    Page("start", "complaint_new"),
    Page("start-state", "complaint_new", query="?state=BH"),
    Page("short", "complaint_short", query="?state=BH"),
    Page("short-errors", "complaint_short", sends=_nothing, status=422),
    *(Page(f"step-{slug}", "complaint_page", "drafter", (slug,), "?check=1") for slug in DRAFTED),
    *(
        Page(f"step-{slug}-errors", "complaint_page", "drafter", (slug,), sends=_nothing, status=422)
        for slug in ("known", "story", "when")
    ),
    *(Page(f"step-{slug}", "complaint_page", "helped", (slug,), "?check=1") for slug in HELPED),
    Page("step-gone", "complaint_page", args=("story",)),
    Page("receipt", "complaint_receipt", way=lambda scene, language: scene.receipt(language)),
    Page("receipt-gone", "complaint_receipt"),
    Page("custody", "custody"),
    Page("custody-errors", "custody", sends=_nothing, status=422),
    Page("track", "track"),
    Page("track-wrong", "track", sends=lambda scene, language: {"code": "nothing"}),
    *(
        Page(f"track-{stage}", "track", sends=_code(stage), is_drawn_apart=stage in DISTINCT)
        for stage in Stage
        if stage not in (Stage.MERGED, Stage.UNDER_REVIEW)
    ),
    Page("track-custody", "track", sends=_code("custody")),
    Page("track-files", "track_files", sends=_code("case")),
    Page("track-files-errors", "track_files", sends=_code("case", confirm="1"), status=422),
    Page("track-mode", "track_mode", sends=_code("case")),
    Page("track-mode-preview", "track_mode", sends=_code("case", mode="anonymous")),
    Page("track-complaint", "track_complaint", sends=_code("investigating")),
    Page("track-safety", "track_safety", sends=_code("case"), status=422),
    Page("track-questions", "track_satisfaction", sends=_code("closed"), status=422),
    Page("track-transfer", "track_transfer", sends=_code("abroad"), status=422),
    Page("track-act", "track_act", args=("withdraw",), sends=_code("case")),
    Page("track-write-errors", "track_act", args=("write",), sends=_code("case"), status=422),
    Page("track-late", "track_act", args=("settle",), sends=_code("case", confirm="1"), status=409),
    Page("rights", "rights"),
    Page("rights-help", "rights_help", query="?state=BH"),
    Page("rights-categories", "rights_categories", query="?state=BH"),
    Page("rights-category", "rights_category", args=("TOR",), query="?state=BH"),
    *(
        Page(f"rights-{one}", "rights_situation", args=(one,), is_drawn_apart=one == Situation.values[0])
        for one in Situation.values
    ),
    Page("states", "states"),
    Page("programs", "api_docs"),
    Page("state-open", "state", args=("bh",)),
    Page("state-closed", "state", args=("so",)),
    Page("mine", "mine", "citizen@people.demo"),
    Page("mine-open", "mine", "opened"),
    Page("mine-account", "mine_account", "citizen@people.demo"),
    Page("mine-delete", "mine_delete", "citizen@people.demo"),
    Page("sign-up-sent", "account_asked"),
    Page("account-open", "account_open", args=("citizen token",)),
    Page("account-open-old", "account_open", args=("old",), status=404),
    Page("track-papers", "track", sends=_code("case")),
    Page("track-letters-errors", "track_letters", sends=_code("case"), status=422),
    Page("reports", "reports"),
    Page("reports-none", "reports", query="?whose=EG&year=2001"),
    Page("report", "report", args=("shown report.pk",)),
    Page("plan", "plan"),
    Page("statistics", "statistics"),
    Page("statistics-data", "statistics_data"),
    Page("statistics-quarter", "statistics_quarter", args=("bh", "2025-10")),
    Page("statistics-year", "statistics_year", args=("bh", "2025-01"), is_drawn_apart=False),
    Page("statistics-region", "statistics_region", args=("2025-10",)),
    Page("plan-state", "plan", query="?state=BH"),
    Page("changes", "changes"),
    Page("not-found", "root", way=_not_found, status=404),
    Page("exit", "exit"),
    Page("design", "design"),
    Page("design-desk", "design_desk"),
]
SIGNING_IN = [
    Page("sign-in", "account_login"),
    Page("sign-in-errors", "account_login", sends=lambda *_: {"login": "x@bh.demo", "password": "x"}),
    Page("sign-up-closed", "account_signup"),
    Page("inactive", "account_inactive"),
    Page("password-reset", "account_reset_password"),
    Page("password-reset-sent", "account_reset_password_done"),
    Page("password-reset-link", "account_reset_password_from_key", way=_reset),
    Page("password-reset-old", "account_reset_password_from_key", way=_old_link),
    Page("password-reset-done", "account_reset_password_from_key_done"),
    Page("invitation", "invitation", args=("token",)),
    Page("invitation-errors", "invitation", args=("token",), sends=_nothing, status=422),
    Page("invitation-spent", "invitation", args=("spent",), status=410),
    Page("second-step", "mfa_authenticate", "halfway"),
    Page("sign-out", "account_logout", STAFF),
    Page("password-change", "account_change_password", STAFF),
    Page("password-change-errors", "account_change_password", STAFF, sends=_nothing),
    Page("confirm-password", "account_reauthenticate", STAFF),
    Page("confirm-app", "mfa_reauthenticate", "guarded"),
    Page("security", "mfa_index", STAFF),
    Page("security-set-up", "mfa_index", "guarded"),
    Page("app-on", "mfa_activate_totp", STAFF),
    Page("app-on-errors", "mfa_activate_totp", STAFF, sends=lambda *_: {"code": "000000"}),
    Page("app-off", "mfa_deactivate_totp", "guarded"),
    Page("codes", "mfa_view_recovery_codes", "guarded"),
    Page("codes-new", "mfa_generate_recovery_codes", "guarded"),
    Page("passkeys", "mfa_list_webauthn", "keyed"),
    Page("passkey-add", "mfa_add_webauthn", STAFF),
    Page("passkey-edit", "mfa_edit_webauthn", "keyed", ("passkey.pk",)),
    Page("passkey-remove", "mfa_remove_webauthn", "keyed", ("passkey.pk",)),
]
DESK = [
    Page("queue", "queue", STAFF),
    Page("queue-nhri", "queue", "nhri"),
    Page("queue-late", "queue", "nhri", query="?whose=late"),
    Page("queue-none", "queue", STAFF, query="?q=zzz"),
    Page("notices", "notices", STAFF),
    Page("case", "case", STAFF, CASE),
    *(
        Page(f"case-{stage}", "case", "head", (f"{stage}.reference",))
        for stage in (
            "decided",
            "referred",
            "needs_information",
            "awaiting_answer",
            "remedying",
            "screening",
            "custody",
        )
    ),
    Page("case-locked", "case", "closed", ("decided.reference",)),
    Page("case-open", "case_open", STAFF, (*CASE, "identity")),
    Page("case-open-errors", "case_open", STAFF, (*CASE, "identity"), sends=_nothing, status=422),
    Page("case-file", "case_file", "head", ("sealed.reference", "file.pk")),
    Page("act", "case_act", "reviewer", (*CASE, "acknowledge")),
    Page("act-errors", "case_act", STAFF, (*CASE, "assign"), sends=_nothing, status=422),
    Page("act-assign", "case_act", STAFF, (*CASE, "assign")),
    Page(
        "queue-filtered", "queue", STAFF, query="?category=MED&q=%D8%AF%D9%88%D8%B1%D9%8A%D8%A9&order=newest"
    ),
    Page("queue-tagged", "queue", STAFF, query="?status=all&danger=on", is_drawn_apart=False),
    Page("many-errors", "many", STAFF, sends=_chosen(), status=422),
    Page("many-preview", "many", "reviewer", sends=_chosen(act="acknowledge"), is_drawn_apart=False),
    Page("many-tag", "many", STAFF, sends=_tagging),
    Page("export", "export", STAFF, query="?category=MED"),
    Page("searches", "searches", STAFF),
    Page("searches-errors", "searches", STAFF, sends=_nothing, status=422),
    Page("searches-new", "searches", STAFF, query="?stage=screening&danger=on"),
    Page("tags", "tags", STAFF),
    Page("tags-errors", "tags", STAFF, sends=_nothing, status=422),
    Page("tags-none", "tags", "nhri", is_drawn_apart=False),
    Page("case-brief", "case_brief", STAFF, CASE),
    Page("case-tags", "case_tags", STAFF, CASE),
    Page("case-readers", "case_readers", STAFF, CASE),
    Page("letters", "letters", STAFF, CASE),
    Page("letters-none", "letters", "head", ("decided.reference",)),
    Page("letter-begin", "letter_begin", "reviewer", CASE),
    Page("letter-begin-errors", "letter_begin", "reviewer", CASE, "?purpose=x", status=422),
    *(
        Page(
            f"letter-new-{one}",
            "letter_new",
            "reviewer",
            (*CASE, one, "ar"),
            is_drawn_apart=one == "reminder",
        )
        for one in ("acknowledgement", "reminder", "examination")
    ),
    Page("letter", "letter", "reviewer", (*CASE, "draft.pk")),
    Page("letter-sent", "letter", "reviewer", (*CASE, "sent.pk")),
    Page("letter-closed", "letter", "guarded", (*CASE, "sent.pk")),
    Page("letter-received", "letter", "reviewer", (*CASE, "received.pk")),
    Page("letter-edit", "letter_edit", "reviewer", (*CASE, "draft.pk")),
    Page("letter-edit-errors", "letter_edit", "reviewer", (*CASE, "draft.pk"), sends=_nothing, status=422),
    Page("letter-receive", "letter_receive", "reviewer", CASE),
    Page("letter-receive-errors", "letter_receive", "reviewer", CASE, sends=_nothing, status=422),
    Page("letter-reason", "letter", "head", ("proposable.reference", "closed letter.pk")),
    Page(
        "letter-reason-errors",
        "letter_read",
        "head",
        ("proposable.reference", "closed letter.pk"),
        sends=_nothing,
        status=422,
    ),
    Page("letter-scan", "letter_scan", "reviewer", (*CASE, "sent.pk")),
    Page("letter-scan-errors", "letter_scan", "reviewer", (*CASE, "sent.pk"), sends=_nothing, status=422),
    Page("letter-register", "letter_register", STAFF),
    Page("letter-register-none", "letter_register", STAFF, query="?q=zzz"),
    Page("letter-register-empty", "letter_register", "nhri"),
    Page("letter-register-print", "letter_register_print", STAFF),
    Page("case-print", "case_print", "reviewer", CASE),
    Page("case-print-sheet", "case_print_sheet", way=_printed("pages")),
    Page("case-print-pdf", "case_print_pdf", way=_printed("pdf")),
    Page("notices-mail", "notices_mail", STAFF),
    Page("team", "team", STAFF),
    Page("team-approvals", "team_approvals", "head"),
    Page("team-asked", "team_asked", STAFF),
    Page("team-exclusions", "team_exclusions", STAFF),
    Page("team-nobody", "team_nobody", STAFF),
    Page("team-person", "team_person", STAFF, ("person reviewer.pk",)),
    Page("room", "room", "head"),
    Page("room-silence", "room_silence", "head"),
    Page("room-questions", "room_questions", "head"),
    Page("room-question", "room_question", "head", ("question.pk",)),
    Page("room-recommendations", "room_recommendations", "head"),
    Page("room-reviews", "room_reviews", "head"),
    Page("room-grave", "room_grave", "head"),
    Page("room-patterns", "room_patterns", "head", query="?by=category"),
    Page("room-pattern", "room_pattern", "head", ("pattern.pk",)),
    Page("room-agendas", "room_agendas", "head"),
    Page("room-agenda-new", "room_agenda_new", "head"),
    Page("room-agenda-errors", "room_agenda_new", "head", sends=_nothing, status=422),
    Page("room-agenda", "room_agenda", "head", ("agenda.pk",)),
    Page("audit", "audit", "auditor"),
    Page("proceedings", "proceedings", "head", ("sealed.reference",)),
    Page("proceedings-locked", "proceedings", "closed", ("sealed.reference",)),
    *(Page(f"proceeding-{kind}", "proceeding_add", "head", ("sealed.reference", kind)) for kind in KINDS),
    Page(
        "proceeding-errors",
        "proceeding_add",
        "head",
        ("sealed.reference", "session"),
        sends=_nothing,
        status=422,
    ),
    Page("safety", "safety", "head"),
    Page("transfers", "transfers", "head"),
    Page("transfer-take", "transfer_take", "head"),
    Page("transfer-take-errors", "transfer_take", "head", sends=_nothing, status=422),
    Page("transfer-take-locked", "transfer_take", "closed"),
    Page("transfer-card-add", "transfer_card_add", "head"),
    Page("case-checklist", "case_checklist", "head", ("sealed.reference",)),
    Page("case-checklist-none", "case_checklist", STAFF, ("assistance.reference",), is_drawn_apart=False),
    Page("case-tasks", "case_tasks", STAFF, CASE),
    Page("case-tasks-errors", "case_tasks", STAFF, CASE, sends=_nothing, status=422),
    Page("my-tasks", "my_tasks", STAFF),
    Page("my-tasks-none", "my_tasks", "nhri"),
    Page("case-questions", "case_questions", "head", ("awaiting_answer.reference",)),
    Page("case-questions-none", "case_questions", STAFF, CASE, is_drawn_apart=False),
    Page("case-recommendations", "case_recommendations", "head", ("remedying.reference",)),
    Page("case-recommendations-none", "case_recommendations", STAFF, CASE, is_drawn_apart=False),
    Page("case-related", "case_related", STAFF, CASE),
    Page("act-recommend", "case_act", "head", ("decided.reference", "recommend_remedy")),
    Page("act-propose", "case_act", "nhri", ("proposable.reference", "propose_finding")),
    Page("register", "register", "registry"),
    *(
        Page(
            f"clerk-{slug}",
            "register_page",
            "clerk",
            (slug,),
            "?check=1",
            is_drawn_apart=slug in ("arrival", "story", "check"),
        )
        for slug in CLERKS
    ),
    Page("clerk-errors", "register_page", "clerk", ("arrival",), sends=_nothing, status=422),
    Page("clerk-receipt", "register_receipt", "receiver"),
    Page("clerk-receipt-gone", "register_receipt", "intake"),
    Page("clerk-noting", "register_noting", way=_noting),
    Page("handover", "handover", STAFF),
    Page("leave", "handover_leave", STAFF),
    Page("leave-errors", "handover_leave", STAFF, sends=_nothing, status=422),
    Page("handover-keys", "handover_keys", STAFF, ("person supervisor2.pk",)),
    Page("handover-person", "handover_person", STAFF, ("person reviewer.pk",)),
    Page("handover-move", "handover_move", STAFF, ("person reviewer2.pk",)),
    Page("desk-reports", "desk_reports", STAFF),
    Page("desk-reports-errors", "desk_reports", STAFF, sends=_nothing, status=422),
    Page("desk-report", "desk_report", STAFF, ("waiting report.pk",)),
    Page("desk-report-draft", "desk_report", "head", ("report.pk",), is_drawn_apart=False),
    Page("desk-report-corrected", "desk_report", "liaison", ("corrected report.pk",)),
    Page("desk-report-published", "desk_report", "auditor", ("shown report.pk",), "?edition=public"),
    Page("report-progress", "report_progress", STAFF, ("report.pk",)),
    Page("report-comment", "report_comment", STAFF, ("waiting report.pk",), "?at=deadlines"),
    Page(
        "report-comment-errors",
        "report_comment",
        STAFF,
        ("waiting report.pk",),
        sends=_nothing,
        status=422,
    ),
    Page("report-words", "report_words", STAFF, ("waiting report.pk", "deadlines", "ar")),
    Page("report-words-late", "report_words", STAFF, ("corrected report.pk", "deadlines", "en")),
    Page("report-issue", "report_issue", "liaison", ("corrected report.pk",)),
    Page("report-correct", "report_correct", "liaison", ("month report.pk",)),
    Page(
        "report-correct-errors",
        "report_correct",
        "liaison",
        ("month report.pk",),
        sends=_nothing,
        status=422,
    ),
    Page("report-too-late", "report_correct", "liaison", ("shown report.pk",), status=409),
    Page("activities", "activities", STAFF),
    Page("activities-liaison", "activities", "liaison"),
    Page("activity-new", "activity_new", STAFF),
    Page("activity-errors", "activity_new", STAFF, sends=_nothing, status=422),
    Page("activity", "activity", STAFF, ("activity.pk",)),
    Page("activity-edit", "activity_edit", STAFF, ("activity.pk",)),
    Page("activity-answer", "activity_answer", STAFF, ("disputed.pk",)),
    Page("activity-withdraw", "activity_withdraw", STAFF, ("activity.pk",)),
    Page(
        "activity-withdraw-errors", "activity_withdraw", STAFF, ("activity.pk",), sends=_nothing, status=422
    ),
    Page("activities-none", "activities", STAFF, query="?kind=exchange&since=2026-01-01&until=2025-01-01"),
    Page("activity-import", "activity_import", STAFF),
    Page("activity-import-errors", "activity_import", STAFF, sends=_nothing, status=422),
    Page("activity-import-preview", "activity_import", STAFF, sends=_table),
    Page("readings", "readings", STAFF, query=YEAR),
    Page("readings-liaison", "readings", "liaison", query=YEAR, is_drawn_apart=False),
    Page("reading-enter", "reading_enter", STAFF, ("5.O.1",)),
    Page("reading-enter-errors", "reading_enter", STAFF, ("5.S.1",), sends=_nothing, status=422),
    Page("reading", "reading", STAFF, ("reading.pk",)),
    Page("reading-answer", "reading_answer", STAFF, ("reading.pk",)),
    Page("reading-verify", "reading_verify", "liaison", ("reading.pk",)),
    Page("missing", "missing", STAFF),
    Page("plan-desk", "plan_desk", ANALYST),
    Page("plan-desk-errors", "plan_desk", ANALYST, sends=_nothing, status=422),
    Page("plan-draft", "plan_draft", ANALYST, ("plan draft.pk",)),
    Page("plan-draft-mapping", "plan_draft_mapping", ANALYST, ("plan draft.pk",)),
    Page("plan-mapping", "plan_mapping", ANALYST, ("earlier plan.pk",), is_drawn_apart=False),
    Page("activity-verify", "activity_verify", "liaison", ("activity.pk",)),
    Page("forbidden", "desk_reports", "registry", status=403),
]
VAULTS = [
    Page("vault", "vault", "head"),
    Page("vault-none", "vault", "newcomer"),
    Page("vault-closed", "vault", "closed"),
    Page("vault-open-errors", "vault_open", "closed", sends=_nothing, status=422),
    Page("vault-enrol", "vault_enrol", "newcomer"),
    Page("vault-enrol-errors", "vault_enrol", "newcomer", sends=lambda *_: {"passphrase": "x"}, status=422),
    Page("vault-passphrase", "vault_passphrase", "closed"),
    Page("vault-again", "vault_again", "closed"),
    Page("vault-make", "vault_make", "founder"),
    Page("vault-hand-on", "vault_hand_on", "head", ("person waits.pk",)),
    Page("vault-renew", "vault_renew", "head"),
    Page("vault-officers", "vault_officers", "head"),
    Page("vault-recover", "vault_recover", "liaison"),
]
SECTIONS = {
    "weekend": "",
    "holidays": "2027",
    "emergency_number": "",
    "file_limits": "",
    "institution_name": "bh-nihr",
    "mandates": "bh-nihr",
    "duty_officer": "bh-nihr",
    "reporting_year": "",
    "report_schedule": "",
    "unit": "new",
    "clock": "acknowledge",
    "grave_route": "",
    "category_name": "TOR",
}
SETTINGS = [
    Page("settings", "settings", "admin"),
    *(
        Page(
            f"setting-{code}",
            "setting_section",
            "admin",
            (code,),
            is_drawn_apart=code in ("weekend", "holidays"),
        )
        for code in SECTIONS
    ),
    *(
        Page(
            f"setting-{code}-one",
            "setting",
            "admin",
            (code, target),
            is_drawn_apart=code in ("holidays", "unit"),
        )
        for code, target in SECTIONS.items()
        if target
    ),
    Page("setting-errors", "setting_section", "admin", ("weekend",), sends=_nothing, status=422),
    Page(
        "setting-preview",
        "setting_section",
        "admin",
        ("weekend",),
        sends=lambda *_: {
            "days": ["4", "5"],
            "valid_from": "2027-03-01",
            "source": "الجريدة الرسمية",
            "reason": "تأكيد ما كان معروفاً",
            "step": "preview",
        },
    ),
    Page("signatures", "signatures", "admin2"),
    Page("signature", "signature", "head", ("signature.pk",)),
    Page("signature-own", "signature", "admin", ("signature.pk",)),
    Page("units-import", "units_import", "admin"),
    Page("units-import-errors", "units_import", "admin", sends=_nothing, status=422),
    Page("tokens", "tokens", "admin"),
    Page("token-new", "token_new", "admin"),
    Page("token-new-errors", "token_new", "admin", sends=_nothing, status=422),
    Page("token-shown", "token_show", "admin", way=_secret_of_a_program),
    Page("token-end", "token_end", "admin", ("pass.pk",)),
    Page("people", "people", "admin"),
    Page("invitations", "invitations", STAFF),
    Page("invite", "invite", STAFF),
    Page("invite-errors", "invite", STAFF, sends=_nothing, status=422),
    Page("people-waiting", "people_waiting", "admin2"),
    Page("people-history", "people_history", "auditor"),
    Page("person", "person", STAFF, ("person reviewer.pk",)),
    Page("person-unit", "person_unit", STAFF, ("person reviewer.pk",)),
    Page("role-propose", "role_propose", STAFF, ("person registry.pk",)),
    Page("role-propose-errors", "role_propose", STAFF, ("person registry.pk",), sends=_nothing, status=422),
    Page("role-remove", "role_remove", STAFF, ("person reviewer.pk", "reviewer")),
    *(
        Page(f"person-{what}", "person_account", STAFF, ("person registry.pk", what))
        for what in ("close", "renew")
    ),
    Page("opening", "opening", "admin@region.demo"),
    Page("opening-invite-errors", "opening_invite", "admin@region.demo", ("so",), sends=_nothing, status=422),
    Page("opening-state", "opening_state", "admin@region.demo", ("so",)),
]
PAGES = [*PUBLIC, *SIGNING_IN, *DESK, *VAULTS, *SETTINGS]

# Addresses that show no page of their own.
EXCUSED = {
    "case_tick": "takes a form and leads back",
    "case_task_step": "takes a form and leads back",
    "case_next": "leads to the next case of a list; tests/casework/test_queue.py",
    "case_previous": "leads to the case before it; tests/casework/test_queue.py",
    "search_remove": "takes a form and leads back",
    "tag_turn": "takes a form and leads back",
    "root": "leads to the home page in the browser's language",
    "healthz": "for machines",
    "readyz": "for machines",
    "printed_form": "a PDF; tests/guidance/test_printed.py",
    "complaint_leave": "leads to the exit page",
    "mine_open": "takes a passphrase and leads back",
    "mine_close": "takes a form and leads back",
    "mine_add": "takes a code and leads back",
    "mine_name": "takes a form and leads back",
    "mine_remove": "takes a form and leads back",
    "mine_data": "a file",
    "track_paper": "a file; tests/letters/test_reaching.py",
    "register_given": "takes a form and leads back",
    "proceeding_agree": "takes a form and leads back",
    "transfer_card": "a file",
    "transfer_package": "a file",
    "transfer_card_confirm": "takes a form and leads back",
    "transfer_card_end": "takes a form and leads back",
    "track_earlier": "the tracking page of the request it came from",
    "report_file": "a file",
    "statistics_file": "a file",
    "statistics_definitions": "a file",
    "opening_intake": "takes a form and leads back",
    "units_export": "a file",
    **dict.fromkeys(
        ["report_open", "report_pass_on", "publish_report", "report_settle", "report_make"],
        "takes a form and leads back",
    ),
    "document": "a file",
    "document_withdraw": "takes a form and leads back",
    "activity_template": "a file",
    "activity_export": "a file",
    "plan_drop": "takes a form and leads back",
    "invitation_send": "takes a form and leads back",
    "invitation_revoke": "takes a form and leads back",
    "people_sign": "takes a form and leads back",
    "people_refuse": "takes a form and leads back",
    "people_withdraw": "takes a form and leads back",
    "vault_close": "takes a form and leads back",
    "notices_read": "takes a form and leads back",
    "team_exclusion_new": "leads to the step of the case that a form names",
    "room_agenda_ask": "takes a form and leads back",
    "room_agenda_file": "a PDF; tests/oversight/test_agenda.py",
    "audit_verify": "takes a form and leads back",
    "handover_leave_end": "takes a form and leads back",
    "case_ask": "takes a form and leads back",
    "case_file_out": "a file",
    "case_file_copy": "a file",
    "letter_register_table": "a file",
    "letter_send": "takes a form and leads back",
    "letter_discard": "takes a form and leads back",
    "letter_paper": "takes a form and leads back",
    "letter_take": "takes a form and leads to the file",
    "letter_out": "a file",
    "mfa_reauthenticate_webauthn": "needs a device with a passkey; tests/journeys/test_staff.py",
    "account_set_password": "everybody has a password; allauth leads to changing it",
    "mfa_download_recovery_codes": "a file",
    "carry_on": "shown to whoever has a form kept; tests/accounts/test_presence.py",
    "sign_out_everywhere": "takes a form and leads back",
}
