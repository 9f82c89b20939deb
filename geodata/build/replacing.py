"""A built file takes the place of the earlier one in one step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; move it there when the block ends well.

    Programs that have the earlier file mapped go on reading that: one cut short under them would
    end them with SIGBUS. When the block fails, the earlier file stays and the part is deleted.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
