"""Outcomes kept on the disk: a file of the same content is not parsed again by the same code."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from budgetlib.machine.extras import installed
from budgetlib.machine.leftovers import owned
from budgetlib.output.summary import Counts
from budgetlib.readers import manifest
from budgetlib.running.outcome import Job, Outcome, files_of
from budgetlib.text import on_one_line


@cache
def _code_version() -> str:
    """A hash of the library's own source and reference data: a cache must not outlive the code that filled it."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".toml", ".csv") and "typeset" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def key(job: Job, verify: bool, rules: Mapping[str, Any] | None) -> str:
    """What an outcome hangs on: the content of the files, the code, what is installed and what was asked."""
    changed = f"-{hashlib.sha256(repr(rules).encode()).hexdigest()[:16]}" if rules else ""
    extras = f"{changed}{'-ocr' if installed('ocr') else ''}{'-verified' if verify else ''}"
    return f"{_content(files_of(job))}-{_code_version()}{extras}"


def _content(paths: tuple[Path, ...]) -> str:
    """A hash of the content of a file; of several files also of their names, which stand in their tables."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if len(paths) == 1:
        return digests[0]
    return hashlib.sha256(repr([*digests, *(path.name for path in paths)]).encode()).hexdigest()


def load(folder: Path, key: str, job: Job) -> Outcome | None:
    """A cached outcome, told of the file that has its content now; None where there is none or it is damaged."""
    try:
        checksum, _, payload = gzip.decompress((folder / f"{key}.json.gz").read_bytes()).partition(b"\n")
    except (OSError, ValueError, EOFError, zlib.error):
        return None
    if checksum.decode("ascii", "replace") != hashlib.sha256(payload).hexdigest():
        return None
    stored = json.loads(payload)
    path, *others = files_of(job)
    for row in stored["records"]["reports"]:
        row |= {name: None for name in manifest.FIELDS[1:] if name in row} | manifest.provenance(path)
        if not others:
            row["source"] = on_one_line(path.name)
    stored["counts"] = Counts(**stored["counts"])
    stored["remarks"] = tuple(stored["remarks"])
    stored["unchecked"] = tuple((zh, en) for zh, en in stored["unchecked"])
    stored["names"] = tuple(stored["names"])
    return Outcome(path, files=files_of(job), **stored)


def save(folder: Path, key: str, outcome: Outcome) -> None:
    """Write a cache entry whole or not at all; a cache that cannot be written is no reason to stop."""
    stored = asdict(outcome)
    del stored["path"], stored["files"], stored["error"], stored["trace"]
    payload = json.dumps(stored, ensure_ascii=False).encode()
    entry = hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{owned('.entry')}{key}.part"
        part.write_bytes(gzip.compress(entry, compresslevel=1))
        os.replace(part, folder / f"{key}.json.gz")
    except OSError:
        return
