"""Reports on paper: a long one from its snapshot to PDF/UA, and one of every state in both languages."""

import json
import re
import subprocess
import time
from datetime import UTC, datetime

from benchmarks.table import Line
from config.launcher.place import CHECKOUT

PYTHON = CHECKOUT / ".venv/bin/python"
MADE = re.compile(r"^(\d+) made, (\d+) in all$", re.M)
ONE = """
import json, time
import django; django.setup()
from common import pdf
from reporting import reports
from tests.reporting.snapshots import snapshot
content = snapshot("huge", official=True)
pdf.prepare()
reports.render(snapshot("one"), language="en")  # warm
began, cpu = time.perf_counter(), time.process_time()
body = reports.render(content, language="ar")
passed, used = time.perf_counter() - began, time.process_time() - cpu
import pikepdf, io
print(json.dumps({"s": passed, "cpu": used, "pages": len(pikepdf.open(io.BytesIO(body)).pages)}))
"""


def measure(*, year: int | None = None) -> dict[str, float]:
    """The figures of both. The second is only told where no report of the year was there before."""
    found = json.loads(_run("-c", ONE).splitlines()[-1])
    figures = {"report s": found["s"], "report CPU s": found["cpu"], "report pages": found["pages"]}
    year = year or datetime.now(UTC).year - 1
    began = time.monotonic()
    said = _run("manage.py", "make_reports", f"--start={year}-01-01", f"--end={year}-12-31", "--workers=2")
    passed = time.monotonic() - began
    made = MADE.search(said)
    if made is None or made[1] != made[2]:
        raise RuntimeError(f"some reports of {year} were there before: nothing is measured")
    return figures | {"reports": float(made[1]), "reports s": passed}


def _run(*arguments: str) -> str:
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def lines(ours: dict[str, float]) -> list[Line]:
    """The rows of the table."""
    pages, count = ours["report pages"], ours["reports"]
    return [
        Line(
            f"annual report, {pages:.0f} pages, to PDF/UA, s",
            "none has one",
            None,
            5,
            ours["report s"],
            less=True,
        ),
        Line(f"{count:.0f} reports, 2 workers, s", "–", None, 180, ours["reports s"], less=True),
    ]
