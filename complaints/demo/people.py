"""Who complains: invented names that say so, addresses at example.org, telephones nobody can have."""

from random import Random

from complaints.demo.words import Skeleton, fragments, pick

# National numbers of none of the four states begin with these zeros.
_PHONES = {"BH": "+973 0000 ", "EG": "+20 00 0000 ", "MA": "+212 000 00", "JO": "+962 0 0000 "}


def source_of(skeleton: Skeleton, rng: Random) -> str:
    """Who tells it: mostly the person or the family."""
    several = skeleton.sources
    return several[0] if len(several) == 1 or rng.random() < 0.6 else pick(several, rng)


def gender_of(skeleton: Skeleton, source: str, mode: str, rng: Random) -> str:
    """Of the person concerned, as far as stated."""
    if source == "organisation":
        return "organisation"
    known = skeleton.person or skeleton.writer
    if known:
        return "female" if known == "f" else "male"
    chance = rng.random()
    if chance < (0.5 if mode == "anonymous" else 0.07):
        return "not_stated"
    return "female" if rng.random() < 0.47 else "male"


def person_words(skeleton: Skeleton, source: str, language: str, rng: Random) -> str:
    """What stands for {p}."""
    if skeleton.voice == "self":
        return ""
    table = fragments(language)["person"].get(source) or fragments(language)["person"]["family"]
    return str(pick(table["child" if skeleton.child else skeleton.person], rng))


def name_of(source: str, gender: str, voice: str, language: str, rng: Random) -> str:
    """The complainant's name; of an organisation, its name."""
    words = fragments(language)
    if source == "organisation":
        return str(pick(words["organisation"], rng))
    own = voice == "self" and gender in ("female", "male")
    mine = gender if own else rng.choice(("female", "male"))
    return f"{pick(words[mine], rng)} {pick(words['family_' + mine], rng)}"


def contact(state: str, held: bool, rng: Random) -> tuple[str, str]:
    """Telephone and e-mail, each only sometimes; somebody held gives none."""
    if held:
        return "", ""
    number = int(rng.random() * 10_000)
    phone = f"{_PHONES[state]}{number:04d}" if rng.random() < 0.7 else ""
    return phone, f"demo{number:04d}@example.org" if rng.random() < 0.6 else ""


def channel_of(skeleton: Skeleton, mode: str, rng: Random) -> str:
    """How it arrives: from inside never by the web, without a name only where nobody is seen."""
    chance = rng.random()
    if skeleton.held and skeleton.voice == "self":
        return "letterbox" if chance < 0.4 else "detention_visit" if chance < 0.75 else "post"
    if mode == "anonymous":
        return "web" if chance < 0.78 else "post"
    bounds = ((0.62, "web"), (0.73, "phone"), (0.84, "visit"), (0.91, "email"), (0.98, "post"))
    return next((channel for bound, channel in bounds if chance < bound), "other")
