"""What holds for all of the code: size, names, who may call whom, how words are translated."""

import ast

import pytest

from tests.house.source import dotted, files, functions, imports, lines

# What is one long table or text, and may be, with its reason.
LONG = {}
LONG_FUNCTIONS = {("common/gallery.py", "__init__"): "one example of every field, in the order of the page"}


def test_the_tests_see_the_code():
    assert len(files()) > 80
    assert "complaints/casework/services.py" in files()


def test_functions_are_short():
    long = {
        (name, node.name)
        for name, tree in files().items()
        for node in functions(tree)
        if node.end_lineno - node.lineno + 1 > 45
    }
    assert long - LONG_FUNCTIONS.keys() == set()
    assert LONG_FUNCTIONS.keys() - long == set()


def test_files_are_short():
    assert {name: lines(name) for name in files() if lines(name) > 350 and name not in LONG} == {}


def test_no_drawer_for_everything():
    drawers = ("utils", "util", "helpers", "helper", "misc", "tools", "manager")
    assert [name for name in files() if name.rpartition("/")[2].removesuffix(".py") in drawers] == []
    vague = ("process", "handle")
    named = [
        (name, node.name)
        for name, tree in files("record", "vault", "accounts", "complaints", "reporting").items()
        for node in functions(tree)
        if node.name in vague or node.name.startswith(tuple(f"{one}_" for one in vague))
        if not (node.name == "handle" and "management/commands" in name)
    ]
    assert named == []


def test_nothing_happens_by_signal():
    signalling = ("django.db.models.signals", "django.dispatch")
    assert [
        name
        for name, tree in files("record", "vault", "accounts", "complaints", "reporting").items()
        if any(module.startswith(signalling) for module in imports(tree))
    ] == []


SIBLINGS = (
    *("intake", "casework", "tracking", "oversight", "evidence", "states", "guidance", "mine"),
    *("audit", "letters", "transfers", "proceedings"),
)
ALLOWED = {
    ("tracking", "casework"),  # the complainant's steps go along the same table
    # The room reads the dockets that the desk shows, and says stages, clocks and subjects in the desk’s words.
    ("oversight", "casework"),
    ("mine", "tracking"),  # the list leads to the page that follows one complaint, and says what waits there
    ("guidance", "intake"),  # the form on paper asks what the form on the screen asks
    # Files come in and are shown on pages of all three; evidence knows none of them (docs/adr/0017).
    ("intake", "evidence"),
    ("tracking", "evidence"),
    ("casework", "evidence"),
    (
        "letters",
        "casework",
    ),  # a letter belongs to a case as its reader has it; paper never holds more than the screen
    ("letters", "evidence"),  # scans come in like every file
    ("letters", "proceedings"),  # the file on paper holds hearings and reports, as their reader has them
    # What goes to another state is proposed and sent on the desk, and agreed to on the complainant's page.
    ("casework", "transfers"),
    ("proceedings", "casework"),  # what is put on file goes along the same table
    ("proceedings", "evidence"),
    ("tracking", "transfers"),
    ("tracking", "letters"),  # a letter to the complainant is read where they follow their case
}


def test_siblings_do_not_import_each_other():
    found = set()
    for name, tree in files("complaints").items():
        parts = name.split("/")
        if len(parts) < 3 or parts[1] not in SIBLINGS:
            continue
        for module in imports(tree):
            if module.startswith("complaints."):
                other = module.split(".")[1]
                if other in SIBLINGS and other != parts[1]:
                    found.add((parts[1], other))
    assert found - ALLOWED == set()


PURE = (
    "complaints/vocabulary.py",
    "complaints/moves.py",
    "complaints/workflow.py",
    "complaints/requests.py",
    "complaints/remedies.py",
    "complaints/work.py",
    "complaints/routing.py",
    "complaints/deadlines.py",
)


@pytest.mark.parametrize("name", PURE)
def test_the_rules_ask_no_database(name):
    used = set(imports(files()[name]))
    assert not [
        module for module in used if module.startswith(("complaints.models", "accounts", "record", "vault"))
    ]
    assert not [
        node for node in ast.walk(files()[name]) if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


# --- doors --------------------------------------------------------------------------------------

DOORS = ("views.py", "urls.py", "tasks.py")
ROWS_OF_DOORS = {
    # Tasks have no actor: they work for a whole state, inside its context.
    "complaints/tasks.py": {"Complaint", "Docket", "Exclusion", "Entry", "Notice", "Clock"},
    "record/tasks.py": {"Outbox"},
    "reporting/tasks.py": {"Dossier", "Report"},
    # The chain of a case is looked for by its reference, by whoever may run commands on the server.
    "complaints/management/commands/verify_chain.py": {"Complaint"},
}


def is_door(name):
    return (name.rpartition("/")[2] in DOORS or "/api/" in name or "/management/" in name) and name.split(
        "/"
    )[0] in ("record", "accounts", "complaints", "reporting")


# Reference data that is printed on public pages.
PUBLIC = {"State", "Institution", "Governorate", "Addressee"}
SCOPES = ("visible_to", "published")


def rows_used(tree):
    """Models whose `.objects` a file touches without saying for whom."""
    chained = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in SCOPES
    }
    return {
        dotted(node.value).rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in chained
    } - PUBLIC


def test_doors_reach_rows_through_selectors_alone():
    used = {name: rows_used(tree) for name, tree in files().items() if is_door(name)}
    assert len(used) > 3
    unscoped = {name: rows - ROWS_OF_DOORS.get(name, set()) for name, rows in used.items()}
    assert {name: rows for name, rows in unscoped.items() if rows} == {}
    stale = {name: rows - used.get(name, set()) for name, rows in ROWS_OF_DOORS.items()}
    assert {name: rows for name, rows in stale.items() if rows} == {}


def test_tasks_get_ids():
    """What travels through the broker: strings, numbers, nothing that holds words or keys."""
    found = 0
    for name, tree in files().items():
        for node in functions(tree):
            marks = [dotted(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list]
            if not any(mark.endswith(("shared_task", "app.task")) for mark in marks):
                continue
            found += 1
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert node.args.vararg is None and node.args.kwarg is None, (name, node.name)  # noqa: PT018
            for argument in arguments:
                if argument.arg in ("self", "task"):
                    continue
                kind = ast.unparse(argument.annotation) if argument.annotation else ""
                assert kind in ("int", "str", "UUID"), (name, node.name, argument.arg)
                assert argument.arg.endswith(("id", "pk", "state", "period", "language", "report", "run")), (
                    argument.arg
                )
    assert found >= 3


# --- words --------------------------------------------------------------------------------------

TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "_n",
    "_p",
}


def translated(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) in TRANSLATORS:
            yield node


def test_sentences_are_translated_whole_and_with_named_places():
    import re

    seen = 0
    for name, tree in files().items():
        for call in translated(tree):
            for argument in call.args:
                where = (name, call.lineno)
                assert not isinstance(argument, ast.JoinedStr | ast.BinOp), where
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    seen += 1
                    places = re.sub(r"%%|%\(\w+\)[sd]", "", argument.value)
                    assert not re.search(r"%[sdrf]", places), where
                    assert "{}" not in argument.value, where
                    assert not re.search(r"\{\d", argument.value), where
    assert seen > 100


def test_each_condition_and_ask_has_its_sentence():
    """A guard without words would be a crash on the desk."""
    sentences = pytest.importorskip("complaints.casework.sentences")
    from complaints.moves import Ask, Guard

    assert set(Guard) - set(sentences.GUARDS) == set()
    assert Ask
