"""What protects people: articles of treaties and standards, and which state is party to which treaty."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from accounts.models import Named
from common.tenancy import StateField


class Instrument(Named):
    """A treaty, which binds the states party to it, or a standard of the United Nations, addressed to all."""

    code = models.SlugField(max_length=20, primary_key=True)
    is_treaty = models.BooleanField()
    adopted_ar = models.CharField(max_length=200)
    adopted_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    @property
    def adopted(self) -> str:
        """Where its text is found: resolution or conference, in the language of the page."""
        return self.adopted_ar if get_language() == "ar" else self.adopted_en


class Party(models.Model):
    """A state bound by a treaty, as far as a source that was read says so."""

    state = StateField()
    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="parties")
    since = models.PositiveSmallIntegerField(null=True)  # year, where the source says it
    note_ar = models.TextField(blank=True)  # on reservations, where a list was read
    note_en = models.TextField(blank=True)
    source_ar = models.TextField()
    source_en = models.TextField()
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "instrument"], name="party_once")]

    @property
    def note(self) -> str:
        return self.note_ar if get_language() == "ar" else self.note_en

    @property
    def source(self) -> str:
        return self.source_ar if get_language() == "ar" else self.source_en


class Norms(models.QuerySet["Norm"]):
    """Articles and rules, by what they stand beside and whom they bind."""

    def beside(self, category: str) -> "Norms":
        return self.filter(categories__contains=[category])

    def standing_in(self, state: str) -> "Norms":
        """Standards for everybody, and articles of the treaties to which the state is known to be a party."""
        party = Party.objects.filter(state=state, instrument=OuterRef("instrument"))
        return self.filter(Q(instrument__is_treaty=False) | Exists(party))


class Norm(models.Model):
    """One article or rule in our own short words. The text of the instrument alone is authoritative."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="norms")
    part = models.CharField(max_length=12)  # permanent key within the instrument
    cite_ar = models.CharField(max_length=80)
    cite_en = models.CharField(max_length=80)
    text_ar = models.TextField()
    text_en = models.TextField()
    categories = ArrayField(models.CharField(max_length=3))
    position = models.PositiveSmallIntegerField()

    objects = Norms.as_manager()

    class Meta:
        ordering = ["instrument__position", "position"]
        constraints = [models.UniqueConstraint(fields=["instrument", "part"], name="norm_once")]

    @property
    def cite(self) -> str:
        return self.cite_ar if get_language() == "ar" else self.cite_en

    @property
    def text(self) -> str:
        return self.text_ar if get_language() == "ar" else self.text_en
