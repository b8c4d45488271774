"""`make screenshots`: every page type in both languages, at 360 px and on a desktop, and one contact sheet of them all.

Starts the demonstration on a port of its own, signs in as its people, and leaves the pictures in var/screenshots/.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from config.launcher.place import CHECKOUT, Place

WIDTHS = (360, 1280)
LANGUAGES = ("ar", "en")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FIRST_CASE = ".queue .row-link"

# name, address below /<l>/, who looks, what to press first
PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("home", "", "", ""),
    ("start", "complaints/new/", "", ""),
    ("short", "complaints/new/short/", "", ""),
    ("track", "complaints/track/", "", ""),
    ("reports", "reports/", "", ""),
    ("plan", "plan/", "", ""),
    ("sign-in", "accounts/login/", "", ""),
    ("sign-up", "accounts/signup/", "", ""),
    ("mine", "complaints/mine/", "citizen@people.demo", ""),
    ("not-found", "nothing-here/", "", ""),
    ("exit", "exit/", "", ""),
    ("queue", "desk/", "supervisor@bh.demo", ""),
    ("queue-late", "desk/?whose=late", "nhri@bh.demo", ""),
    ("case", "desk/", "supervisor@bh.demo", FIRST_CASE),
    ("case-nhri", "desk/?whose=mine", "nhri@bh.demo", FIRST_CASE),
    ("desk-reports", "desk/reports/", "supervisor@bh.demo", ""),
    ("desk-activities", "desk/activities/", "liaison@bh.demo", ""),
    ("gallery", "design/", "", ""),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of the running site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "config.launcher", "demo"],
        cwd=CHECKOUT,
        env={**os.environ, "PORT": str(port)},
        start_new_session=True,
    )
    base = f"http://localhost:{port}"
    try:
        _wait_for(f"{base}/healthz", process)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes], limit: float = 900) -> None:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("The demonstration did not start.")
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  # our own loopback address
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The demonstration did not answer in time.")


def signed_in(browser: Browser, base: str, who: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=True)
    page = context.new_page()
    if who:
        page.goto(f"{base}/ar/accounts/login/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", "demo-only")
        page.press("[name=password]", "Enter")
        page.wait_for_load_state()
    return page


def take(browser: Browser, base: str, directory: Path) -> list[Path]:
    pictures = []
    for who in dict.fromkeys(row[2] for row in PAGES):
        for width in WIDTHS:
            page = signed_in(browser, base, who, width)
            for name, address, _, press in (row for row in PAGES if row[2] == who):
                for language in LANGUAGES:
                    page.goto(f"{base}/{language}/{address}")
                    if press and page.locator(press).count():
                        page.locator(press).first.click()
                        page.wait_for_load_state()
                    picture = directory / f"{name}-{language}-{width}.png"
                    page.screenshot(path=picture, full_page=True)
                    pictures.append(picture)
            page.context.close()
    return pictures


def contact_sheet(pictures: list[Path], target: Path, columns: int = 8, side: int = 300) -> None:
    """All pictures side by side, cut to the same height."""
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * side, rows * side), "white")
    for place, path in enumerate(sorted(pictures)):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize(
                (side - 8, round(picture.height * (side - 8) / picture.width))
            )
            corner = ((place % columns) * side + 4, (place // columns) * side + 4)
            sheet.paste(small.crop((0, 0, side - 8, side - 8)), corner)
    sheet.save(target)


def main() -> None:
    directory = Place.here().var / "screenshots"
    directory.mkdir(parents=True, exist_ok=True)
    with demonstration() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        pictures = take(browser, base, directory)
        browser.close()
    contact_sheet(pictures, directory / "contact-sheet.png")
    print(f"{len(pictures)} pictures in {directory}")


if __name__ == "__main__":
    main()
