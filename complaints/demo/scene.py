"""What one invented case is about: where, who, what is alleged, and the words for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from complaints.demo import people, words
from complaints.demo.mixture import FREE, GRAVE, HELD, LIGHT, NAMED_LIGHT
from complaints.demo.places import SERVICES, Country, Place
from complaints.demo.telling import needs_independent
from complaints.demo.words import Skeleton, fragments, pick, skeletons

_ENGLISH = {"BH": 0.34, "EG": 0.12, "MA": 0.10, "JO": 0.22}
# How often each category or kind of assistance comes.
_OFTEN = {
    "LIB": 10,
    "MED": 9,
    "CON": 9,
    "DGN": 8,
    "LAW": 7,
    "FRC": 7,
    "INA": 7,
    "TOR": 6,
    "BRB": 6,
    "PRV": 5,
    "RLS": 4,
    "TRV": 4,
    "MIG": 4,
    "DSC": 3,
    "COE": 3,
    "REP": 3,
    "OTH": 3,
    "DIS": 2,
    "DTH": 2,
    "GBV": 2,
    "CHD": 2,
    "ASM": 2,
    "medical_visit": 24,
    "family_contact": 22,
    "transfer": 10,
    "documents": 10,
    "information": 14,
    "legal_aid": 7,
    "study": 8,
    "other": 5,
}
# What is often alleged beside it; never something that would change who leads.
_BESIDE = {"LIB": "LAW", "TOR": "MED", "MED": "CON", "CON": "MED", "FRC": "DGN", "LAW": "LIB", "DGN": "DSC"}
_BESIDE |= {"COE": "LAW", "PRV": "DGN", "TRV": "PRV", "INA": "DGN", "BRB": "DGN", "DIS": "LIB", "GBV": "DGN"}
_LEFT_OUT = 0.15  # of unread cases: the short path does not ask for a category
_WOMEN = "women"  # in the codes of units for women


@dataclass(slots=True)
class Scene:
    """The facts of a case before anything is done about it."""

    land: Country
    language: str
    mode: str
    matter: str
    skeleton: Skeleton
    source: str
    gender: str
    service: str
    place: Place
    cats: tuple[str, ...]
    grave: bool
    independent: bool
    gaps: dict[str, str]


def draw(
    land: Country, *, mode: str, matter: str, needs: str, unread: bool, rejected: str, rng: Random
) -> Scene:
    """A scene that fits what the plot needs; in one that nobody read yet the category may be left out."""
    language = "en" if rng.random() < _ENGLISH[land.code] else "ar"
    skeleton = pick(words.rejected(language, rejected) if rejected else _pool(language, matter, needs), rng)
    source = people.source_of(skeleton, rng)
    gender = people.gender_of(skeleton, source, mode, rng)
    service = _service(land.code, skeleton.services, rng)
    place = _place(land, service, skeleton, gender, rng)
    cats = () if unread and rng.random() < _LEFT_OUT else _categories(skeleton, matter, rng)
    grave, independent = _standing(skeleton, mode=mode, matter=matter, cats=frozenset(cats))
    common = fragments(language)
    gaps = {
        "p": people.person_words(skeleton, source, language, rng),
        "unit": place.unit_names[language] if place.unit else common["place_unknown"][service],
        "gov": place.names[language],
        "time": pick(common["time"], rng),
        "days": pick(common["days"], rng),
    }
    return Scene(
        land, language, mode, matter, skeleton, source, gender, service, place, cats, grave, independent, gaps
    )


def date_gap(scene: Scene, filed: date, rng: Random) -> None:
    """When it happened, days before filing where danger is near, else weeks, in the state's month names."""
    day = filed - timedelta(days=1 + int(rng.random() * (4 if scene.skeleton.danger else 45)))
    scene.gaps["date"] = f"{day.day} {scene.land.months[scene.language][day.month - 1]} {day.year}"


def narrative(scene: Scene, rng: Random) -> str:
    """One to six paragraphs: perhaps an opening and a closing around what happened, and details."""
    table, skeleton = fragments(scene.language), scene.skeleton
    body = [paragraph % scene.gaps for paragraph in skeleton.text]
    if skeleton.unplaced:
        return "\n\n".join(body)
    if scene.matter == "assistance":
        before, after, details = table["opening_help"], table["closing_help"], ()
    else:
        before, after = table["opening"][scene.source], table["closing"]
        free = skeleton.voice == "self" and not skeleton.held
        details = table["detail"] + table["detail_free"] if free else table["detail"]
    if rng.random() < 0.75:
        body.insert(0, pick(before, rng))
    if details and rng.random() < 0.7:
        body.append(pick(details, rng))
        if rng.random() < 0.3 and (more := pick(details, rng)) not in body:
            body.append(more)
    if rng.random() < 0.7:
        body.append(pick(after, rng))
    return "\n\n".join(body)


def released(scene: Scene) -> str:
    """The text the ministry may read: what happened, without who, the hour, and what stands around it."""
    table = fragments(scene.language)
    hidden = scene.gaps | {"time": table["redacted_time"]}
    if hidden["p"]:
        hidden["p"] = table["redacted"]
    return "\n\n".join(paragraph % hidden for paragraph in scene.skeleton.text)


def wish(scene: Scene, rng: Random) -> str:
    """What is hoped for; requests for assistance say it in their text."""
    if scene.matter == "assistance" or rng.random() < 0.15:
        return ""
    table = fragments(scene.language)["wish"]
    special = table.get(scene.skeleton.key, ())
    return str(pick(special if special and rng.random() < 0.7 else table["general"], rng))


def _standing(skeleton: Skeleton, *, mode: str, matter: str, cats: frozenset[str]) -> tuple[bool, bool]:
    return needs_independent(
        mode=mode,
        matter=matter,
        cats=cats,
        child=skeleton.child,
        violence=skeleton.violence,
        danger=skeleton.danger,
        injured_held=skeleton.injury and skeleton.held,
    )


def _fits(skeleton: Skeleton, needs: str) -> bool:
    grave, independent = _standing(skeleton, mode="named", matter="complaint", cats=frozenset({skeleton.key}))
    return {
        GRAVE: grave,
        LIGHT: not grave,
        FREE: not grave and not skeleton.held and not skeleton.danger,
        HELD: skeleton.held,
        NAMED_LIGHT: not independent,
    }.get(needs, True)


@cache
def _pool(language: str, matter: str, needs: str) -> tuple[Skeleton, ...]:
    """Narratives that fit, each as often as its category comes."""
    pool: list[Skeleton] = []
    for key, several in skeletons(language).items():
        if key.isupper() != (matter == "complaint"):
            continue
        fitting = [one for one in several if matter == "assistance" or _fits(one, needs)]
        for one in fitting:
            pool += [one] * max(1, round(6 * _OFTEN[key] / len(fitting)))
    return tuple(pool)


@cache
def _services(state: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name, share in SERVICES[state] if name in possible for _ in range(share))


def _service(state: str, possible: tuple[str, ...], rng: Random) -> str:
    return pick(_services(state, possible), rng)


def _place(land: Country, service: str, skeleton: Skeleton, gender: str, rng: Random) -> Place:
    """A unit in most cases, else only the governorate; women are not held where men are."""
    if skeleton.unplaced or rng.random() < 0.28:
        return pick(land.governorates, rng)
    women = (skeleton.person == "f") if skeleton.person else gender == "female"
    place = pick(land.units[service], rng)
    while place.unit and (_WOMEN in place.unit) and not women:
        place = pick(land.units[service], rng)
    return place


def _categories(skeleton: Skeleton, matter: str, rng: Random) -> tuple[str, ...]:
    if matter == "assistance":
        return ()
    if skeleton.violence:
        return (skeleton.key, "FRC")  # said in the category too: intake routes by that
    beside = _BESIDE.get(skeleton.key)
    if beside and rng.random() < 0.3:
        return (skeleton.key, beside)
    return (skeleton.key,)
