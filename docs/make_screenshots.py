"""Makes the pictures of the README: the sample articles in a new store, seen through Chromium.

    python docs/make_screenshots.py [CHROMIUM]

Writes docs/images/*.png. The store is a temporary one; the analyst's own is not touched.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "extract" / "samples"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# An event with a quote between two neighbours, a place and both actors: the attack of March 2016.
WORDS = "Ben Gardane"


def main() -> None:
    """Fill a store, run the server, take the pictures."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = {**os.environ, "BORDERWATCH_STORE": str(Path(folder) / "samples.sqlite")}
        command = [sys.executable, "-m", "extract", "ingest", str(SAMPLES)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
        with running_server(environment) as home:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
            take_all(browser, home)
            browser.close()


@contextmanager
def running_server(environment: dict[str, str]) -> Iterator[str]:
    """Run the dashboard on a free port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py"]
    server = subprocess.Popen(  # noqa: S603
        [*command, "--server.port", str(port)], cwd=ROOT, env=environment
    )
    try:
        home = f"http://127.0.0.1:{port}/"
        wait_for(home + "_stcore/health")
        yield home
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str) -> None:
    """Wait until the server answers; raises TimeoutError after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(f"{address} did not answer within a minute")


def take_all(browser: Browser, home: str) -> None:
    """Take the four pictures."""
    desktop, phone = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
    take(browser, home, "map.png", size=desktop)
    take(browser, home, "map-dark.png", size=desktop, scheme="dark")
    take(browser, home + "?text=" + WORDS.replace(" ", "%20"), "filtered.png", size=desktop)
    take(browser, home, "phone.png", size=phone)


def take(
    browser: Browser, address: str, name: str, *, size: dict[str, int], scheme: str = "light"
) -> None:
    """Open the address and keep what is seen once map and timeline are drawn."""
    page = browser.new_page(viewport=size, color_scheme=scheme, device_scale_factor=1.5)
    page.goto(address)
    wait_until_drawn(page)
    page.screenshot(path=IMAGES / name)
    page.close()


def wait_until_drawn(page: Page) -> None:
    """Wait for the markers, the borders, the timeline and the card."""
    frame = page.frame_locator(".st-key-map iframe")
    frame.locator(".bw-marker").first.wait_for()
    frame.locator('path.bw-border:not([d="M0 0"])').first.wait_for(state="attached")
    page.locator(".st-key-timeline canvas.marks, .st-key-timeline svg.marks").first.wait_for()
    page.locator(".st-key-event_card").wait_for()
    # The frame animates nothing that could be waited for; the last answers come within this.
    page.wait_for_timeout(2500)


if __name__ == "__main__":
    main()
