"""What narrows the list of published reports: whose and which year."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from reporting.models import Dossier
from reporting.models.dossier import Dossiers
from reporting.wording import Writer


class Filters:
    """The filters of an address; what no report has narrows to nothing, and is shown as chosen all the same."""

    def __init__(self, data: Mapping[str, str]) -> None:
        year = data.get("year", "")
        self.whose = data.get("whose", "").replace("\0", "")[:40]
        self.year = year if year.isascii() and year.isdigit() and len(year) == 4 else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.whose or self.year)

    @property
    def kept(self) -> dict[str, str]:
        """What the addresses of the neighbouring pages carry on."""
        return {"whose": self.whose, "year": self.year}

    def narrow(self, dossiers: Dossiers) -> Dossiers:
        """Those of one state with its institutions, of one institution, of the region; that end in a year."""
        if self.whose and len(self.whose) == 2:
            dossiers = dossiers.filter(state=self.whose.upper())
        elif self.whose:
            dossiers = dossiers.filter(scope=self.whose)
        return dossiers.filter(end__year=int(self.year)) if self.year and int(self.year) else dossiers

    def fields(self, by: Writer) -> dict[str, list[dict[str, Any]]]:
        """The choices there are: whoever published something, and the years of what they published."""
        published = Dossier.objects.published().order_by()
        codes = {code for row in published.values_list("scope", "state").distinct() for code in row} - {"XX"}
        named = sorted((by.scope({"scope": code}), code) for code in codes)
        years = published.values_list(ExtractYear("end"), flat=True).distinct()
        everybody = [("", _("Everybody")), *((code, name) for name, code in named)]
        every = [("", _("Every year")), *((str(y), str(y)) for y in sorted(set(years), reverse=True))]
        return {"whose": _choices(everybody, self.whose), "year": _choices(every, self.year)}


def _choices(rows: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "is_chosen": value == chosen} for value, label in rows]
