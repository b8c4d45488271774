"""What becomes of an account of a complainant: opened, its password changed or replaced, deleted.

Its key pair is wrapped with the password, so that neither the database nor the server at rest opens what was
sealed to it (complaints.claims). Nothing here is recorded with a name: an account belongs to nobody's file.
"""

from contextlib import suppress
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.keys.owners import person
from accounts.models import User
from common import tenancy
from record import services as record
from vault import people

STREAM = "access:accounts"
NOWHERE = "XX"  # no state: an account belongs to none


class Exists(Exception):
    """The address has an account already."""


def is_citizen(user: object) -> bool:
    """Somebody signed in who works nowhere here."""
    return isinstance(user, User) and user.is_active and user.institution_id is None


def has_account(email: str) -> bool:
    """Whether the address belongs to an account of anybody, staff too."""
    return User.objects.get_queryset().filter(email__iexact=email).exists()


def open_account(*, email: str, password: str, language: str, now: datetime) -> User:
    """Open an account for an address that was confirmed by a letter. Raises `Exists`."""
    hashed = make_password(password)  # slow on purpose, and therefore before the transaction
    day = _day(now)
    try:
        with transaction.atomic():
            if has_account(email):
                raise Exists
            user = User.objects.create(email=email, password=hashed, language=language, date_joined=day)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            people.enrol(owner=person(user.pk), passphrase=password, now=day)
    except IntegrityError:
        raise Exists from None
    return user


@transaction.atomic
def change_password(*, user: User, old: str, new: str) -> None:
    """Another password for account and key pair: what was sealed stays readable."""
    # A pair that the old password does not open is one that the new one cannot open either.
    with suppress(people.WrongPassphrase):
        people.change(owner=person(user.pk), old=old, new=new)
    user.set_password(new)
    user.save(update_fields=["password"])


@transaction.atomic
def replace_key(*, user: User, password: str, now: datetime) -> None:
    """A new key pair after a forgotten password. What was sealed to the old one goes with it, for ever."""
    people.start_over(owner=person(user.pk), passphrase=password, now=_day(now))


@transaction.atomic
def delete_account(*, user: User, now: datetime) -> None:
    """Remove the account, its key pair and everything sealed to it; the record says that one went, not whose."""
    people.give_up(person(user.pk))
    user.delete()
    with tenancy.within(NOWHERE):
        record.write(
            state=NOWHERE, stream=STREAM, what="account_deleted", by="account", at=_day(now), details={}
        )


def _day(now: datetime) -> datetime:
    """The day alone: the minute could be laid beside that of a complaint."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
