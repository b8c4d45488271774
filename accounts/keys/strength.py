"""What a vault's passphrase must be: long, of its own, not the password in another dress."""

import re
from difflib import SequenceMatcher

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from vault.passphrases import normal

SHORTEST = 16  # characters, spaces counted once
VARIETY = 8  # different characters
ALIKE = 0.6  # share of a name or address that may recur


def check(passphrase: str, *, user: User) -> None:
    """Raises `ValidationError` with a sentence that says what would help."""
    said = normal(passphrase)
    if len(said) < SHORTEST:
        raise ValidationError(
            _("Use at least %(count)s characters: four or five words are easy to remember.")
            % {"count": SHORTEST}
        )
    if len(set(said.replace(" ", ""))) < VARIETY or len(set(said.split())) * 2 <= len(said.split()):
        raise ValidationError(_("The same letters or words come again and again. Use different ones."))
    if _is_password(passphrase, user):
        raise ValidationError(
            _("This is the sign-in password, or very near it. Whoever knows one must not know the other.")
        )
    if _resembles(said, user):
        raise ValidationError(
            _("This resembles the e-mail address or the name of the account. Use other words.")
        )


def _is_password(passphrase: str, user: User) -> bool:
    """Only its hash is known, so the nearest variants are tried: spaces, endings, capitals."""
    bare = re.sub(r"\s+", "", passphrase)
    tried = {
        passphrase.strip(),
        passphrase.strip().casefold(),
        bare,
        bare.casefold(),
        re.sub(r"[\d\W_]+$", "", passphrase),
        *sorted(passphrase.split(), key=len)[-1:],  # its longest word
    }
    return any(check_password(one, user.password) for one in tried if one)


def _resembles(said: str, user: User) -> bool:
    bare = said.replace(" ", "")
    known = [user.email, user.email.split("@")[0], user.name_ar, user.name_en]
    return any(_alike(bare, normal(one).replace(" ", "")) for one in known if one)


def _alike(bare: str, known: str) -> bool:
    if len(known) < 4:  # too short to tell anything
        return False
    return len(known) >= ALIKE * len(bare) and SequenceMatcher(None, bare, known).ratio() > ALIKE
