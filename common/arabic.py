"""Search folding: one spelling for what people write in several, and tsqueries that can't be injected.

The stored column holds `document(text)`, the query is `ts_query(words)`; both fold in the same way, so the
configuration 'simple' of PostgreSQL is enough and no extension is needed.
"""

import re
import unicodedata
from collections.abc import Iterator

MAX_TERMS = 12
"""Words and phrases of one query that are looked for; the rest is dropped, to bound the work."""
MAX_QUERY = 500
"""Characters of what was typed that are read at all."""
MAX_WORD = 60
"""Characters of one word that count."""

# Broken plurals: prefix search finds شكوى in شكواه, but never شكاوى. Each row is one word for the search.
PLURALS: tuple[tuple[str, ...], ...] = (
    ("شكوى", "شكاوى", "شكاية"),
    ("سجن", "سجون"),
    ("سجين", "سجناء"),
    ("ضابط", "ضباط"),
    ("مركز", "مراكز"),
    ("مخفر", "مخافر"),
    ("قسم", "أقسام"),
    ("محتجز", "احتجاز"),
    ("موقوف", "توقيف"),
    ("معتقل", "اعتقال"),
    ("نزيل", "نزلاء"),
    ("شرطي", "شرطة"),
    ("دركي", "درك"),
    ("عسكري", "عساكر"),
    ("حارس", "حراس"),
    ("رجل", "رجال"),
    ("امرأة", "نساء"),
    ("طفل", "أطفال"),
    ("ابن", "أبناء"),
    ("أخ", "إخوة", "أخوة"),
    ("والد", "أهل"),
    ("طبيب", "أطباء"),
    ("دواء", "أدوية"),
    ("محام", "محامي", "محامون"),
    ("قاض", "قاضي", "قضاة"),
    ("شاهد", "شهود"),
    ("دليل", "أدلة"),
    ("وثيقة", "وثائق"),
    ("جواز", "جوازات"),
    ("هاتف", "هواتف"),
    ("ملف", "ملفات"),
    ("حق", "حقوق"),
    ("جهاز", "أجهزة"),
    ("حد", "حدود"),
    ("مطار", "مطارات"),
    ("زنزانة", "زنازين"),
    ("ضرب", "ضربوه", "مضروب"),
    ("جرح", "جروح", "جريح", "جرحى"),
    ("كسر", "كسور"),
    ("يوم", "أيام"),
    ("شهر", "أشهر", "شهور"),
    ("بيت", "بيوت"),
    ("منزل", "منازل"),
    ("سيارة", "سيارات"),
    ("مال", "أموال"),
    ("رشوة", "رشاوى"),
)

# The article, alone and after and-, by-, for-: written joined to the word, so a prefix search needs them.
_CLITICS = ("ال", "وال", "بال", "لل")
_LETTERS = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ی": "ي",  # Persian and Urdu keyboards
        "ک": "ك",
        "ـ": None,  # tatweel
        **{chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)},
    }
)
# Vowel signs and Koranic marks; Latin accents too, for French spellings; the hamza above and below a letter
# (0653-0655) carries أ إ آ ؤ ئ onto their bare letter once decomposed. Joiners and direction marks.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(
    r'(?:(?<=\s)|^)(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))|"(?P<glued>[^"]*)"?'
)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("−–—", "-"))


def fold(text: str) -> str:
    """One spelling of a text: vowel signs, tatweel, hamza seats, ى ة, digits and case folded.

    Folding twice changes nothing more.
    """
    return _folded_once(_folded_once(text))


def document(text: str) -> str:
    """What the search column stores: the folded words alone, so that PostgreSQL cuts them as `terms` does."""
    return " ".join(terms(text))


def terms(query: str) -> list[str]:
    """The folded words of a text: letters and digits only, so none can carry tsquery syntax."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(query))]


def ts_query(query: str) -> str:
    """The text of `to_tsquery('simple', …)` for what somebody typed; "" when there is nothing to look for.

    Every word must be there, at least by its beginning; `"in quotes"` stand one after the other; `-word` must
    be absent. Exclusions alone look for nothing.
    """
    wanted: list[str] = []
    refused: list[str] = []
    for minus, words, is_phrase in _parts(query):
        clause = _phrase(words) if is_phrase and len(words) > 1 else " & ".join(map(_prefix, words))
        # A hyphenated word excluded must be absent as a whole, not each of its parts.
        (refused if minus else wanted).append(f"!({clause})" if minus else clause)
    return " & ".join((wanted + refused)[:MAX_TERMS]) if wanted else ""


def _folded_once(text: str) -> str:
    # Decomposed first, so that أ and ا with a separate hamza end as the same letter.
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", bare.translate(_LETTERS))


def _parts(query: str) -> Iterator[tuple[bool, list[str], bool]]:
    for found in _PART.finditer(query[:MAX_QUERY].translate(_QUOTES)):
        phrase = found["phrase"] if found["phrase"] is not None else found["glued"]
        words = terms(found["word"] or phrase or "")
        if words:
            yield bool(found["minus"]), words[:MAX_TERMS], phrase is not None


def _phrase(words: list[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"


def _prefix(word: str) -> str:
    # A prefix of one letter would match a quarter of the register.
    if len(word) < 2:
        return f"'{word}'"
    spellings = [word, *_SYNONYMS.get(_without_article(word), ())]
    forms = dict.fromkeys(form for spelling in spellings for form in _forms(spelling))
    clause = " | ".join(f"'{form}':*" for form in forms)
    return f"({clause})" if len(forms) > 1 else clause


def _forms(word: str) -> list[str]:
    if len(word) < 3 or not "\u0620" <= word[0] <= "\u064a":
        return [word]
    bare = _without_article(word)
    return [word, bare, *(clitic + bare for clitic in _CLITICS)]


def _without_article(word: str) -> str:
    for clitic in sorted(_CLITICS, key=len, reverse=True):
        if word.startswith(clitic) and len(word) - len(clitic) >= 3:
            return word[len(clitic) :]
    return word


def _synonyms() -> dict[str, tuple[str, ...]]:
    rows = [tuple(fold(word) for word in row) for row in PLURALS]
    return {word: tuple(other for other in row if other != word) for row in rows for word in row}


_SYNONYMS = _synonyms()
