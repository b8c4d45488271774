"""Which complaints an account follows, readable by that account alone."""

import uuid

from django.db import models

from accounts.actor import Actor
from vault.models import KeyPair


class Claims(models.QuerySet["Claim"]):
    def visible_to(self, actor: Actor) -> "Claims":
        """Those of one's own account."""
        return self.filter(pair__owner=actor.id)


class Claim(models.Model):
    """One line of somebody's list of complaints: a receipt code and a label, sealed to their account's key.

    Neither a case nor a state nor a time stands beside it: a thief of the database learns how many lines an
    account has and nothing else. It goes with the key pair it was sealed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(KeyPair, on_delete=models.CASCADE, related_name="+")
    key = models.BinaryField()  # a random key, sealed to the pair's public half
    box = models.BinaryField()  # code and label under that key, always of one length

    objects = Claims.as_manager()
