"""Opens the dashboard in Chromium as an analyst would and writes down what was seen, as JSON.

    python browser_drive.py FOLDER CHROMIUM

FOLDER holds `events.sqlite`; `seen.json`, the downloads and the server's log are put there. Run it
in a network namespace of its own: it brings the loopback interface up first.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright
from sample_events import sample_events

PORT = 8641
HOME = f"http://127.0.0.1:{PORT}/"
# Only a page that never comes is a fault: CI machines stand still for seconds, and that is none.
WAIT_MS = 120_000
IN_VIEW = ':not([d="M0 0"])'
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# linux/if.h, linux/sockios.h
SIOCSIFFLAGS = 0x8914
IFF_UP_RUNNING = 0x41

Seen = dict[str, Any]


def bring_loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))


@contextmanager
def running_server(folder: Path) -> Iterator[None]:
    environment = {**os.environ, "BORDERWATCH_STORE": str(folder / "events.sqlite")}
    command = [sys.executable, Path(__file__).with_name("browser_server.py")]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, str(folder / "attempts.log"), str(PORT)],
            cwd=Path(__file__).parent.parent,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_server(server)
        yield
    finally:
        server.terminate()
        server.wait(20)


def wait_for_server(server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with code {server.returncode}")
        try:
            with urllib.request.urlopen(HOME + "_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer within 60 s")


def watched_context(browser: Browser, seen: Seen, **options: Any) -> BrowserContext:
    context = browser.new_context(**options)
    context.set_default_timeout(WAIT_MS)
    context.on("request", lambda request: note_host(seen, request.url))
    context.on("console", lambda message: note_console(seen, message))
    context.on("weberror", lambda error: seen["errors"].append(str(error.error)))
    context.on("dialog", lambda dialog: (seen["dialogs"].append(dialog.message), dialog.dismiss()))
    return context


def note_host(seen: Seen, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"}:
        seen["hosts"][parts.netloc] = seen["hosts"].get(parts.netloc, 0) + 1


def note_console(seen: Seen, message: Any) -> None:
    if message.type == "error":
        seen["errors"].append(f"{message.text} {message.location.get('url', '')}")


def map_frame(page: Page) -> Frame:
    page.frame_locator(".st-key-map iframe").locator(".bw-marker").first.wait_for()
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def count(page: Page) -> str:
    return page.locator(".st-key-event_count").inner_text()


def whole_text(page: Page, selector: str, last: str) -> str:
    """Wait until the part is drawn down to its last words; the frame comes before its content."""
    expect(page.locator(selector)).to_contain_text(last, timeout=WAIT_MS)
    return page.locator(selector).inner_text()


def wait_for_count(page: Page, text: str) -> None:
    expect(page.locator(".st-key-event_count")).to_contain_text(text, timeout=WAIT_MS)


def opened(context: BrowserContext, address: str = HOME) -> Page:
    page = context.new_page()
    page.goto(address)
    page.locator(".st-key-event_count").wait_for()
    return page


def labels(frame: Frame) -> list[str]:
    marks = frame.locator(".bw-marker").all()
    return [mark.get_attribute("aria-label") or "" for mark in marks]


def see_map(page: Page, seen: Seen) -> None:
    frame = map_frame(page)
    # Leaflet leaves a path without a course ("M0 0") for what lies outside the view.
    frame.locator(f"path.bw-border{IN_VIEW}").first.wait_for(state="attached")
    # A whole country is drawn last: its outline comes with the base map.
    frame.locator("path.bw-shape-country").first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    seen["first_count"] = count(page)
    seen["drawn"] = {
        name: frame.locator(selector + (IN_VIEW if selector.startswith("path") else "")).count()
        for name, selector in {
            "countries": "path.bw-country",
            "borders": "path.bw-border",
            "disputed": "path.bw-disputed",
            "lines": "path.bw-shape-line",
            "areas": "path.bw-shape-area",
            "whole_countries": "path.bw-shape-country",
            "markers": ".bw-marker",
            "names": ".bw-name",
        }.items()
    }
    seen["land"] = frame.locator(f"path.bw-country{IN_VIEW}").first.evaluate(
        "path => [getComputedStyle(path).fill, path.getAttribute('d').length]"
    )
    seen["dashes"] = frame.locator(f"path.bw-disputed{IN_VIEW}").first.evaluate(
        "path => getComputedStyle(path).strokeDasharray"
    )
    seen["country_meant"] = frame.locator("path.bw-shape-country").first.evaluate(
        "path => getComputedStyle(path).stroke"
    )
    seen["tiles"] = frame.locator("img").count()


def see_pans(page: Page, seen: Seen, sent: list[int]) -> None:
    box = page.locator(".st-key-map iframe").bounding_box()
    before = len(sent)
    for _ in range(3):
        page.mouse.move(box["x"] + 300, box["y"] + 250)
        page.mouse.down()
        page.mouse.move(box["x"] + 340, box["y"] + 260, steps=4)
        page.mouse.up()
        page.wait_for_timeout(600)
    seen["reruns_by_pans"] = len(sent) - before
    map_frame(page).get_by_role("button", name="Show all events").click()


def see_card(page: Page, seen: Seen) -> None:
    frame = map_frame(page)
    frame.locator('.bw-marker[aria-label^="Benghazi"]').click()
    page.wait_for_url("**event=**")
    seen["card"] = whole_text(page, ".st-key-event_card", "Benghazi, Libya")
    seen["card_address"] = page.url
    page.locator(".st-key-references summary").click()
    link = page.locator(".st-key-references [data-testid=stCode]").first
    expect(link).to_contain_text("event=", timeout=WAIT_MS)
    seen["card_link"] = link.inner_text().strip()


def see_article_of_card(page: Page, seen: Seen) -> None:
    page.locator(".st-key-read_article button").click()
    page.wait_for_url("**article=**")
    page.locator(".bw-chosen").first.wait_for()
    seen["chosen_sentence"] = page.locator(".bw-chosen").first.inner_text()
    seen["article_address"] = page.url
    page.locator(".st-key-show_on_map button").click()
    page.wait_for_url(lambda url: "article" not in url)
    whole_text(page, ".st-key-event_card", "Benghazi, Libya")
    seen["address_back_on_map"] = page.url


def see_filter_and_export(page: Page, seen: Seen, folder: Path) -> None:
    field = page.locator(".st-key-filter_countries input")
    field.click()
    field.fill("Tunisia")
    page.keyboard.press("Enter")
    wait_for_count(page, "3 of 25")
    page.keyboard.press("Escape")
    page.wait_for_url("**countries=TN**")
    seen["filtered_count"] = count(page)
    seen["filtered_address"] = page.url
    frame = map_frame(page)
    expect(frame.locator('.bw-marker[aria-label^="Benghazi"]')).to_have_count(0, timeout=WAIT_MS)
    frame.locator(".bw-marker").first.wait_for()
    seen["filtered_labels"] = labels(frame)
    with page.expect_download() as download:
        page.locator(".st-key-export_geojson button").click()
    download.value.save_as(folder / "export.geojson")
    seen["export_name"] = download.value.suggested_filename


def see_link(browser: Browser, seen: Seen) -> None:
    context = watched_context(browser, seen)
    page = opened(context, seen["filtered_address"])
    wait_for_count(page, "3 of 25")
    seen["linked_count"] = count(page)
    page.get_by_role("link", name="Articles").click()
    page.get_by_role("tab", name="Skipped").wait_for()
    seen["count_on_articles"] = count(page)
    page.get_by_role("link", name="Map").click()
    map_frame(page)
    seen["count_back_on_map"] = count(page)
    context.close()


def see_brush(page: Page, seen: Seen) -> None:
    page.locator(".st-key-reset_filters button").click()
    wait_for_count(page, "25 of 25")
    page.wait_for_url(lambda url: "countries" not in url)
    seen["reset_address"] = page.url
    # A reset draws the chart anew; a brush begun on the old one would be lost with it.
    page.wait_for_timeout(2000)
    page.locator(".st-key-timeline").scroll_into_view_if_needed()
    chart = page.locator(".st-key-timeline canvas.marks, .st-key-timeline svg.marks").first
    chart.wait_for()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 40, steps=8)
    page.mouse.up()
    wait_for_count(page, "11 of 25")
    page.wait_for_url("**since=**")
    seen["brushed_address"] = page.url


def see_table(page: Page, seen: Seen) -> None:
    page.locator(".st-key-reset_filters button").click()
    wait_for_count(page, "25 of 25")
    page.wait_for_url(lambda url: "since" not in url)
    # The table is drawn on a canvas, whose rows can't be waited for.
    page.wait_for_timeout(2000)
    table = page.locator(".st-key-events_table")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 52)
    seen["table_card"] = whole_text(page, ".st-key-event_card", "27 February 2018")


def see_layers(page: Page, seen: Seen) -> None:
    frame = map_frame(page)
    frame.locator(".bw-layers summary").click()
    for label, legend in (("Density", "Events per square"), ("Provinces", "Events per province")):
        frame.get_by_label(label).check()
        expect(frame.locator(".bw-ramp")).to_contain_text(legend, timeout=WAIT_MS)
    frame.locator("path.bw-unit").first.wait_for(state="attached")
    seen["units"] = [
        path.get_attribute("aria-label") for path in frame.locator("path.bw-unit").all()
    ]
    page.wait_for_url("**units**")
    frame.get_by_label("Events", exact=True).check()
    frame.locator(".bw-marker").first.wait_for()
    # Open, the panel would lie over what is clicked next.
    frame.locator(".bw-layers summary").click()


def see_play(page: Page, seen: Seen, sent: list[int]) -> None:
    frame = map_frame(page)
    before = len(sent)
    frame.get_by_role("button", name="Play").click()
    frame.get_by_role("slider", name="Time").press("End")
    frame.get_by_label("Window", exact=True).select_option("year")
    seen["played_days"] = frame.locator(".bw-play output").inner_text()
    seen["reruns_by_play"] = len(sent) - before
    frame.get_by_role("button", name="Filter to these days").click()
    page.wait_for_url("**since=**")
    seen["played_address"] = page.url
    page.locator(".st-key-reset_filters button").click()
    wait_for_count(page, "25 of 25")


def see_area(page: Page, seen: Seen) -> None:
    """Zoom in on one place, filter to a box dragged round it, and read a point's coordinates."""
    frame = map_frame(page)
    frame.get_by_role("button", name="Show all events").click()
    page.wait_for_timeout(1500)
    mark = frame.locator('.bw-marker[aria-label^="Benghazi"]').bounding_box()
    middle = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    frame.get_by_role("button", name="Filter to a box").click()
    page.mouse.move(middle[0] - 25, middle[1] - 25)
    page.mouse.down()
    page.mouse.move(middle[0] + 25, middle[1] + 25, steps=4)
    page.mouse.up()
    page.locator(".st-key-clear_area button").wait_for()
    page.wait_for_url("**bbox=**")
    seen["area_count"] = count(page)
    frame.locator("path.bw-area").wait_for(state="attached")
    page.locator(".st-key-clear_area button").click()
    wait_for_count(page, "25 of 25")
    frame.get_by_role("button", name="Coordinates of a point").click()
    page.mouse.click(middle[0] - 60, middle[1] + 60)
    frame.locator(".bw-where code").first.wait_for()
    seen["coordinates"] = frame.locator(".bw-where").inner_text()
    page.keyboard.press("Escape")


def see_hostile(page: Page, seen: Seen) -> None:
    event = next(e for e in sample_events() if "Hostile place" in (e.location or ""))
    page.goto(f"{HOME}?event={event.event_id}")
    seen["hostile_card"] = whole_text(page, ".st-key-event_card", "confidence")
    frame = map_frame(page)
    mark = frame.locator('.bw-marker[aria-label*="Hostile place"]').first
    mark.hover()
    frame.locator(".leaflet-tooltip").first.wait_for()
    seen["hostile_tooltip"] = frame.locator(".leaflet-tooltip").first.inner_text()
    page.locator(".st-key-filter_actors input").click()
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    page.goto(HOME + "articles")
    page.get_by_role("tab", name="Skipped").wait_for()
    table = page.locator(".st-key-articles_table canvas").first
    table.wait_for()
    page.wait_for_timeout(1000)
    box = table.bounding_box()
    # The hostile article is the first of eight rows under a header of the same height.
    page.mouse.click(box["x"] + 16, box["y"] + box["height"] / 9 * 1.5)
    seen["hostile_article"] = whole_text(page, ".st-key-article_view", "did not comment")
    page.wait_for_timeout(500)


def see_whether_hacked(page: Page, seen: Seen) -> None:
    flags = [frame.evaluate("() => String(window.hacked)") for frame in page.frames]
    seen["hacked"] += [flag for flag in flags if flag != "undefined"]
    seen["hostile_elements"] = sum(frame.locator("img[src='x']").count() for frame in page.frames)


def see_phone(browser: Browser, seen: Seen) -> None:
    context = watched_context(
        browser, seen, viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    page = opened(context)
    map_frame(page)
    seen["phone_width"] = page.evaluate("() => document.documentElement.scrollWidth")
    page.mouse.move(200, 700)
    page.mouse.wheel(0, 900)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 300")
    page.wait_for_timeout(600)
    seen["phone_count_top"] = page.locator(".st-key-event_count").bounding_box()["y"]
    seen["phone_dark"] = map_frame(page).evaluate(
        "() => document.documentElement.classList.contains('bw-dark')"
    )
    context.close()


def drive(folder: Path, chromium: str) -> Seen:
    seen: Seen = {"hosts": {}, "errors": [], "dialogs": [], "hacked": []}
    seen["interfaces"] = [name for _, name in socket.if_nameindex()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        context = watched_context(browser, seen, viewport={"width": 1440, "height": 1000})
        page = context.new_page()
        sent: list[int] = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda _: sent.append(1)))
        page.goto(HOME)
        see_map(page, seen)
        see_pans(page, seen, sent)
        see_card(page, seen)
        see_article_of_card(page, seen)
        see_filter_and_export(page, seen, folder)
        see_link(browser, seen)
        see_brush(page, seen)
        see_table(page, seen)
        see_layers(page, seen)
        see_play(page, seen, sent)
        see_area(page, seen)
        see_whether_hacked(page, seen)
        see_hostile(page, seen)
        see_whether_hacked(page, seen)
        see_phone(browser, seen)
        browser.close()
    return seen


if __name__ == "__main__":
    bring_loopback_up()
    target = Path(sys.argv[1])
    with running_server(target):
        result = drive(target, sys.argv[2])
    (target / "seen.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
