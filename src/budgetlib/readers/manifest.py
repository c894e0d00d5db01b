"""Where files came from: a ``manifest.csv`` beside them, one row a file: file, url, published, retrieved, publisher."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from budgetlib.readers import FORMATS
from budgetlib.readers.document import UnreadableReport

NAME = "manifest.csv"
FIELDS = ("file", "url", "published", "retrieved", "publisher")
_UP = 3
"""Folders above a file in which its manifest is looked for."""


def provenance(path: Path) -> dict[str, str]:
    """What the nearest manifest says of a file: its url, published, retrieved and publisher, as far as stated."""
    for folder in list(path.absolute().parents)[:_UP]:
        manifest = folder / NAME
        if manifest.is_file():
            known = _rows(manifest, manifest.stat().st_mtime_ns)
            row = known.get(path.absolute().relative_to(folder).as_posix(), {})
            return {name: value for name, value in row.items() if name in FIELDS[1:] and value}
    return {}


def origin(about: Mapping[Any, Any], *, whole: bool = False) -> tuple[str, str]:
    """Where a report came from, in Chinese and English: who published it when, and from where it was taken when.

    ``about`` is a row of ``reports`` or what ``provenance`` says; ``whole`` gives the address, else the site alone.
    Both are blank where nothing is known.
    """
    publisher, published, retrieved, url = (
        value if isinstance(value := about.get(name), str) else ""
        for name in ("publisher", "published", "retrieved", "url")
    )
    site = url if whole else urlsplit(url).netloc or url
    zh = [
        f"{publisher}{published and f'于{published}'}公布" if publisher or published else "",
        f"{retrieved}取自{site}" if site else retrieved and f"{retrieved}取得",
    ]
    en = [
        f"published{publisher and f' by {publisher}'}{published and f' on {published}'}" * bool(publisher or published),
        f"taken{site and f' from {site}'}{retrieved and f' on {retrieved}'}" * bool(site or retrieved),
    ]
    return "，".join(filter(None, zh)), ", ".join(filter(None, en))


@lru_cache(maxsize=64)
def _rows(manifest: Path, _changed: int) -> dict[str, dict[str, str]]:
    """Rows of a manifest by file. Raises UnreadableReport where it has no column ``file`` or is no text."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            if "file" not in (rows.fieldnames or ()):
                raise UnreadableReport(
                    f"{manifest}: expected the columns {', '.join(FIELDS)}; add them as its first row."
                )
            return {
                (row["file"] or "").replace("\\", "/"): {
                    k: (v or "").strip() for k, v in row.items() if isinstance(v, str)
                }
                for row in rows
            }
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableReport(f"{manifest}: expected a CSV file in UTF-8; save it as such and try again.") from error


def write_manifest(folder: Path) -> tuple[Path, int]:
    """Write the manifest of a folder, to be completed: rows that are there stay, files that are not in it are added.

    Returns its path and how many files were added.
    """
    manifest = folder / NAME
    known = dict(_rows(manifest, manifest.stat().st_mtime_ns)) if manifest.is_file() else {}
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if _is_report(path))
    new = [name for name in files if name not in known]
    rows = [*known.values(), *({"file": name} for name in new)]
    columns: Sequence[str] = [*FIELDS, *sorted({name for row in rows for name in row} - set(FIELDS))]
    with manifest.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return manifest, len(new)


def _is_report(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in FORMATS and not path.name.startswith((".", "~$"))
