"""What the Secretariat's analyst sends: a plan file, which indicators go on, a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.fields import WordsField
from common.languages import isolate
from reporting.activity_forms import REASON
from reporting.plan_mapping import Known

ANEW = "-"  # an answer like the others, so that no line is left without one; no code of an indicator


class PlanFileForm(forms.Form):
    """A plan as a YAML file."""

    file = forms.FileField(
        label=gettext_lazy("Plan file"),
        help_text=gettext_lazy(
            "YAML in UTF-8, at most 2 MB. Nothing changes before you have seen what it changes."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class MappingForm(forms.Form):
    """Which indicators go on from the version in force. What the site proposes is chosen beforehand and marked."""

    def __init__(
        self,
        *args: Any,
        old: Sequence[Known],
        new: Sequence[Known],
        proposed: Mapping[str, str],
        kept: Mapping[str, str] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"go_{place}": row.code for place, row in enumerate(new)}
        for name, row in zip(self.names, new, strict=True):
            alike = [one for one in old if one.unit == row.unit]
            choices = [(one.code, _named(one)) for one in alike]
            start = kept.get(row.code, "") if kept is not None else proposed.get(row.code, "")
            self.fields[name] = forms.ChoiceField(
                label=_named(row),
                choices=[(ANEW, _("begins anew")), *choices],
                initial=start or ANEW,
                help_text=_("Proposed by this site.") if proposed.get(row.code) else "",
            )
        self.fields["compared"] = forms.BooleanField(
            label=_(
                "I compared these line by line. Values of both versions are shown in one line where I say so."
            ),
            error_messages={"required": _("Confirm that you compared them.")},
        )

    @property
    def pairs(self) -> dict[str, str]:
        """New code → old code, "" for a line that begins anew."""
        chosen = {code: self.cleaned_data[name] for name, code in self.names.items()}
        return {code: "" if old == ANEW else old for code, old in chosen.items()}


def _named(row: Known) -> str:
    return f"{isolate(row.code)} – {row.title_ar if get_language() == 'ar' else row.title_en}"


class LoadForm(forms.Form):
    """Why this version is loaded: it stands in the public log."""

    reason = WordsField(
        label=gettext_lazy("Reason"),
        limit=REASON,
        widget=forms.Textarea,
        help_text=gettext_lazy("It stands in the public log of changes, without your name."),
    )
