"""What the browser tests need of the machine: Chromium, and a network namespace of their own."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@cache
def chromium() -> str | None:
    """Return the path that BORDERWATCH_TEST_BROWSER names, else of an installed one, else None."""
    named = os.environ.get("BORDERWATCH_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None) or _playwrights()


def _playwrights() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@cache
def namespace_command() -> tuple[str, ...] | None:
    """Return the command that runs another one without a network; None where that's forbidden.

    Root makes a network namespace directly, others inside a user namespace of their own.
    """
    own = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")
    if not shutil.which("unshare"):
        return None
    tried = subprocess.run([*own, "true"], capture_output=True, check=False)
    return own if tried.returncode == 0 else None


def missing() -> str | None:
    """Return why the browser tests can't run here; None when they can."""
    if chromium() is None:
        return "no Chromium is installed (Debian: apt-get install chromium)"
    if namespace_command() is None:
        return "no network namespace can be made here (unshare --net is missing or forbidden)"
    return None
