"""How every Django form on the site is drawn, and what one choice says about itself."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.forms.renderers import TemplatesSetting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PortalRenderer(TemplatesSetting):
    """Labels, hints, errors and inputs from templates/components/form and templates/django/forms/widgets."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"


@dataclass(frozen=True)
class Option:
    """The label of one choice of radios or checkboxes, with what the person should know before choosing it.

    `hint` explains the choice; `readers` says who will read what is sent under it.
    """

    label: "StrOrPromise"
    hint: "StrOrPromise" = field(default="", compare=False)
    readers: "StrOrPromise" = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.label)
