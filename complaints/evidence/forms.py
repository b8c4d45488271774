"""The field for files in any form: it lists what was taken before, each with a button that removes it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.evidence.choosing import REMOVE, TOKENS, Chosen
from complaints.evidence.kinds import ACCEPT, MB, Limits
from complaints.evidence.uploads import FIELD


class FilesInput(forms.FileInput):
    """An input for several files, below those that wait to be sent. `chosen` says which those are."""

    template_name = "complaints/evidence/files_input.html"
    allow_multiple_selected = True
    chosen = Chosen()
    notes: tuple[str, ...] = ()

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, "accept": ACCEPT, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = super().get_context(name, None, attrs)
        return {
            **found,
            "chosen": self.chosen,
            "notes": self.notes,
            "tokens_name": TOKENS,
            "remove_name": REMOVE,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None  # `choosing.choose` has read them


class FilesField(forms.Field):
    """Files to attach. Name it `files`; `show` puts in what `choosing.choose` found."""

    widget = FilesInput

    def __init__(self, *, limits: Limits | None = None, **kwargs: Any) -> None:
        words = {"label": _("Files"), "help_text": _help_text(limits or Limits())}
        super().__init__(required=False, **{**words, **kwargs})


def _help_text(limits: Limits) -> str:
    return gettext(
        "Pictures (JPEG, PNG, HEIC), PDF, video (MP4), sound (M4A, OGG, MP3) or plain text. Number of files: up to"
        " %(files)s, each of at most %(megabytes)s MB, and %(together)s MB together. They are stored encrypted, and"
        " only an independent body that has the complaint can open them; the ministry sees only that a file was"
        " attached. A file can tell who made it, where and when: only what may be known should be attached."
    ) % {"files": limits.files, "megabytes": limits.file // MB, "together": limits.case // MB}


def show(form: forms.BaseForm, chosen: Chosen) -> None:
    """List the files that wait, and say which were not taken: as the field's errors where the form was sent."""
    widget = cast(FilesInput, form.fields[FIELD].widget)
    widget.chosen, widget.notes = chosen, chosen.later
    form.fields[FIELD].help_text = _help_text(chosen.limits)
    if not form.is_bound:
        widget.notes += chosen.errors
    else:
        for error in chosen.errors:
            form.add_error(FIELD, error)
