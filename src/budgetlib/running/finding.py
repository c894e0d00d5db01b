"""The files of reports that are named or stand in folders and archives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from budgetlib.machine.leftovers import scratch
from budgetlib.machine.limits import LimitMet
from budgetlib.readers import FORMATS, archive, manifest
from budgetlib.readers.document import UnreadableReport
from budgetlib.running.outcome import Outcome, failed
from budgetlib.text import on_one_line


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Outcome]]:
    """The report files named or contained in folders, sorted, and an Outcome for each thing in a folder that is none.

    Hidden files are passed over; a link that leads back into a folder already visited is reported, not followed.
    """
    files: list[Path] = []
    bad: list[Outcome] = []
    for path in paths:
        if _is_folder(path):
            _walk(path, files, bad, set())
        elif path.suffix.lower() == ".zip":
            _unpacked(path, files, bad)
        else:
            files.append(path)
    return files, bad


def _unpacked(path: Path, files: list[Path], bad: list[Outcome]) -> None:
    """An archive is read like a folder, under the limits."""
    folder = scratch()
    try:
        archive.unpack(path, folder)
    except (UnreadableReport, LimitMet) as error:
        bad.append(failed(path, error))
    else:
        _walk(folder, files, bad, set())


def _is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; one that cannot even be asked for is met again, and told, when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path, files: list[Path], bad: list[Outcome], seen: set[Path]) -> None:
    seen.add(folder.resolve())
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        bad.append(failed(folder, error))
        return
    for path in inside:
        if path.name.startswith((".", "~$")) or path.name == manifest.NAME:
            continue
        if _is_folder(path):
            if path.resolve() in seen:
                bad.append(Outcome(path, error=on_one_line(f"{path}: a link back to a folder already read; skipped.")))
            else:
                _walk(path, files, bad, seen)
        elif path.suffix.lower() in FORMATS:
            files.append(path)
        elif path.suffix.lower() == ".zip":
            _unpacked(path, files, bad)
        else:
            known = ", ".join(sorted(FORMATS))
            said = f"{path}: not a report format; expected a file that ends in {known}."
            bad.append(Outcome(path, error=on_one_line(said)))
