"""What makes a password too weak, in sentences of this site.

Django tests the passwords. Its own sentences exist in Arabic only in part, and its list of hints says four things
where one is enough.
"""

from typing import Any

from django.contrib.auth import password_validation as theirs
from django.utils.translation import gettext, gettext_lazy, ngettext

HINT = gettext_lazy("At least 12 characters. A sentence that only you know is easy to keep.")
AGAIN = gettext_lazy("The password once more")
"""Beside the fields of every new password."""


class LongEnough(theirs.MinimumLengthValidator):
    """Long enough; how long says the setting."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password has fewer than %(number)s character.",
            "The password has fewer than %(number)s characters.",
            self.min_length,
        ) % {"number": self.min_length}

    def get_help_text(self) -> str:
        return str(HINT)


class NotLikeTheirName(theirs.UserAttributeSimilarityValidator):
    """Not the address or the name of its owner."""

    def get_error_message(self) -> str:
        return gettext("The password is too much like the address or the name.")


class NotOnLists(theirs.CommonPasswordValidator):
    """Not on the lists that are tried first."""

    def get_error_message(self) -> str:
        return gettext("This password is on lists of common passwords.")


class NotDigitsAlone(theirs.NumericPasswordValidator):
    """Not a number."""

    def get_error_message(self) -> str:
        return gettext("The password has digits alone.")


def label_new(fields: dict[str, Any]) -> None:
    """Name allauth's two fields of a new password as everywhere else on the site."""
    fields["password1"].label, fields["password1"].help_text = gettext("New password"), HINT
    fields["password2"].label = AGAIN
