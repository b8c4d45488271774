"""Forms of the transfers page: a file that came from elsewhere."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from complaints.transfers.package import LARGEST, Fault


class FileForm(forms.Form):
    """A package, or the card of an institution."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("As the other institution made it, unchanged."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": Fault.NOT_JSON.label,
            "invalid": _("Choose a file."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.use_required_attribute = False

    @property
    def content(self) -> bytes:
        """Its bytes; no more than are looked at, and one to tell that there were more."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        return bytes(file.read(LARGEST + 1))
