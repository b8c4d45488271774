"""`build_forms`: the blank form on paper, as PDF in every language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from complaints.guidance import printed


class Command(BaseCommand):
    """Run when the site is set up and when its words changed, like collectstatic; it needs no database."""

    help = "Make the blank complaint form as PDF, in every language, where the site serves it from."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.PRINTED_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        for language, _name in settings.LANGUAGES:
            content = printed.render(language)
            made = folder / f"form-{language}.pdf"
            part = made.with_suffix(".part")
            part.write_bytes(content)
            part.replace(made)  # whoever downloads it meanwhile gets a whole one
            self.stdout.write(f"{made.name}: {len(content) / 1024:.0f} KB")
