"""The words code branches on. Their Arabic is in locale/ar; permanent values, never renamed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Matter(TextChoices):
    """A complaint alleges a wrong; a request for assistance asks for help; a custody inquiry asks where somebody
    who is held is. Counted apart, always."""

    COMPLAINT = "complaint", _("Complaint")
    ASSISTANCE = "assistance", _("Request for assistance")
    CUSTODY = "custody", _("Custody inquiry")


class Mode(TextChoices):
    """How the complainant is known, and to whom."""

    NAMED = "named", _("With my name")
    CONFIDENTIAL = "confidential", _("My name kept from the ministry")
    ANONYMOUS = "anonymous", _("Without a name")


class Stage(TextChoices):
    """Where a case stands. Not to be called state: a state is a country."""

    RECEIVED = "received", _("Received")
    SCREENING = "screening", _("Screening")
    NEEDS_INFORMATION = "needs_information", _("Waiting for information from you")
    INVESTIGATING = "investigating", _("Fact-finding under way")
    AWAITING_ANSWER = "awaiting_answer", _("Waiting for an answer")
    DECIDED = "decided", _("Decided")
    REMEDYING = "remedying", _("Remedy under way")
    UNDER_REVIEW = "under_review", _("Decision under review")
    REFERRED = "referred", _("Referred")
    CLOSED = "closed", _("File closed")
    INADMISSIBLE = "inadmissible", _("Inadmissible")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


ENDED = frozenset({Stage.CLOSED, Stage.INADMISSIBLE, Stage.WITHDRAWN, Stage.MERGED})
OPEN = frozenset(Stage) - ENDED


class Category(TextChoices):
    """What is alleged. Permanent codes of the procedure."""

    LIB = "LIB", _("Arbitrary arrest or detention")
    TOR = "TOR", _("Torture or ill-treatment")
    DIS = "DIS", _("Enforced disappearance or secret detention")
    DTH = "DTH", _("Death in custody or through use of force")
    FRC = "FRC", _("Excessive use of force or firearms")
    LAW = "LAW", _("Denial of lawyer, family or information on rights")
    MED = "MED", _("Denial of medical care")
    CON = "CON", _("Conditions of detention")
    COE = "COE", _("Confession under coercion")
    DSC = "DSC", _("Discrimination")
    GBV = "GBV", _("Sexual or gender-based violence")
    CHD = "CHD", _("Harm to a child")
    REP = "REP", _("Reprisal or intimidation")
    PRV = "PRV", _("Search, seizure, surveillance or personal data")
    ASM = "ASM", _("Peaceful assembly, association or expression")
    MIG = "MIG", _("Borders, removal, refoulement, extradition or cross-border pursuit")
    BRB = "BRB", _("Extortion or bribery")
    INA = "INA", _("Failure to act or to register a report")
    DGN = "DGN", _("Insult or degrading treatment")
    RLS = "RLS", _("Release order not executed")
    TRV = "TRV", _("Travel ban or papers withheld")
    OTH = "OTH", _("Something else")


# Never to the ministry alone, never settled, no filing window (Nelson Mandela Rules, rule 71).
GRAVE = frozenset({Category.TOR, Category.DIS, Category.DTH, Category.GBV})


class AssistanceKind(TextChoices):
    """What help is asked for."""

    MEDICAL_VISIT = "medical_visit", _("Medical visit")
    FAMILY_CONTACT = "family_contact", _("Contact with family")
    TRANSFER = "transfer", _("Transfer to another place")
    DOCUMENTS = "documents", _("Documents")
    INFORMATION = "information", _("Information")
    LEGAL_AID = "legal_aid", _("Legal aid")
    STUDY = "study", _("Study or examinations")
    OTHER = "other", _("Other help")


class Finding(TextChoices):
    """What was found on one allegation."""

    SUBSTANTIATED = "substantiated", _("Substantiated")
    PARTLY_SUBSTANTIATED = "partly_substantiated", _("Partly substantiated")
    NOT_SUBSTANTIATED = "not_substantiated", _("Not substantiated (for lack of evidence)")
    NO_VIOLATION = "no_violation", _("No violation occurred")
    UNDETERMINED = "undetermined", _("No finding could be reached")


class Disposition(TextChoices):
    """What was done about an allegation, beside its finding."""

    REFERRED_PROSECUTION = "referred_prosecution", _("Referred to the public prosecution")
    REFERRED_DISCIPLINE = "referred_discipline", _("Referred to the disciplinary authority")
    SETTLED = "settled", _("Settled with the complainant’s agreement")
    REMEDIED = "remedied", _("Remedied")
    WITHDRAWN = "withdrawn", _("Withdrawn by the complainant")
    OUTSIDE_JURISDICTION = "outside_jurisdiction", _("Outside jurisdiction")


class Rejection(TextChoices):
    """Why a complaint is inadmissible. Every one can be reviewed."""

    OUTSIDE_JURISDICTION = "outside_jurisdiction", _("It is outside the jurisdiction")
    NO_SECURITY_SERVICE = "no_security_service", _("It does not concern a security service")
    BEFORE_COURT = "before_court", _("It is before a court")
    ALREADY_DECIDED = "already_decided", _("It was already decided")
    ANONYMOUS_UNWORKABLE = "anonymous_unworkable", _("It cannot be examined without a name")
    ABUSIVE = "abusive", _("It abuses the procedure")


NEVER_ON_GRAVE = frozenset({Rejection.ANONYMOUS_UNWORKABLE, Rejection.ABUSIVE})


class AssistanceOutcome(TextChoices):
    """How a request for assistance ended."""

    SETTLED = "settled", _("Help was given")
    NOT_SETTLED = "not_settled", _("Help could not be given")
    CONVERTED = "converted", _("Became a complaint")


class Whereabouts(TextChoices):
    """What is said of somebody sought in custody."""

    HELD = "held", _("Is held, and the place is known")
    MOVED = "moved", _("Was moved to another place, which is known")
    FREE = "free", _("Was released")
    DEAD = "dead", _("Died")
    NOT_HELD = "not_held", _("Is not held, the ministry says")
    NOT_KNOWN = "not_known", _("Not found out yet")


class CustodyOutcome(TextChoices):
    """How a custody inquiry ended."""

    FOUND = "found", _("Where the person is was confirmed")
    FREED = "freed", _("The person is free")


class Source(TextChoices):
    """Who files."""

    INDIVIDUAL = "individual", _("The person concerned")
    FAMILY = "family", _("A relative")
    LAWYER = "lawyer", _("A lawyer")
    GROUP = "group", _("A group of people")
    ORGANISATION = "organisation", _("An organisation")
    OWN_INITIATIVE = "own_initiative", _("Own initiative")
    AUTHORITY = "authority", _("An authority")
    OTHER = "other", _("Another person")


class Relationship(TextChoices):
    """What whoever files is to the person concerned, where they are two people."""

    PARENT = "parent", _("Mother or father")
    CHILD = "child", _("Daughter or son")
    SPOUSE = "spouse", _("Wife or husband")
    SIBLING = "sibling", _("Sister or brother")
    RELATIVE = "relative", _("Another relative")
    LAWYER = "lawyer", _("Lawyer")
    GUARDIAN = "guardian", _("Guardian")
    FRIEND = "friend", _("Friend, neighbour or colleague")
    WITNESS = "witness", _("Somebody who saw it")
    OTHER = "other", _("Something else")


class Consent(TextChoices):
    """Whether the person concerned wants the complaint, where somebody else files it."""

    GIVEN = "given", _("Yes, the person concerned agrees")
    IMPOSSIBLE = "impossible", _("The person concerned cannot be asked")
    NOT_NEEDED = "not_needed", _("The person concerned files it")


class NoConsent(TextChoices):
    """Why the person concerned cannot be asked."""

    HELD = "held", _("Held where nobody can reach them")
    MISSING = "missing", _("Missing")
    DIED = "died", _("Died")
    CHILD = "child", _("A child")
    UNABLE = "unable", _("Too ill or hurt, or not able to decide")
    DANGEROUS = "dangerous", _("Asking could put somebody in danger")


class PersonRole(TextChoices):
    """As what somebody appears in a case."""

    COMPLAINANT = "complainant", _("Complainant")
    CONCERNED = "concerned", _("Person concerned")
    COMPLAINED_OF = "complained_of", _("Person complained of")
    WITNESS = "witness", _("Witness")


class Circumstance(TextChoices):
    """What weighs in a case whatever its categories; routing reads all of them. Danger and custody stand apart."""

    INJURY = "injury", _("Somebody was seriously injured")
    DEATH = "death", _("Somebody died")
    DISAPPEARANCE = "disappearance", _("Somebody disappeared, or is held nobody knows where")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    CHILD = "child", _("It was done to a child")
    REMOVAL = "removal", _("Somebody may be deported or handed over soon")


class IllTreatment(TextChoices):
    """What an allegation of torture or ill-treatment says it was; findings may say otherwise."""

    TORTURE = "torture", _("Torture")
    OTHER = "other", _("Other ill-treatment")


class PlaceType(TextChoices):
    """What kind of place it happened in."""

    STATION = "station", _("Police station or post")
    PRISON = "prison", _("Prison")
    DETENTION = "detention", _("Another place of detention")
    CHECKPOINT = "checkpoint", _("Checkpoint")
    BORDER = "border", _("Border, port or airport")
    STREET = "street", _("Street or public place")
    HOME = "home", pgettext_lazy("kind of place", "Home")
    HOSPITAL = "hospital", _("Hospital")
    COURT = "court", _("Court or prosecution")
    VEHICLE = "vehicle", _("Vehicle")
    ONLINE = "online", _("By telephone or on the internet")
    OTHER = "other", _("Another place")


class When(TextChoices):
    """How well the time of what happened is known."""

    EXACT = "exact", _("On one day")
    APPROXIMATE = "approximate", _("About then; the day is not certain")
    ONGOING = "ongoing", _("It began then and goes on")
    UNKNOWN = "unknown", _("The day is not known")


class Subject(TextChoices):
    """What is complained of. Complaints about handling are a separate kind, counted apart."""

    SECURITY_WORK = "security_work", _("The work of a security service")
    DIRECTORATE_HANDLING = "directorate_handling", _("How the ministry’s directorate dealt with a complaint")
    NHRI_HANDLING = "nhri_handling", _("How the national institution dealt with a complaint")


class Channel(TextChoices):
    """How it arrived."""

    WEB = "web", _("This site")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Letter")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("Visit to the office")
    DETENTION_VISIT = "detention_visit", _("Visit to a place of detention")
    LETTERBOX = "letterbox", _("Complaints letterbox")
    OTHER = "other", _("Another way")


class ReadBack(TextChoices):
    """Whether what a clerk wrote was read back to whoever told it, before it was sent."""

    AGREED = "agreed", _("It was read back, and the person agrees that it is sent like this")
    NO_CALLER = "no_caller", _("Nobody is there to read it to: it came as a letter, mail or note")
    NOT_POSSIBLE = "not_possible", _("It could not be read back: the person had to go, or the line broke")
    NOT_NEEDED = "not_needed", _("Nobody told it: the institution acts by itself")


class Handed(TextChoices):
    """How the receipt of what a clerk registered reached the person."""

    HANDED = "handed", _("Handed over on paper")
    READ = "read", _("Read to the person, who wrote the code down")
    POSTED = "posted", _("Will be posted to the address the person gave")
    NOBODY = "nobody", _("Not given: nobody is known to whom it could go")
    NOT_NEEDED = "not_needed", _("There is none: the institution acts by itself")


class Gender(TextChoices):
    """Of the person concerned, as far as stated."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    NOT_STATED = "not_stated", _("Not stated")
    ORGANISATION = "organisation", _("Organisation")


class Safety(TextChoices):
    """What a complainant says when asked about reprisals."""

    SAFE = "safe", _("No, nothing of the kind")
    HARMED = "harmed", _("Yes")


class Reviewed(TextChoices):
    """What a review did to the decision."""

    UPHELD = "upheld", _("Upheld")
    OVERTURNED = "overturned", _("Overturned")


class Part(TextChoices):
    """A compartment of a case, with its own key (see vault)."""

    IDENTITY = "identity", _("Identity")
    ORIGINAL = "original", _("Original text")
    RELEASED = "released", _("Text available to the ministry")


class Standing(TextChoices):
    """As what an institution holds a case."""

    LEAD = "lead", _("Leads")
    OVERSEER = "overseer", _("Oversees")
    AUTHORITY = "authority", _("Answers")


class FileKind(TextChoices):
    """What an attached file is, as far as anybody but its readers is told."""

    JPEG = "jpeg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    HEIC = "heic", _("Picture (HEIC)")
    PDF = "pdf", _("Document (PDF)")
    MP4 = "mp4", _("Video (MP4)")
    M4A = "m4a", _("Sound (M4A)")
    OGG = "ogg", _("Sound (OGG)")
    MP3 = "mp3", _("Sound (MP3)")
    TEXT = "text", _("Plain text")
