"""What staff type about a reading: the value with its evidence, and what the national institution says of it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import languages
from common.fields import WordsField
from reporting import readings
from reporting.activity_forms import REASON, VerdictForm, papers_field
from reporting.models import Indicator, Reading, Unit, Verdict

YES_NO = (("1", gettext_lazy("yes")), ("0", gettext_lazy("no")))
HINTS = {
    Unit.COUNT: gettext_lazy("A whole number."),
    Unit.PERCENT: gettext_lazy("Per cent, from 0 to 100, with at most three decimals."),
    Unit.RATE_PER_100: gettext_lazy("For each hundred, with at most three decimals."),
    Unit.POINTS: gettext_lazy("Points, with at most three decimals."),
}


class ValueField(forms.CharField):
    """A value of an indicator's unit, in any digits, with a point, a comma or the Arabic decimal mark."""

    widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "decimal"})

    def __init__(self, *, indicator: Indicator, **kwargs: Any) -> None:
        if indicator.unit == Unit.YES_NO:
            kwargs["widget"] = forms.RadioSelect(choices=YES_NO)
        super().__init__(max_length=30, **kwargs)
        self.indicator = indicator
        if indicator.unit == Unit.YES_NO:
            return
        self.help_text = HINTS[Unit(indicator.unit)]

    def clean(self, value: Any) -> Decimal | None:
        """The value. Raises `ValidationError` where the unit has no such value."""
        typed = super().clean(value)
        if not typed:
            return None
        plain = languages.digits(languages.clean_text(typed), arabic=False)
        plain = plain.replace("٬", "").replace("٫", ".").replace(",", ".").rstrip("%٪ ")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            raise forms.ValidationError(_("This is not a number.")) from None
        if not number.is_finite() or number != round(number, 3):
            raise forms.ValidationError(_("A number with at most three decimals is expected."))
        if not readings.is_within(self.indicator, number):
            raise forms.ValidationError(_("The unit of this indicator has no such value."))
        return number


class ReadingForm(forms.Form):
    """What an indicator stood at over a period, and what shows it."""

    evidence = WordsField(
        label=gettext_lazy("Evidence"),
        limit=REASON,
        widget=forms.Textarea,
        help_text=gettext_lazy(
            "Where the value comes from: the document, its number and date, how it was counted. It is printed"
            " beside the value. No names of persons."
        ),
    )
    files = papers_field()  # type: ignore[assignment]

    field_order = ("value", "evidence", "why", "files")

    def __init__(self, *args: Any, indicator: Indicator, reading: Reading | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.fields["value"] = ValueField(indicator=indicator, label=_("Value"))
        if reading is not None:
            self.fields["why"] = WordsField(
                label=_("Why it is corrected"),
                limit=REASON,
                required=False,
                help_text=_(
                    "Kept in the history beside the earlier value. Needed where value or evidence change."
                ),
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        row = self.reading
        changed = row is not None and (row.value, row.evidence) != (given.get("value"), given.get("evidence"))
        if changed and not given.get("why") and not self.errors:
            self.add_error("why", _("Say why it is corrected."))
        return given


class ReadingVerdictForm(VerdictForm):
    """What the national institution says of a reading: beside its reasons, its own value where it has one."""

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = ValueField(
            indicator=indicator, label=_("The institution’s own value, if it has one"), required=False
        )
        self.order_fields(("verdict", "value", "reason"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") == Verdict.CONFIRMED:
            given["value"] = None
        return given
