"""Which web server: the same requests to the same site under granian and gunicorn, in turns.

`python -m benchmarks.servers --gunicorn DIRECTORY`, where DIRECTORY was filled by `pip install --target`;
gunicorn is no requirement of the site.
"""

import argparse
import os
import statistics
import sys

from benchmarks import database, short_path
from benchmarks.__main__ import SEED, signed_in
from benchmarks.visitor import median_ms, side_by_side
from benchmarks.web import running
from config.launcher.environment import PYTHON
from config.launcher.sharing import in_use

AT_ONCE, SECONDS, ROUNDS = 8, 8.0, 3
APPLICATION = "config.wsgi:application"
GUNICORN = [str(PYTHON), "-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2"]
GUNICORN += ["--log-level", "warning", "--worker-tmp-dir", "/dev/shm"]  # noqa: S108
COMMANDS: dict[str, list[str] | None] = {
    "granian, 2 workers × 4 threads (as make demo)": None,
    "gunicorn sync, 2 workers": [*GUNICORN, "application"],
    "gunicorn gthread, 2 workers × 4 threads": [*GUNICORN, "--threads", "4", "application"],
}


def main() -> int:
    """Prints medians of the rounds, the servers taking turns so that the machine's other work hits all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.servers", description=__doc__)
    parser.add_argument("--gunicorn", required=True, help="directory in which gunicorn was installed")
    parser.add_argument("--complaints", default="500")
    options = parser.parse_args()
    with in_use() as servers:
        os.environ.update(
            DEMO="1", DJANGO_SETTINGS_MODULE="config.settings.base", PYTHONPATH=options.gunicorn
        )
        with database.made(servers.admin_url):
            counts = ("--complaints", options.complaints, "--told", "12", "--seed", str(SEED))
            database.manage("make_demo_data", *counts)
            database.settle()
            rounds = [[measure(name, command) for name, command in COMMANDS.items()] for _ in range(ROUNDS)]
    print(f"{'':48}{'filed /s':>10}{'CPU ms':>10}{'queue ms':>10}{'MB':>8}")
    for at, name in enumerate(COMMANDS):
        middle = [statistics.median(one[at][figure] for one in rounds) for figure in range(4)]
        print(f"{name:48}{middle[0]:10.1f}{middle[1]:10.1f}{middle[2]:10.1f}{middle[3]:8.0f}")
    return 0


def measure(name: str, command: list[str] | None) -> tuple[float, float, float, float]:
    """Filings a second, milliseconds of processor time for each, queue page, megabytes of a worker."""
    with running(APPLICATION, command=command) as web:
        file = lambda visitor, number: short_path.file(visitor.ask, number)  # noqa: E731
        side_by_side(web.port, file, visitors=AT_ONCE, seconds=1.5)
        before = web.cpu()
        rate = side_by_side(web.port, file, visitors=AT_ONCE, seconds=SECONDS)
        cpu = (web.cpu() - before) * 1000 / (rate * SECONDS)
        visitor = signed_in(web)
        queue = median_ms(lambda: visitor.ask("GET", "/en/desk/"), times=30)
        found = rate, cpu, queue, web.memory()
    print(name, [round(figure, 1) for figure in found], flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
