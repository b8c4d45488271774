"""Opening a vault at a terminal: for commands that need keys. The passphrase is asked for, never an argument."""

import getpass

from django.core.management import CommandError

from accounts.actor import Actor, staff
from accounts.keys.owners import person
from accounts.models import User
from vault import people


def actor(email: str) -> Actor:
    """Somebody with their vault opened by the passphrase they type now. Raises `CommandError`."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody here signs in as {email}.")
    try:
        typed = getpass.getpass(f"Vault passphrase of {email}: ")
        unlock = people.unlock_key(owner=person(user.pk), passphrase=typed)
    except people.WrongPassphrase:
        raise CommandError(f"That passphrase does not open the vault of {email}.") from None
    return staff(user, opened=lambda: unlock)
