"""The project's own Python files, parsed."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("common", "record", "vault", "accounts", "complaints", "reporting", "config")


@cache
def files(*packages):
    """Path below the checkout → its syntax tree; migrations left out."""
    found = sorted(path for package in packages or PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text())
        for path in found
        if "migrations" not in path.parts
    }


def lines(name):
    return (ROOT / name).read_text().count("\n")


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def imports(tree):
    """Every module a file imports from, `from x import y` counted as x and as x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def dotted(node):
    """`a.b.c` of a chain of attributes, or what there is of it."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
