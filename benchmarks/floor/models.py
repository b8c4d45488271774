"""One table."""

from django.db import models


class Row(models.Model):
    """What somebody sent."""

    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
