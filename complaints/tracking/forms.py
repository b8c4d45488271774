"""What a complainant fills in while following a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from common.fields import WordsField

MESSAGE_LIMIT = 20_000
"""Characters, as for the complaint itself."""


class CodeForm(forms.Form):
    """The secret follow-up code. What was typed is never shown again."""

    code = forms.CharField(
        label=gettext_lazy("Secret follow-up code"),
        help_text=gettext_lazy(
            "28 letters and digits from the receipt. Spaces, lower case and Arabic digits do."
        ),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = True
        self.use_required_attribute = False


class MessageForm(forms.Form):
    """Words to whoever works on the case."""

    message = WordsField(
        limit=MESSAGE_LIMIT,
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("Up to 20,000 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words, please.")},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        # Several of these stand on one page: each has ids of its own.
        super().__init__(*args, **{"auto_id": f"{action}_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False


class LettersForm(forms.Form):
    """Where letters go that say only that there is news."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address for letters"),
        help_text=gettext_lazy("One that nobody else reads. It takes the place of any earlier one."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type an address, please.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "letters_%s", **kwargs})
        self.label_suffix = ""
        self.use_required_attribute = False
