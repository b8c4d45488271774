"""A clerk writes down what somebody tells: who may take what, what stays readable, where the receipt goes."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.actor import Refused
from accounts.models import Unit
from accounts.roles import PERMISSIONS, Permission
from common import tenancy, tokens
from complaints import tallies
from complaints.casework.selectors import visible_to as dockets_of
from complaints.intake.registering import paper, selectors, services
from complaints.intake.services import NotReceived
from complaints.intake.submission import Submission
from complaints.models import Complaint, Docket, Exclusion, Registration
from complaints.vocabulary import Handed
from record.models import Entry
from tests import factories
from tests.intake.conftest import errors, output
from tests.intake.walking import Walker
from vault.models import Grant

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
WORDS = "الكلمةالوحيدة"
ARRIVAL = {"brought_by": "person", "channel": "phone", "received_on": "1/11/2026", "language": "ar"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def client_of(world, name, country="bh"):
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(world, country).people[name])
    return client


class Clerk(Walker):
    """A clerk who answers page after page for a caller."""

    def __init__(self, client, language="ar", answers=None):
        told = {"arrival": ARRIVAL, "check": {"read_back": "agreed"}, "story": {"narrative": WORDS}}
        for page, more in (answers or {}).items():
            told[page] = told.get(page, {}) | more
        super().__init__(client, language, told)

    def get(self, address):
        address = "arrival" if address == "before" else address
        return super().get(
            address if address.startswith("/") else f"/{self.language}/desk/register/{address}/"
        )

    def file(self):
        return self.go_to("check").fill()


@pytest.fixture
def hala(world):
    """The NHRI's clerk."""
    return Clerk(client_of(world, "intake"))


@pytest.fixture
def samer(world):
    """The ministry's clerk."""
    return Clerk(client_of(world, "registry"), answers={"known": {"mode": "named"}})


def only_case():
    with tenancy.within("BH"):
        return Complaint.objects.get()


def cases():
    with tenancy.within("BH"):
        return Complaint.objects.count()


def sent(**told):
    base = {"state": "BH", "mode": "named", "matter": "complaint", "narrative": WORDS, "language": "ar"}
    base |= {"categories": ("CON",), "name": "أمل", "channel": "visit", "received_on": NOW.date()}
    return Submission(**base | {"read_back": "agreed"} | told)


def register(by, **told):
    filed = services.register(sent=sent(**told), key=factories.key(), by=by, now=NOW)
    with tenancy.within(by.state):
        return Registration.objects.select_related("complaint").get(complaint__reference=filed.reference)


# --- the pages --------------------------------------------------------------------------------------


def test_a_clerk_with_a_caller(hala, world):
    hala.file()
    assert hala.slug == "receipt"
    case, clerk = only_case(), world.bh.actor("intake")
    assert (case.channel, str(case.received_on), case.registered_by) == ("phone", "2026-11-01", clerk.id)
    assert (case.mode, case.language) == ("confidential", "ar")
    assert output(hala.page, "reference") == case.reference
    assert len(output(hala.page, "receipt-code")) == 28
    with tenancy.within("BH"):
        told = {entry.what: json.loads(entry.details) for entry in Entry.objects.filter(stream=case.stream)}
    assert told["register"] == {"channel": "phone", "read_back": "agreed"}


def test_the_pages_are_those_of_the_public_with_one_more_first(hala):
    hala.go_to("check")
    public = ["known", "whom", "matter", "urgent", "where", "when", "story", "about", "people"]
    assert hala.seen == ["arrival", *public, "evidence", "contact"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"received_on": "1/1/2100"}, "received_on"),
        ({"received_on": "11/2026"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "٣٠/٢/٢٠٢٦"}, "received_on"),
        ({"channel": "web"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"brought_by": "own_initiative'--"}, "brought_by"),
        ({"language": "fr"}, "language"),
        ({"incoming": "٧" * 41}, "incoming"),
    ],
)
def test_how_it_came_in_is_asked_properly(hala, typed, wrong):
    hala.send(**ARRIVAL | typed)
    assert hala.answer.status_code == 422
    assert f'href="#id_{wrong}' in hala.page


@pytest.mark.parametrize("typed", ["٢١/٣/٢٠٢٦", "2026-03-21", "2/10/1447"])
def test_the_day_it_came_is_taken_in_any_digits_and_either_calendar(hala, typed):
    hala.answers["arrival"] |= {"received_on": typed, "incoming": "و/١٢٣"}
    hala.file()
    with tenancy.within("BH"):
        row = Registration.objects.get()
    assert (row.received_on, row.incoming) == (date(2026, 3, 21), "و/١٢٣")


def test_the_state_is_the_clerks_own(hala):
    hala.go_to("where").send(country="EG")
    assert hala.answer.status_code == 422
    hala.send(country="EG", go="move")
    hala.client.post("/ar/desk/register/before/", {"state": "EG", "draft": hala.sealed})
    hala.get("where").file()
    assert only_case().state == "BH"


def test_it_is_not_sent_before_it_was_read_back(hala):
    hala.go_to("check").send()
    assert hala.answer.status_code == 422
    assert cases() == 0
    hala.send(read_back="no_caller")  # somebody was on the telephone
    assert hala.answer.status_code == 422
    hala.send(read_back="not_possible")
    assert hala.slug == "receipt"


def test_it_is_read_in_the_language_of_the_person_whatever_the_clerks(world):
    clerk = Clerk(client_of(world, "intake"), "en").go_to("check")
    assert 'lang="ar" dir="rtl"><p>' in clerk.page
    assert 'href="/en/desk/register/story/?check=1"' in clerk.page
    clerk.get("/en/desk/register/check/?aloud=en")
    assert "Please say stop" in clerk.page
    clerk.send(read_back="agreed")
    assert '<section class="paper stack" lang="ar" dir="rtl"' in clerk.page
    assert 'lang="en"' in clerk.page


@pytest.mark.parametrize(("came", "is_said"), [("1/11/2026", True), ("", False)])
def test_an_earlier_day_is_said_where_the_clocks_are(world, came, is_said):
    clerk = Clerk(client_of(world, "intake"), "en")
    clerk.answers["arrival"] |= {"received_on": came or clerk.fields["received_on"][0]}
    assert ("Its deadlines begin today" in clerk.go_to("check").page) is is_said


# --- who may take what ------------------------------------------------------------------------------

MODES = ("named", "confidential", "anonymous")
WAYS = [("CON", False), ("CON", True), ("TOR", False), ("REP", False), (None, False)]


@pytest.mark.parametrize("clerk", ["intake", "registry"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("category", "independent_only"), WAYS)
def test_what_grants_there_are_afterwards(world, clerk, mode, category, independent_only):
    by = world.bh.actor(clerk)
    name = "" if mode == "anonymous" else "أمل"
    row = register(
        by,
        mode=mode,
        categories=(category,) if category else (),
        independent_only=independent_only,
        name=name,
    )
    stays = mode == "named" and category == "CON" and not independent_only
    people = {f"user:{user.pk}": who for who, user in world.bh.people.items()}
    with tenancy.within("BH"):
        held = {(grant.part, grant.recipient) for grant in Grant.objects.filter(subject=row.complaint_id)}
        standing = set(
            Docket.objects.filter(complaint=row.complaint_id).values_list("institution__code", "standing")
        )
        assert not dockets_of(by).exists()
    read = {(part, people[one]) for part, one in held if one in people}
    assert read == ({("released", "supervisor"), ("identity", "supervisor")} if stays else set())
    assert by.id not in {one for _, one in held}
    lead = ("bh-moi", "lead") if stays else ("bh-nhri", "lead")
    assert standing == ({lead, ("bh-nhri", "overseer")} if stays else {lead})
    parts = {part for part, one in held if one == "institution:bh-nhri:content"}
    assert parts == {"original", "released"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("category", ["CON", "TOR"])
def test_where_nobody_independent_could_take_it_a_ministry_takes_what_is_named_alone(world, mode, category):
    by = world.zz.actor("registry")
    refused = NotReceived if category == "TOR" or mode == "confidential" else Refused
    told = {"state": "ZZ", "mode": mode, "categories": (category,)}
    if mode == "named" and category == "CON":
        assert register(by, **told).by == by.id
        return
    with pytest.raises(refused):
        register(by, **told)


def test_a_ministry_begins_nothing_and_nobody_registers_for_another_state(world):
    with pytest.raises(Refused):
        register(world.bh.actor("registry"), source="own_initiative", mode="confidential")
    for clerk in ("registry", "intake"):
        with pytest.raises(Refused):
            register(world.bh.actor(clerk), state="EG")
    for stranger in ("reviewer", "supervisor", "head", "nhri", "admin"):
        with pytest.raises(Refused):
            register(world.bh.actor(stranger))


def test_a_ministrys_clerk_is_told_that_it_does_not_stay(world):
    samer = Clerk(
        client_of(world, "registry"), "en", {"known": {"mode": "named"}, "about": {"categories": ["TOR"]}}
    )
    assert "It is handed over sealed to National Institution BH" in samer.go_to("check").page
    samer.fill()
    assert "Handed over sealed" in samer.page
    assert only_case().is_released is False


def test_what_stays_is_not_called_handed_over(samer):
    samer.answers["about"] = {"categories": ["CON"]}
    samer.language = "en"
    samer.get("arrival").file()
    assert samer.slug == "receipt"
    assert "Handed over sealed" not in samer.page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nobody_else_reaches_these_pages(world, language):
    paths = ["", "arrival/", "story/", "receipt/"]
    for name, user in world.bh.people.items():
        client = Client()
        client.force_login(user)
        roles = user.memberships.values_list("role", flat=True)
        may = any(Permission.REGISTER in PERMISSIONS[role] for role in roles)
        for path in paths:
            answer = client.get(f"/{language}/desk/register/{path}")
            assert (answer.status_code == 200) == may, (name, path, answer.status_code)
            assert may or client.post(f"/{language}/desk/register/{path}").status_code in (403, 405)
    assert Client().get(f"/{language}/desk/register/").status_code == 302
    assert Client().get(f"/{language}/complaints/new/arrival/").status_code == 404


def test_another_sites_page_sends_nothing(hala):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    assert hala.client.post("/ar/desk/register/arrival/", ARRIVAL, headers=headers).status_code == 403


# --- a clerk of the unit ----------------------------------------------------------------------------


@pytest.fixture
def station(world):
    root = Unit.objects.create(
        code="p", state="BH", service="police", path="p", name_ar="ش", name_en="Police"
    )
    made = Unit.objects.create(
        code="p1", state="BH", service="police", path="p.p1", parent=root, name_ar="م", name_en="Station"
    )
    clerk = world.bh.people["registry"]
    clerk.unit = made
    clerk.save()
    return made


def test_a_clerk_of_the_unit_is_sent_away_politely_before_more_is_told(world, station):
    samer = Clerk(
        client_of(world, "registry"), "en", {"known": {"mode": "named"}, "where": {"service": "police"}}
    )
    samer.go_to("unit").send(unit=str(station.pk))
    assert samer.answer.status_code == 422
    assert "hand the person over to National Institution BH" in errors(samer.answer)
    with pytest.raises(services.Recused):
        register(world.bh.actor("registry"), unit=station.pk)
    assert cases() == 0


def test_what_a_clerk_is_excluded_from_later_leaves_their_list(world):
    by = world.bh.actor("registry")
    row = register(by)
    with tenancy.within("BH"):
        assert selectors.registration(by, row.complaint.reference)
        Exclusion.objects.create(
            state="BH", complaint=row.complaint, user_id=by.user_id, ground="hand", by="x", at=NOW
        )
        assert selectors.registration(by, row.complaint.reference) is None
        assert not selectors.page(by).rows


# --- nothing stays readable -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "press", [{"go": "back"}, {"switch": "en"}, {"go": "show"}, {}, {"read_back": "agreed"}]
)
@pytest.mark.parametrize("page", ["story", "people", "check"])
def test_no_old_page_brings_the_words_back(hala, page, press):
    hala.go_to(page)
    path, draft = hala.action, hala.sealed
    hala.go_to("check").fill()
    answer = hala.client.post(path, {"draft": draft, **press})
    assert answer.status_code == 303
    shown = hala.client.get(answer.headers["Location"]).content.decode()
    assert WORDS not in shown
    assert "أمل تجربة" not in shown
    assert cases() == 1


def test_a_clerk_sees_that_it_was_registered_and_no_more(hala, world):
    hala.file()
    reference = only_case().reference
    page = hala.client.get("/ar/desk/register/").content.decode()
    assert reference in page
    for words in (WORDS, "أمل تجربة", "amal@example.org", "سلمى"):
        assert words not in page
    assert hala.client.get(f"/ar/desk/{reference}/").status_code in (403, 404)
    assert hala.get("story").page.count(WORDS) == 0
    other = client_of(world, "registry")
    assert reference not in other.get("/ar/desk/register/").content.decode()
    assert other.get(f"/ar/desk/register/receipts/{reference}/").status_code == 404
    assert other.post(f"/ar/desk/register/receipts/{reference}/given/", {"how": "handed"}).status_code in (
        403,
        404,
    )


def test_another_clerk_at_the_same_computer_finds_nothing(hala, world):
    hala.go_to("about")
    draft = hala.sealed
    hala.client.force_login(world.bh.people["registry"])
    assert WORDS not in hala.client.get("/ar/desk/register/story/").content.decode()
    answer = hala.client.post("/ar/desk/register/about/", {"draft": draft, "go": "back"}, follow=True)
    assert WORDS not in answer.content.decode()
    hala.client.force_login(world.bh.people["intake"])
    assert WORDS in hala.client.get("/ar/desk/register/story/").content.decode()


def test_a_draft_of_one_door_is_none_at_the_other(hala, world):
    hala.go_to("about")
    answer = Client().post("/ar/complaints/new/about/", {"draft": hala.sealed, "go": "back"}, follow=True)
    assert WORDS not in answer.content.decode()
    public = Walker(Client(), answers={"story": {"narrative": WORDS}}).go_to("about")
    for name in ("register_ar", "register_en"):  # Django's test browser knows no paths of cookies
        hala.client.cookies.pop(name)
    answer = hala.client.post("/ar/desk/register/about/", {"draft": public.sealed, "go": "back"}, follow=True)
    assert WORDS not in answer.content.decode()


# --- what was typed is kept -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["story", "people", "check"])
@pytest.mark.parametrize("lose", ["redis", "cookie", "both"])
def test_an_open_page_brings_everything_back(hala, page, lose):
    hala.go_to(page)
    if lose != "cookie":
        session = hala.client.session
        cache.clear()
        assert session.session_key
    if lose != "redis":
        for name in ("register_ar", "register_en"):
            hala.client.cookies.pop(name, None)
    hala.file()
    assert len(output(hala.page, "receipt-code")) == 28


@pytest.mark.parametrize("page", ["arrival", "story", "contact"])
def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(hala, world, page):
    hala.go_to(page)
    hala.client.logout()
    typed = {"arrival": {"incoming": WORDS}, "story": {"narrative": WORDS}, "contact": {"name": WORDS}}[page]
    answer = hala.client.post(hala.action, {**hala.fields, **typed})
    assert answer.status_code == 302
    assert f"next=/ar/desk/register/{page}/" in answer.headers["Location"]
    hala.client.force_login(world.bh.people["intake"])
    assert WORDS in hala.client.get(f"/ar/desk/register/{page}/").content.decode()


def test_without_redis_the_page_carries_it_over_the_sign_in(hala, world, settings):
    hala.go_to("story")
    hala.client.logout()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    answer = hala.client.post(hala.action, {**hala.fields, "narrative": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 403
    hidden = dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert hidden["narrative"] == WORDS
    hala.client.force_login(world.bh.people["intake"])
    hala.took(hala.client.post(hala.action, hidden), hala.action)
    assert hala.slug == "about"


def test_changing_the_language_keeps_every_word(hala):
    hala.go_to("people").send(switch="en", **{"name-0": "سلمى"})
    assert hala.path.startswith("/en/desk/register/people/")
    assert hala.fields["name-0"] == ["سلمى"]


def test_sent_twice_it_is_registered_once(hala):
    hala.go_to("check")
    form, path = {**hala.fields, "read_back": "agreed"}, hala.action
    first, second = (hala.client.post(path, form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["Location"].endswith("/receipt/")
    with tenancy.within("BH"):
        assert (Complaint.objects.count(), Registration.objects.count()) == (1, 1)


# --- the receipt ------------------------------------------------------------------------------------


def test_the_receipt_is_one_sheet_and_its_square_holds_no_code(hala):
    hala.file()
    code = output(hala.page, "receipt-code")
    track = "http://testserver/ar/complaints/track/"
    assert str(paper.drawn(track)) in hala.page
    assert paper.drawn(track) != paper.drawn(track + code)
    assert "999" in hala.page
    assert code not in hala.page  # in groups alone, never in an address or a field


@pytest.mark.parametrize("how", ["handed", "read", "posted", "nobody"])
def test_how_it_reached_the_person_is_noted_and_the_code_is_gone(hala, how):
    hala.file()
    given = f"/ar/desk/register/receipts/{only_case().reference}/given/"
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', hala.page)[1]
    wrong = hala.client.post(given, {"csrfmiddlewaretoken": token, "how": "not_needed"})
    assert wrong.status_code == 422
    assert b'id="receipt-code"' in wrong.content
    answer = hala.client.post(given, {"csrfmiddlewaretoken": token, "how": how})
    assert answer.status_code == 303
    assert b'id="receipt-code"' not in hala.client.get("/ar/desk/register/receipt/").content
    hala.client.post(given, {"csrfmiddlewaretoken": token, "how": "nobody"})
    with tenancy.within("BH"):
        assert Registration.objects.get().receipt == how
        noted = Entry.objects.filter(stream=only_case().stream, what="receipt_given")
        assert [json.loads(entry.details) for entry in noted] == [{"how": how}]


def test_once_noted_sending_again_does_not_show_the_code(hala, world):
    hala.go_to("check")
    form, path = {**hala.fields, "read_back": "agreed"}, hala.action
    hala.client.post(path, form)
    with tenancy.within("BH"):
        row = Registration.objects.get()
    services.note_receipt(registration=row, how=Handed.READ, by=world.bh.actor("intake"), now=NOW)
    assert hala.client.post(path, form).headers["Location"] == "/ar/desk/register/"


def test_after_ten_minutes_it_is_no_longer_shown(hala):
    hala.file()
    old = tokens.make(
        json.dumps([only_case().reference, "X"]),
        purpose=paper.PURPOSE,
        now=timezone.now() - timedelta(minutes=11),
        lasts=paper.LASTS,
    )
    hala.client.cookies["paper_ar"] = old
    assert b'id="receipt-code"' not in hala.client.get("/ar/desk/register/receipt/").content


def test_another_clerk_with_the_cookie_sees_no_receipt(hala, world):
    hala.file()
    hala.client.force_login(world.bh.people["registry"])
    assert b'id="receipt-code"' not in hala.client.get("/ar/desk/register/receipt/").content


def test_what_an_institution_begins_has_no_receipt(world):
    clerk = Clerk(client_of(world, "intake"), "en", {"arrival": {"brought_by": "own_initiative"}})
    clerk.file()
    assert clerk.slug == "receipt"
    assert "known" not in clerk.seen
    assert "contact" not in clerk.seen
    assert "nobody is given a receipt" in clerk.page
    assert "receipt-code" not in clerk.page
    case = only_case()
    assert (case.source, case.mode, case.is_released) == ("own_initiative", "confidential", False)
    with tenancy.within("BH"):
        assert Registration.objects.get().receipt == Handed.NOT_NEEDED


def test_a_ministrys_clerk_is_not_offered_to_begin_one(samer):
    assert 'value="own_initiative"' not in samer.page
    samer.send(**ARRIVAL | {"brought_by": "own_initiative"})
    assert samer.answer.status_code == 422


def test_an_authority_that_sends_one_is_its_source(hala):
    hala.answers["arrival"] |= {"brought_by": "authority", "channel": "post"}
    hala.answers["check"] = {"read_back": "no_caller"}
    hala.file()
    assert "whom" not in hala.seen
    assert (only_case().source, only_case().channel) == ("authority", "post")


# --- counted and listed -----------------------------------------------------------------------------


def test_it_is_counted_by_its_channel_on_the_day_it_was_registered(world):
    register(world.bh.actor("registry"), channel="letterbox", received_on=date(2026, 11, 1))
    day = NOW.date()
    found = tallies.counts(kinds=["received.channel"], start=day, end=day, state="BH", by=("value",))
    assert found == {("letterbox",): 1}


def test_the_list_goes_on_page_by_page_with_as_many_statements(world, django_assert_max_num_queries):
    by = world.bh.actor("intake")
    rows = [register(by) for _ in range(selectors.PAGE + 2)]
    client = client_of(world, "intake")
    with django_assert_max_num_queries(14):
        page = client.get("/en/desk/register/").content.decode()
    following = re.search(r'href="(\?after=[^"]+)"', page)[1].replace("&amp;", "&")
    last = client.get(f"/en/desk/register/{following}").content.decode()
    shown = re.findall(r"BH-\w{4}-\w{4}(?=</span></th>)", page + last)
    assert shown == [row.complaint.reference for row in reversed(rows)]
    assert client.get("/en/desk/register/?after=forged").status_code == 200


def test_a_clerk_lands_where_they_register(world):
    client = Client()
    page = client.get("/en/accounts/login/").content.decode()
    assert "login" in page
    answer = client.post("/en/accounts/login/", {"login": "registry@bh.test", "password": "demo-only"})
    assert answer.headers["Location"] == "/en/desk/register/"
