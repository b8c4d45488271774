"""Pages with rows, and pages whose answers depend on each other."""

from typing import Any

from django.forms import BoundField
from django.utils.translation import get_language

from complaints.intake.steps import desk, whole
from complaints.intake.steps.asked import MOST_ROWS, Asked, Question
from complaints.intake.steps.drafts import Answers, Draft
from complaints.intake.steps.what import Allegations
from complaints.vocabulary import Category


def of_form(form: Question) -> list[list[BoundField]]:
    """The fields of each row; nothing for a page without rows."""
    if not form.has_rows:
        return []
    return [
        [form[f"{name}-{at}"] for name in form.repeated if f"{name}-{at}" in form.fields]  # type: ignore[attr-defined]
        for at in range(form.rows())
    ]


def changed(posted: Answers, kind: type[Question], go: str) -> Answers:
    """The answers after "add another" or "remove"; anything else leaves them as they are."""
    if not kind.has_rows:
        return posted
    rows = read(posted, kind)
    if go == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    if go.startswith("remove-") and go.removeprefix("remove-").isdecimal():
        rows = [row for at, row in enumerate(rows) if at != int(go.removeprefix("remove-"))]
    return written(rows)


def read(answers: Answers, kind: type[Question]) -> list[Answers]:
    """Answers row by row, under their names without a number."""
    told = next(iter(answers.get("rows", ())), "")
    count = min(int(told), MOST_ROWS) if told.isdecimal() else 1
    names: tuple[str, ...] = kind.repeated  # type: ignore[attr-defined]
    return [
        {name: answers[f"{name}-{at}"] for name in names if f"{name}-{at}" in answers} for at in range(count)
    ]


def written(rows: list[Answers]) -> Answers:
    """Rows as one page's answers."""
    found = {f"{name}-{at}": values for at, row in enumerate(rows) for name, values in row.items()}
    return found | {"rows": [str(len(rows))]}


def agree(draft: Draft, page: str) -> None:
    """Categories are ticked on one page and described in rows on another: a change of one changes the other."""
    rows = read(draft.answers["allegations"], Allegations) if "allegations" in draft.answers else []
    if page == "about" and rows:
        ticked = draft.answers["about"].get("categories", [])
        kept = [row for row in rows if row.get("category", [""])[0] in ticked]
        known = {row["category"][0] for row in kept}
        new: list[Answers] = [{"category": [code]} for code in ticked if code not in known]
        draft.answers["allegations"] = written(kept + new)
    if page == "allegations":
        alleged = {row["category"][0] for row in rows if row.get("category")}
        draft.answers["about"] = {"categories": sorted(alleged & set(Category.values))}


def first_shown(page: str, asked: Asked) -> dict[str, Any]:
    """What a page shows that was never sent: what other pages already say."""
    if page == "about":
        return {"categories": whole.implied(asked)}
    if page == "allegations":
        ticked = asked.all_said("about", "categories")
        return {"rows": len(ticked), **{f"category-{at}": code for at, code in enumerate(ticked)}}
    if page == "contact":
        return {"language": get_language()}
    if page == "arrival":
        return {"language": get_language(), "received_on": f"{desk.today(asked):%d/%m/%Y}"}
    return {}


def move(draft: Draft, state: str) -> None:
    """It happened in another state that receives complaints here: the answers that were about a place go."""
    draft.put("before", {"state": [state]})
    draft.answers["where"] = {"country": [state]}
    for page in ("unit", "allegations"):
        draft.answers.pop(page, None)
