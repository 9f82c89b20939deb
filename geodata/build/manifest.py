"""Writes the manifest's rows; `geodata.manifest` reads them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from geodata.build.replacing import replacing
from geodata.manifest import MANIFEST_FILE, Dataset, Source


def describe(path: Path, description: str, sources: Iterable[Source], rows: int) -> Dataset:
    """Return the manifest row of a file just built."""
    content = path.read_bytes()
    return Dataset(
        file=path.name,
        description=description,
        sources=tuple(sources),
        built=datetime.now(UTC).date().isoformat(),
        rows=rows,
        bytes=len(content),
        sha256=sha256(content).hexdigest(),
    )


def record(*built: Dataset, manifest: Path = MANIFEST_FILE) -> None:
    """Put the datasets into the manifest, each in place of its file's earlier row."""
    old = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else []
    rows = {row["file"]: row for row in old} | {row.file: asdict(row) for row in built}
    text = json.dumps([rows[name] for name in sorted(rows)], indent=2, ensure_ascii=False)
    with replacing(manifest) as part:
        part.write_text(text + "\n", encoding="utf-8")
