"""Prints what the dashboard takes at the screen: seconds, bytes, memory, in a real Chromium.

    .venv/bin/python tests/benchmarks/many_events.py 1000000 var/million.sqlite
    .venv/bin/python tests/benchmarks/screen.py var/million.sqlite
    ... --changes 50 --analysts 4

A server of its own is started for each store, and asked as soon as it answers at all ("cold"). A
filter's time runs from the key press until count, map and timeline have been drawn anew. Bytes are
those that came over the wire, of web sockets the frames' own. The heap is JavaScript's after a
forced collection; memory is the server's own, with what it maps of the index file (RSS) and without
(anonymous).
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Frame, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser_fixtures import chromium  # noqa: E402

PORT = 8642
HOME = f"http://127.0.0.1:{PORT}/"
WAIT_MS = 300_000
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute("data-test-script-state") === "notRunning";
}"""
COUNTRIES = ("Algeria", "Libya", "Tunisia", "Mali", "Niger")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--changes", type=int, default=50, help="filter changes for the heap")
    parser.add_argument("--analysts", type=int, default=4)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        print(f"{options.store.name}; Chromium {browser.version}; {os.cpu_count()} cores")
        with running_server(options.store) as server:
            measure(browser, server, options.changes, options.analysts)


@contextmanager
def running_server(store: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(PORT)],
        cwd=ROOT,
        env={**os.environ, "BORDERWATCH_STORE": str(store.absolute())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_server()
        yield server
    finally:
        server.terminate()
        server.wait(30)


def wait_for_server() -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(HOME + "_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def measure(
    browser: Browser, server: "subprocess.Popen[bytes]", changes: int, analysts: int
) -> None:
    page, seconds = first_map(browser)
    say("first map, server cold", f"{seconds:.1f} s")
    _, seconds = first_map(browser)
    say("first map, server warm", f"{seconds:.1f} s")
    frame = map_frame(page)
    wire = Wire(page)
    redraws, sizes = [], []
    for country in COUNTRIES:
        before = wire.bytes
        redraws.append(timed(lambda name=country: choose_country(page, name)))
        page.wait_for_timeout(500)
        sizes.append(wire.bytes - before)
    say("filter to redraw", spread(redraws, "s"))
    say("bytes per filter change", spread([size / 1000 for size in sizes], "kB"))
    reruns = wire.reruns
    pans = [timed(lambda: pan(page, frame)) for _ in range(5)]
    zooms = [timed(lambda: zoom(page, frame)) for _ in range(2)]
    say("pan", spread(pans, "s"))
    say("zoom", spread(zooms, "s"))
    say("reruns by 5 pans and 2 zooms", str(wire.reruns - reruns))
    say("requests to other hosts", str(sum(wire.hosts.values()) - wire.hosts.get(HOME[7:-1], 0)))
    first = wire.heap()
    for number in range(changes):
        toggle(page, number)
    say(f"browser heap after {changes} filter changes", f"{first:.1f} -> {wire.heap():.1f} MB")
    others = [first_map(browser)[0] for _ in range(analysts - 1)]
    for number, other in enumerate([page, *others]):
        toggle(other, number)
    say(f"server memory, {analysts} analysts", memory(server.pid))


def say(what: str, figure: str) -> None:
    print(f"{what:<45}{figure}", flush=True)


def spread(values: list[float], unit: str) -> str:
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    return f"{middle:.2f} {unit} (from {ordered[0]:.2f} to {ordered[-1]:.2f}, n {len(ordered)})"


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def first_map(browser: Browser) -> tuple[Page, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(HOME)
    page.frame_locator(".st-key-map iframe").locator(".bw-marker").first.wait_for()
    seconds = time.perf_counter() - start
    page.locator(".st-key-timeline :is(canvas, svg).marks").first.wait_for()
    page.wait_for_function(SETTLED)
    return page, seconds


def map_frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def choose_country(page: Page, name: str) -> None:
    field = page.locator(".st-key-filter_countries input")
    field.fill(name)
    page.locator('[role="option"]').first.wait_for()
    redrawn(page, lambda: page.keyboard.press("Enter"))


def toggle(page: Page, number: int) -> None:
    keys = ("filter_background", "filter_undated")
    switch = page.locator(f".st-key-{keys[number % 2]} label").first
    redrawn(page, switch.click)


def redrawn(page: Page, act: Callable[[], object]) -> None:
    """Act, and wait until count, map and timeline show the new set."""
    count = page.locator(".st-key-event_count").inner_text()
    with page.expect_response(lambda answer: "/events/drawn" in answer.url) as answer:
        act()
    page.wait_for_function(
        "before => document.querySelector('.st-key-event_count').innerText !== before", arg=count
    )
    answer.value.finished()
    page.wait_for_function(SETTLED)
    map_frame(page).evaluate("() => new Promise(requestAnimationFrame)")


def pan(page: Page, frame: Frame) -> None:
    moved(page, frame, "map => map.panBy([160, 40], {animate: false})")


def zoom(page: Page, frame: Frame) -> None:
    moved(page, frame, "map => map.setZoom(map.getZoom() + 1, {animate: false})")


def moved(page: Page, frame: Frame, act: str) -> None:
    with page.expect_response(lambda answer: "/events/drawn" in answer.url) as answer:
        frame.evaluate(f"() => ({act})(window.map)")
    answer.value.finished()
    frame.evaluate("() => new Promise(requestAnimationFrame)")


class Wire:
    """What comes to a page, as Chromium's own protocol counts it."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0.0
        self.reruns = 0
        self.hosts: dict[str, int] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Network.loadingFinished", self._loaded)
        self.session.on("Network.webSocketFrameReceived", self._received)
        self.session.on("Network.webSocketFrameSent", self._sent)
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.send("Network.enable")

    def _loaded(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        # Binary frames come as base64.
        text = response["payloadData"]
        self.bytes += len(text) * 3 / 4 if response["opcode"] == 2 else len(text)

    def _sent(self, _event: dict[str, Any]) -> None:
        self.reruns += 1

    def _asked(self, event: dict[str, Any]) -> None:
        host = event["request"]["url"].partition("//")[2].partition("/")[0]
        self.hosts[host] = self.hosts.get(host, 0) + 1

    def heap(self) -> float:
        """Return the megabytes of the page's JavaScript heap after a collection."""
        self.session.send("HeapProfiler.collectGarbage")
        used: float = self.session.send("Runtime.getHeapUsage")["usedSize"]
        return used / 1e6


def memory(pid: int) -> str:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    kilobytes = {
        name: int(rest.split()[0])
        for name, _, rest in (line.partition(":") for line in lines)
        if name in {"VmHWM", "VmRSS", "RssAnon"}
    }
    return json.dumps({name: f"{value / 1024:,.0f} MB" for name, value in kilobytes.items()})


if __name__ == "__main__":
    main()
