"""Plan, reports and activities as programs get and send them."""

from typing import Any

from rest_framework import serializers

from reporting.activity_forms import MOST_PARTNERS
from reporting.models import PARTNER, ActivityKind, Edition, Verdict


class IndicatorOf(serializers.Serializer[Any]):
    code = serializers.CharField()
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    type = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)


class MeasureOf(serializers.Serializer[Any]):
    code = serializers.CharField()
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    indicators = IndicatorOf(many=True)


class AddresseeOf(serializers.Serializer[Any]):
    code = serializers.CharField()
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    measures = MeasureOf(many=True)


class Plan(serializers.Serializer[Any]):
    """The plan in force, by whom it addresses."""

    code = serializers.CharField()
    version = serializers.CharField()
    status = serializers.CharField()
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    addressees = AddresseeOf(many=True)


class ReportFileOf(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="pdf, json, xlsx or csv.")
    url = serializers.CharField()
    sha256 = serializers.CharField()
    bytes = serializers.IntegerField()


class ReportOf(serializers.Serializer[Any]):
    """One published report in one language."""

    scope = serializers.CharField(help_text="A state, `region`, or the code of an institution.")
    start = serializers.DateField()
    end = serializers.DateField()
    language = serializers.CharField()
    edition = serializers.ChoiceField(Edition.choices)
    version = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    files = ReportFileOf(many=True)


class Reports(serializers.Serializer[Any]):
    results = ReportOf(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class QuarterNamed(serializers.Serializer[Any]):
    """A closed quarter of a state, without its figures."""

    state = serializers.CharField()
    slug = serializers.CharField(help_text="Its first month: YYYY-MM.")
    start = serializers.DateField()
    end = serializers.DateField()
    sha256 = serializers.CharField()
    closed_on = serializers.DateField()


class Quarters(serializers.Serializer[Any]):
    results = QuarterNamed(many=True)


class PeriodOf(serializers.Serializer[Any]):
    start = serializers.DateField()
    end = serializers.DateField()


class QuarterOf(serializers.Serializer[Any]):
    """A closed quarter as it was frozen. A number that stands nowhere below a table named in `tables` is zero."""

    schema = serializers.IntegerField()
    state = serializers.CharField()
    period = PeriodOf()
    closed_on = serializers.DateField()
    tables = serializers.ListField(child=serializers.CharField(), help_text="Paths of the tables it holds.")
    cells = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), help_text="By path; null is hidden: fewer than five."
    )
    withheld = serializers.ListField(
        child=serializers.CharField(), help_text="Tables of fewer than five in all: not given."
    )
    days = serializers.DictField(allow_null=True, help_text="Medians and 90th percentiles of days, by path.")
    exact = serializers.DictField(
        allow_null=True, help_text="Yearly totals of DTH, DIS and TOR; never hidden."
    )
    names = serializers.DictField(help_text="What the state calls its places and categories.")
    sha256 = serializers.CharField()


class ActivityIn(serializers.Serializer[Any]):
    """An activity of the caller's institution."""

    kind = serializers.ChoiceField(ActivityKind.choices)
    title_ar = serializers.CharField(max_length=300)
    title_en = serializers.CharField(max_length=300)
    start = serializers.DateField()
    end = serializers.DateField(required=False, allow_null=True)
    measures = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=100, help_text="Codes of the plan's measures."
    )
    partners = serializers.ListField(
        child=serializers.CharField(max_length=PARTNER), max_length=MOST_PARTNERS, required=False
    )
    place = serializers.CharField(max_length=200, required=False, allow_blank=True)
    participants = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    women = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    officers = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    other_ranks = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    civilians = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    quantity = serializers.IntegerField(required=False, allow_null=True, min_value=0)


class ActivityOf(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    institution = serializers.CharField()
    kind = serializers.ChoiceField(ActivityKind.choices)
    title_ar = serializers.CharField()
    title_en = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)
    measures = serializers.ListField(child=serializers.CharField())
    participants = serializers.IntegerField(allow_null=True)
    women = serializers.IntegerField(allow_null=True)
    verdict = serializers.ChoiceField(Verdict.choices)
    is_withdrawn = serializers.BooleanField(help_text="It stands in the register and counts no more.")


class Activities(serializers.Serializer[Any]):
    results = ActivityOf(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
