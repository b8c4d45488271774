"""The world that every page type is seen in: Bahrain of the demonstration, with something behind every address.

Invented cases at each stage, told through the services; people who wait, left or have no key; a file, a report,
an activity, an invitation and changes that wait for a signature.
"""

import re
import time
from datetime import date, timedelta
from functools import partial

import yaml
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts import demo, presence, reference
from accounts.actor import SYSTEM, staff
from accounts.changes import services as changes
from accounts.citizens import links
from accounts.keys import services as keys
from accounts.models import Delegation, Institution, InstitutionKind, Membership, User
from accounts.people import services as people
from accounts.roles import Role
from accounts.scopes import Scope
from accounts.tokens import services as programs
from accounts.tokens.models import ApiToken
from common import receipts, tenancy
from complaints import sealing
from complaints.casework import errands, handover
from complaints.casework.queue import saving, tagging
from complaints.casework.services import Given, advance
from complaints.casework.step import Filed
from complaints.demo import cases
from complaints.demo.replay import Telling, Told, World, submission_key
from complaints.guidance import loading
from complaints.intake.services import Submission, lookup, submit
from complaints.intake.steps import table
from complaints.letters import services as letters
from complaints.models import Complaint, Evidence, Pattern, Receipt, Request
from complaints.oversight import agenda, patterns
from record import verification
from reporting import demo as demo_reports
from reporting import demo_plan, plan_file, plan_loading, plan_versions, scopes, services
from reporting.models import Activity, Dossier, DossierStage, Plan, Reading
from reporting.periodic import comments, life, narratives
from reporting.periods import Period
from tests import factories
from tests.intake.test_registering import Clerk
from tests.intake.walking import Walker
from tests.reporting import attacks
from tests.reporting.conftest import PLAN
from vault import services as vault

SEED = 3
# What the pages need of the invented run: a case of Bahrain at each of these stages, the first there is. Which one
# that is depends on the day, because the stories go on.
TOLD = {
    **dict.fromkeys(
        ["received", "screening", "needs_information", "awaiting_answer", "decided", "remedying"], "complaint"
    ),
    **dict.fromkeys(["referred", "closed", "inadmissible", "withdrawn"], "complaint"),
    "investigating": "assistance",
}
RUN = 2000
REASON = "سبب يكفي لمن يقرأ السجل"
PHRASE = "سبعة قوارب هادئة تعود إلى المرفأ ليلاً"
ANSWERS = {
    "known": {"mode": "confidential"},
    "whom": {"source": "lawyer", "gender": "female"},
    "concerned": {"consent": "given", "relationship": "sibling", "name": "كريم", "gender": "male"},
    "where": {"service": "police", "country": "BH", "place_type": "station"},
    "about": {"categories": ["TOR", "MED"]},
}


# Browsers that have done something, and whose account they are signed in with.
SIGNED_IN = {"clerk": "intake", "receiver": "intake", "opened": "citizen@people.demo"}


class Scene:
    """Everything the register of pages names: objects by name, browsers of everybody, stories by their code."""

    def __init__(self):
        self.now = timezone.now()
        self.made, self.codes, self.clients = {}, {}, {}
        reference.load()
        self.people = {mail.replace("@bh.demo", ""): user for mail, user in self._people().items()}
        self._stories()
        self._filed()
        self._letters()
        self._room()
        self._reporting()
        self._staff()
        self._vaults()
        loading.load()

    def __getitem__(self, name):
        return self.made[name]

    def _people(self):
        return demo.load(today=self.now.date())

    def actor(self, name):
        return staff(User.objects.get(pk=self.people[name].pk))

    # --- cases ----------------------------------------------------------------------------------

    def _stories(self):
        world, wanted = World.read(self.now), dict(TOLD)
        for number, case in enumerate(cases(count=RUN, seed=SEED, today=self.now.date())):
            if case.state != "BH" or wanted.get(case.stage) != case.matter:
                continue
            del wanted[case.stage]
            key = submission_key(SEED, number)
            told = Told()
            Telling(world, case, number, key, told).tell()
            assert not told.refused, told.refused
            code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
            self._keep(case.stage, code)
            if not wanted:
                return
        raise AssertionError(f"no case of Bahrain stands at: {sorted(wanted)}")

    def _keep(self, name, code):
        row = Receipt.objects.get(lookup=lookup(code))
        self.codes[name] = code
        with tenancy.within("BH"):
            self.made[name] = Complaint.objects.get(pk=row.case)

    def _filed(self):
        """Cases of today: with a file, about somebody in custody, and linked to an event."""
        send = partial(
            Submission, state="BH", mode="named", narrative="أوقفتني دورية مساء أمس.", language="ar"
        )
        sent = {
            "case": send(matter="complaint", categories=("MED", "FRC"), name="أمل تجربة"),
            "sealed": send(
                matter="complaint",
                mode="confidential",
                categories=("TOR",),
                name="هند تجربة",
                attachments=(factories.spooled("ما رأيته.txt", "ما رأيته".encode()).token,),
            ),
            "proposable": send(
                matter="complaint", mode="confidential", categories=("MED", "LAW"), name="هند تجربة"
            ),
            "assistance": send(matter="assistance", assistance_kind="information", name="وليد تجربة"),
            "custody": send(matter="custody", held=True, name="سلمى تجربة", may_tell=True),
            "other": send(matter="complaint", categories=("MED",), name="كريم تجربة"),
            "abroad": send(matter="complaint", categories=("MIG",), name="ليلى تجربة"),
        }
        for name, one in sent.items():
            self._keep(name, submit(sent=one, key=factories.key(), now=self.now - timedelta(days=1)).code)
        by = self.actor("supervisor")
        with tenancy.within("BH"):
            self.made["file"] = Evidence.objects.get(complaint=self["sealed"])
            holder = Given(person=self.people["reviewer"].pk)
            advance(case=self["case"].pk, action="assign", by=by, given=holder, now=self.now)
            day = self.now.date()
            for days, kind in ((-3, "call"), (9, "document")):
                wanted = errands.Wanted(kind, day + timedelta(days=days), note="قبل الموعد بيوم")
                errands.set_task(case=self["case"].pk, wanted=wanted, by=by, now=self.now)
            self._proposable()
            self._proposes_transfer()
            self._puts_on_file()
        self.made["tag"] = tagging.make(name="يُبحث مع الإدارة", by=by, now=self.now)
        tagging.set_tags(case=self["case"].pk, tags=[self["tag"].pk], by=by, now=self.now)
        kept = {"asked": "stage=screening", "is_shared": True, "alerts": True}
        saving.save(name="في الدراسة الأولية", by=by, **kept)

    def _proposable(self):
        """A case of which somebody is about to say what was found."""
        head, reviewer = self.actor("head"), self.actor("nhri")
        case = self["proposable"].pk
        for by, action, given in (
            (head, "assign", Given(person=reviewer.user_id)),
            (reviewer, "acknowledge", Given()),
            (reviewer, "admit", Given()),
        ):
            advance(case=case, action=action, by=by, given=given, now=self.now)

    def _letters(self):
        """One being written, one that was sent, one that came in."""
        by = self.actor("reviewer")

        def write(text):
            return letters.draft(
                case=self["case"].pk,
                purpose="answer_request",
                language="ar",
                card=letters.Card("unit", answer_until=self.now.date()),
                words=letters.Words("مركز الشرطة", "طلب الرد", text),
                by=by,
                now=self.now,
            )

        self.made["draft"] = write("نرجو موافاتنا بما يلي: [[الأسئلة]]")
        self.made["sent"] = write("نرجو موافاتنا بسجل الدخول رقم 2026/77.")
        letters.send(letter=self["sent"], by=by, now=self.now)
        to_complainant = letters.draft(
            case=self["case"].pk,
            purpose="acknowledgement",
            language="ar",
            card=letters.Card("complainant"),
            words=letters.Words("مقدّمة الشكوى", "إشعار بالاستلام", "وصلتنا شكواك.\n\nوتُدرس الآن."),
            by=by,
            now=self.now,
        )
        letters.send(letter=to_complainant, by=by, now=self.now)
        received = letters.receive(
            case=self["case"].pk,
            card=letters.Card("court", their_number="44/7", their_date=self.now.date()),
            words=letters.Words("محكمة", "ردّ على الكتاب", ""),
            language="ar",
            arrived_on=self.now.date(),
            by=by,
            now=self.now,
        )
        self.made["received"] = received.letter
        self.made["closed letter"] = letters.draft(
            case=self["proposable"].pk,
            purpose="preservation",
            language="ar",
            card=letters.Card("unit"),
            words=letters.Words("مركز الشرطة", "طلب حفظ أدلة", "نرجو حفظ التسجيلات."),
            by=self.actor("nhri"),
            now=self.now,
        )

    def _room(self):
        """A question, patterns of the night, an agenda, and a check of the record."""
        head = self.actor("head")
        with tenancy.within("BH"):
            self.made["question"] = Request.objects.order_by("-asked_at").first()
            patterns.count(head.institution, now=self.now)
            self.made["pattern"] = Pattern.objects.order_by("-count", "pk").first()
            advance(
                case=self["other"].pk,
                action="exclude",
                by=self.actor("supervisor"),
                given=Given(person=self.people["reviewer2"].pk, reason=REASON),
                now=self.now,
            )
        self.made["agenda"] = agenda.make(
            other=self.actor("supervisor").institution,
            chosen=agenda.Chosen(meets_on=self.now.date(), references=[self["case"].reference]),
            by=head,
            now=self.now,
        )
        verification.check(state="BH", now=self.now)

    def _puts_on_file(self):
        head, today = self.actor("head"), self.now.date()
        others = tuple(self.people[name].pk for name in ("head", "nhri"))
        rows = [
            Filed(
                "session",
                today,
                {"agenda": "الشكوى وملفها", "minutes": "عُرضت الوقائع ونوقشت."},
                present=others,
            ),
            Filed("attorney", today, {"lawyer": "كمال تجربة", "scope": ["follow", "receive"]}, ends_on=today),
            Filed(
                "medical",
                today,
                {"examiner": "د. سناء تجربة", "consistency": "highly", "conclusion": "كدمات."},
            ),
        ]
        for row in rows:
            given = Given(proceeding=row)
            advance(case=self["sealed"].pk, action="put_on_file", by=head, given=given, now=self.now)

    def _proposes_transfer(self):
        head = self.actor("head")
        given = Given(destination="here:eg-nchr", message="وقع ما تشكين منه في مطار القاهرة.")
        advance(case=self["abroad"].pk, action="propose_transfer", by=head, given=given, now=self.now)

    # --- plan, activities, reports --------------------------------------------------------------

    def _reporting(self):
        self._plan()
        demo_reports.load_activities(today=self.now.date())
        demo_plan.load(today=self.now.date())
        with tenancy.within("BH"):
            self.made["disputed"] = Activity.objects.filter(
                state="BH", institution__kind="authority", verdict="disputed"
            ).first()
            self.made["reading"] = Reading.objects.filter(
                state="BH", indicator__code="12.O.1", verification__verdict="disputed"
            ).first()
            self.made["activity"] = Activity.objects.filter(state="BH", institution__kind="authority").first()
        with tenancy.within("BH"):
            attacks.store("BH", now=self.now)
        half = Period(date(2026, 1, 1), date(2026, 6, 30))
        asked = services.ask(
            scope=scopes.of_state("BH"),
            period=half,
            edition="internal",
            language="ar",
            by=self.actor("supervisor"),
            now=self.now,
        )
        self.made["report"] = asked.dossier
        self._reports_of_other_periods()

    def _reports_of_other_periods(self):
        """One with the ministry, one published and corrected, whose correction the NHRI has, one issued month."""
        liaison, supervisor = self.actor("liaison"), self.actor("supervisor")
        waiting = self._report(Period(date(2026, 7, 1), date(2026, 9, 30)))
        life.open_comments(dossier=waiting, by=liaison, now=self.now)
        comments.add(dossier=waiting, place="deadlines", text=REASON, by=supervisor, now=self.now)
        whole = comments.add(dossier=waiting, place="", text=REASON, by=supervisor, now=self.now)
        comments.settle(comment=whole.pk, by=supervisor, now=self.now)
        self.made["waiting report"] = waiting
        shown = self._report(Period(date(2025, 1, 1), date(2025, 12, 31)))
        narratives.write(
            dossier=shown,
            section="features",
            language="ar",
            text=REASON,
            revision=0,
            by=liaison,
            now=self.now,
        )
        self._issue(shown)
        with tenancy.within("BH"):
            shown.reports.update(rendered_at=self.now, published_at=self.now)
            done = {"published_at": self.now, "published_by": "system", "stage": DossierStage.PUBLISHED}
            Dossier.objects.filter(pk=shown.pk).update(**done)
        shown.refresh_from_db()
        self.made["shown report"] = shown
        changes = {"ar": "صُحّح ما كُتب.", "en": "The words were corrected."}
        corrected = life.correct(dossier=shown, changes=changes, by=liaison, now=self.now)
        life.open_comments(dossier=corrected, by=liaison, now=self.now)
        life.end_ministry(dossier=corrected, by=supervisor, now=self.now)
        comments.add(dossier=corrected, place="plan", text=REASON, by=liaison, now=self.now)
        self.made["corrected report"] = corrected
        self.made["month report"] = self._report(Period(date(2026, 10, 1), date(2026, 10, 31)))
        self._issue(self["month report"])

    def _report(self, period):
        with tenancy.within("BH"):
            return services.gather(
                scope=scopes.of_state("BH"), period=period, by=self.actor("liaison"), now=self.now
            )

    def _issue(self, dossier):
        liaison, supervisor = self.actor("liaison"), self.actor("supervisor")
        life.open_comments(dossier=dossier, by=liaison, now=self.now)
        comments.add(dossier=dossier, place="deadlines", text=REASON, by=supervisor, now=self.now)
        life.end_ministry(dossier=dossier, by=supervisor, now=self.now)
        life.issue(dossier=dossier, by=liaison, now=self.now)

    def _plan(self):
        """The plan as shipped after an earlier version of it, and a file of the next that is looked at."""
        earlier = yaml.safe_load(PLAN.read_text())
        earlier["plan"]["version"] = "2025-09-01"
        plan_loading.load(plan_file.parse(earlier), by=SYSTEM, now=self.now)
        self.made["earlier plan"] = Plan.objects.get()
        plan_loading.load(plan_file.read(PLAN), by=SYSTEM, now=self.now)
        earlier["plan"]["version"] = "2027-01-01"
        earlier["measures"].pop()
        earlier["measures"][0]["title_ar"] = "عنوان آخر"
        content = yaml.safe_dump(earlier, allow_unicode=True).encode()
        self.made["plan draft"] = plan_versions.upload(
            name="plan.yaml", content=content, by=self.actor("analyst@region.demo"), now=self.now
        )

    # --- staff ----------------------------------------------------------------------------------

    def pass_of_a_program(self, *, waits=False):
        """A token of the ministry's own system, which two administrators gave and nobody fetched yet."""
        admin = self.actor("admin")
        asked = programs.ask(
            at=admin.institution,
            name="نظام الشكاوى الداخلي",
            scopes=[Scope.READ, Scope.MOVE],
            until=timezone.now().date() + timedelta(days=90),
            reason=REASON,
            by=admin,
            now=timezone.now(),
        )
        if waits:
            return None
        changes.confirm(change=asked.pk, by=self.actor("admin2"), now=timezone.now())
        with tenancy.within("BH"):
            return ApiToken.objects.latest("given_at")

    def _staff(self):
        admin, supervisor = self.actor("admin"), self.actor("supervisor")
        with tenancy.within("BH"):
            self.made["signature"] = changes.propose(
                kind="mandates",
                state="BH",
                target="bh-nihr",
                after={"value": ["police"], "source": "الجريدة الرسمية"},
                reason=REASON,
                by=admin,
                now=self.now,
            )
            people.give(
                person=self.people["reviewer"], role=Role.CLERK, reason=REASON, by=admin, now=self.now
            )
        invited = people.invite(
            email="new@bh.test", at=supervisor.institution, roles=[Role.CLERK], by=supervisor, now=self.now
        )
        self.made["token"] = invited.token
        self.pass_of_a_program(waits=True)
        self.made["pass"] = self.pass_of_a_program()
        gone = people.invite(
            email="gone@bh.test", at=supervisor.institution, roles=[Role.CLERK], by=supervisor, now=self.now
        )
        people.revoke(invitation=gone.invitation.pk, by=supervisor, now=self.now)
        self.made["citizen token"] = links.make("amal@example.org", now=self.now)
        self.made["spent"] = gone.token
        today = timezone.localdate()
        Delegation.objects.create(
            user=self.people["nhri2"],
            to=self.people["nhri"],
            since=today,
            until=today,
            made_at=self.now,
            made_by=supervisor.id,
        )
        for name in ("reviewer", "reviewer2", "registry"):
            self.made[f"person {name}"] = self.people[name]
        with tenancy.within("BH"):
            handover.begin(
                user=self.people["reviewer2"],
                taker=self.people["reviewer"],
                ended_taker=None,
                by=supervisor,
                now=self.now,
            )
        self.person("guarded", "bh-moi", Role.REVIEWER, "هدى المرسى", "Huda Al-Marsa", enrolled=True)
        self.made["secret"] = totp.generate_totp_secret()
        totp.TOTP.activate(self.people["guarded"], self["secret"])
        RecoveryCodes.activate(self.people["guarded"])
        self.person("keyed", "bh-moi", Role.REVIEWER, "ماهر الخمائل", "Maher Al-Khamael", enrolled=True)
        self.made["passkey"] = Authenticator.objects.create(
            user=self.people["keyed"], type="webauthn", data={"name": "المفتاح الأسود", "credential": {}}
        )

    def person(self, name, institution, role, arabic, english, *, enrolled=False):
        """One more of the staff, with or without a key pair."""
        user = User.objects.create_user(
            f"{name}@bh.demo",
            "demo-only",
            name_ar=f"{arabic} (تجريبي)",
            name_en=f"{english} (demo)",
            institution=Institution.objects.get(code=institution),
        )
        Membership.objects.create(
            user=user, role=role, since=timezone.localdate(), granted_by="user:one", confirmed_by="user:two"
        )
        if enrolled:
            vault.enrol(owner=sealing.person(user.pk), unlock=bytes.fromhex(settings.DEMO_VAULT_KEY))
        self.people[name] = user
        self.made[f"person {name}"] = user
        return user

    def _vaults(self):
        """Somebody without a key, with a passphrase of their own, waiting for keys, and a body without keys."""
        self.person("newcomer", "bh-nihr", Role.NHRI_REVIEWER, "رهف الجداول", "Rahaf Al-Jadawel")
        self.person("waits", "bh-nihr", Role.NHRI_REVIEWER, "بدر الشطآن", "Badr Al-Shutaan", enrolled=True)
        closed = self.person("closed", "bh-nihr", Role.NHRI_HEAD, "وفاء الغدير", "Wafa Al-Ghadeer")
        keys.enrol(user=closed, passphrase=PHRASE, by=self.actor("closed"), now=self.now)
        Institution.objects.create(
            code="bh-new",
            state="BH",
            kind=InstitutionKind.OTHER_BODY,
            name_ar="هيئة جديدة (تجريبية)",
            name_en="A new body (demo)",
        )
        self.person("founder", "bh-new", Role.NHRI_HEAD, "نجوى البيادر", "Najwa Al-Bayader", enrolled=True)
        self.person("supervisor2", "bh-moi", Role.SUPERVISOR, "عادل الروابي", "Adel Al-Rawabi", enrolled=True)
        officers = [self.people[name] for name in ("liaison", "auditor", "intake")]
        keys.entrust(officers=officers, by=self.actor("head"), now=self.now)

    # --- browsers -------------------------------------------------------------------------------

    def client(self, who, language):
        """The browser of somebody: staff by account, a drafter at the last of the nine pages, or nobody."""
        if (who, language) not in self.clients:
            self.clients[who, language] = self._began(who, language)
        elif user := self.people.get(SIGNED_IN.get(who, who)):
            stay(self.clients[who, language], user)
        return self.clients[who, language]

    def _began(self, who, language):
        client = Client(raise_request_exception=True)
        if who in ("drafter", "helped"):
            answers = ANSWERS | ({"matter": {"kind": "assistance"}} if who == "helped" else {})
            if who == "helped":
                answers = answers | {"known": {"mode": "named"}}
            walker = Walker(client, language, answers)
            walker.go_to("check")
        elif who in ("clerk", "receiver"):
            sign_in(client, self.people[SIGNED_IN[who]])
            walker = Clerk(client, language, ANSWERS | {"matter": {"kind": "complaint"}})
            walker.file() if who == "receiver" else walker.go_to("check")
        elif who == "opened":
            sign_in(client, self.people[SIGNED_IN[who]])
            self._opened(client, language)
        elif who == "halfway":
            login = {"login": self.people["guarded"].email, "password": "demo-only"}
            answer = client.post(f"/{language}/accounts/login/", login)
            assert answer.status_code == 302, answer.content.decode()
        elif who:
            sign_in(client, self.people[who])
        return client

    def _opened(self, client, language):
        """A list of one's own that is open, with a complaint in it."""
        for name, sent in (
            ("mine_open", {"password": "demo-only"}),
            ("mine_add", {"code": self.codes["case"]}),
        ):
            answer = client.post(path(name, language=language), sent)
            assert answer.status_code == 303, answer.content.decode()

    def receipt(self, language):
        """A browser that has just sent its complaint."""
        walker = Walker(Client(), language).file()
        return walker.answer


def sign_in(client, user):
    """As the sign-in page leaves it: when the session began, and how one signed in."""
    client.force_login(user)
    stay(client, user)


def stay(client, user):
    """Present and freshly confirmed now, however long the walk through the pages takes."""
    session = client.session
    session[presence.SINCE] = session[presence.SEEN] = time.time()
    request = HttpRequest()
    request.session = session
    record_authentication(request, user, method="password", email=user.email)
    session.save()


def path(name, *args, language):
    with translation.override(language):
        return reverse(name, args=args)


def reset_link(user, language):
    """The link of the letter to somebody who forgot their password."""
    from django.core import mail

    before = len(mail.outbox)
    Client().post(path("account_reset_password", language=language), {"email": user.email})
    return re.search(r"http://testserver(\S+)", mail.outbox[before].body)[1]


SLUGS = [screen.slug for screen in table.SCREENS]
