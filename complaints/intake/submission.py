"""What somebody sends, whichever page or person it comes through."""

from dataclasses import dataclass, field
from datetime import date

from complaints.vocabulary import GRAVE, Channel, Gender, Source, Subject


@dataclass(frozen=True, slots=True)
class Alleged:
    """One matter complained of, with the unit it concerns where that is known."""

    category: str
    unit: int | None = None
    ill_treatment: str = ""  # of TOR: torture or other ill-treatment


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person concerned, a person complained of or a witness. Words are sealed; the rest is counted."""

    role: str
    name: str = field(default="", repr=False)
    details: str = field(default="", repr=False)  # a rank, a number, a description, a way to reach them
    gender: str = Gender.NOT_STATED
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A complaint or request as it arrives."""

    state: str
    mode: str
    matter: str
    narrative: str = field(repr=False)
    language: str  # of the answers
    categories: tuple[str, ...] = ()
    danger: bool = False
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    assistance_kind: str = ""
    source: str = Source.INDIVIDUAL
    channel: str = Channel.WEB
    gender: str = Gender.NOT_STATED  # of the person concerned
    service: str = ""
    governorate: int | None = None
    held: bool = False
    unit: int | None = None
    allegations: tuple[Alleged, ...] = ()  # instead of `categories`, where units or kinds are known
    people: tuple[Somebody, ...] = ()
    people_concerned: int = 1
    subject: str = Subject.SECURITY_WORK
    circumstances: tuple[str, ...] = ()
    independent_only: bool = False
    prosecution_consent: bool = False
    relationship: str = ""
    consent: str = ""
    no_consent: str = ""
    place_state: str | None = None  # another country than `state`: refused, with what is open instead
    outside_security: bool = False  # refused likewise
    place_type: str = ""
    happened_from: date | None = None
    happened_until: date | None = None
    happened_how: str = ""
    wish: str = field(default="", repr=False)
    safe_contact: str = field(default="", repr=False)
    notice_email: str = field(default="", repr=False)  # asked for apart; the server can read it
    received_on: date | None = None  # where a clerk registers what came earlier
    incoming: str = ""  # its number in the register of letters there
    read_back: str = ""  # whether the clerk read it back
    attachments: tuple[str, ...] = field(default=(), repr=False)  # tokens of spooled files
    may_tell: bool = False  # custody inquiry: the ministry may be told who is sought

    is_screened = False  # nobody has read it

    @property
    def is_danger(self) -> bool:
        return self.danger

    @property
    def is_held(self) -> bool:
        return self.held

    @property
    def alleged(self) -> tuple[Alleged, ...]:
        """Every allegation once, the gravest first."""
        told = self.allegations or tuple(Alleged(code, self.unit) for code in self.categories)
        return tuple(sorted(dict.fromkeys(told), key=lambda one: (one.category not in GRAVE, one.category)))

    @property
    def units(self) -> set[int]:
        """Every unit complained of."""
        return {unit for unit in (self.unit, *(one.unit for one in self.allegations)) if unit}
