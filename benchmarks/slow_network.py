"""`python -m benchmarks.slow_network`: the whole journey of somebody with a slow connection, measured once.

35 KB/s down, 10 KB/s up, 650 ms of latency each way round: what a phone gets on EDGE. Chromium's own emulation, a
fresh cache, no JavaScript, Arabic, 360 px. Needs a running site: PORT or an address as the argument.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SLOW = {"offline": False, "latency": 650, "downloadThroughput": 35_000, "uploadThroughput": 10_000}
GO_ON = "#step .button-row .button"
NARRATIVE = "أوقفني عناصر دورية مساء أمس قرب السوق القديم دون إبداء سبب، واحتُجزت ست ساعات."
CHOSEN = {
    "known": {"mode": "confidential"},
    "whom": {"source": "individual", "gender": "female"},
    "matter": {"kind": "complaint"},
    "when": {"how": "unknown"},
    "about": {"categories": "LIB"},
}


@dataclass
class Step:
    """A page: how long until it stood there, and what came over the wire for it."""

    name: str
    seconds: float
    requests: int
    received: int  # bytes, headers included


class Meter:
    """Counts what the network brought since it was last read."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.received = page, 0, 0
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)
        devtools.on("Network.requestWillBeSent", lambda event: self._sent())
        devtools.on("Network.loadingFinished", lambda event: self._came(event["encodedDataLength"]))

    def _sent(self) -> None:
        self.requests += 1

    def _came(self, size: float) -> None:
        self.received += int(size)

    def step(self, name: str, act: object) -> Step:
        """Do something and wait until the page it leads to has everything."""
        self.requests = self.received = 0
        began = time.perf_counter()
        act()  # type: ignore[operator]
        self.page.wait_for_load_state("networkidle")
        # Half a second of silence is how long "networkidle" waits.
        return Step(name, time.perf_counter() - began - 0.5, self.requests, self.received)


def journey(page: Page, meter: Meter, base: str) -> Iterator[Step]:
    """Home, before one starts, the nine pages, receipt, and the complaint as its code shows it."""
    yield meter.step("home", lambda: page.goto(f"{base}/ar/"))
    yield meter.step("start", lambda: page.click("main a[href='/ar/complaints/new/']"))
    yield meter.step("before", lambda: page.goto(f"{base}/ar/complaints/new/before/?state=BH"))
    for _page in range(16):
        slug = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if slug == "receipt":
            break
        _answer(page, slug)
        step = meter.step("", lambda: page.locator(GO_ON).first.click())
        step.name = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if step.name == slug:
            raise SystemExit(f"{slug} was not taken: {page.inner_text('#error-summary')}")
        yield step
    code = page.inner_text("#receipt-code")
    yield meter.step("receipt kept", lambda: page.locator("main form button").last.click())
    page.fill("#id_code", code)
    yield meter.step("tracking", lambda: page.locator("main form button").first.click())
    assert page.get_attribute("main", "data-stage") == "received"


def _answer(page: Page, slug: str) -> None:
    for name, value in CHOSEN.get(slug, {}).items():
        page.check(f"input[name={name}][value={value}]")
    if slug == "story":
        page.fill("#id_narrative", NARRATIVE)
    if slug == "where":
        page.select_option("#id_service", "police")
    if slug == "contact":
        page.fill("#id_name", "أمل تجربة")


def table(steps: list[Step]) -> str:
    """The pages with their sums, for people."""
    total = Step(
        "together",
        sum(step.seconds for step in steps),
        sum(step.requests for step in steps),
        sum(step.received for step in steps),
    )
    lines = [f"{'page':<14}{'seconds':>8}{'requests':>10}{'KB':>8}"]
    lines += [
        f"{s.name:<14}{s.seconds:>8.1f}{s.requests:>10}{s.received / 1024:>8.1f}" for s in (*steps, total)
    ]
    return "\n".join(lines)


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else f"http://localhost:{os.environ.get('PORT', '8000')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
        page = context.new_page()
        page.set_default_timeout(60_000)
        print(table(list(journey(page, Meter(page), base))))
        browser.close()


if __name__ == "__main__":
    main()
