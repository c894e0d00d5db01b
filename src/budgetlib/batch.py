"""Many files to parsed tables: one process per core, results in the order of the files, nothing read twice.

Each file is parsed whole inside one function of one worker, so that PDF documents never leave their thread. What a
worker sends back are plain records. A file that cannot be read, for whatever reason, yields that reason; a worker that
dies takes nothing with it but the file that it was reading, which is tried once more alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from budgetlib import schema
from budgetlib.machine.leftovers import owned, scratch
from budgetlib.machine.limits import LimitMet, Limits, active, within
from budgetlib.output.staging import tidy
from budgetlib.output.summary import Counts, counts, remarks, unchecked
from budgetlib.readers import manifest
from budgetlib.review import judged
from budgetlib.running import together
from budgetlib.running.aside import Aside
from budgetlib.running.failures import Failure, failure
from budgetlib.running.workers import Lost, Workers
from budgetlib.text import on_one_line

Records = dict[str, list[dict[str, Any]]]
Job = Path | tuple[Path, ...]
"""A file, or several that are one report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of several that are one report: tables as records, or why they could not be read."""

    path: Path
    records: Records | None = None
    counts: Counts | None = None
    remarks: tuple[str, ...] = ()
    place: str = "page"
    """What its rows mean by ``page``: a page, a sheet or a line."""
    unchecked: tuple[tuple[str, str], ...] = ()
    """What could not be checked and why, in Chinese and English."""
    names: tuple[str, ...] = ()
    """The lasting name of each finding (see ``judged``)."""
    files: tuple[Path, ...] = ()
    """The files of the report."""
    error: str = ""
    trace: str = ""
    """Of a bug: where it happened. It goes to the log of the process that asked, and ``error`` then names the log."""


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
    from budgetlib.readers import archive
    from budgetlib.readers.document import UnreadableReport

    folder = scratch()
    try:
        archive.unpack(path, folder)
    except (UnreadableReport, LimitMet) as error:
        bad.append(_failed(path, error))
    else:
        _walk(folder, files, bad, set())


def _is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; one that cannot even be asked for is met again, and told, when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path, files: list[Path], bad: list[Outcome], seen: set[Path]) -> None:
    from budgetlib.readers import FORMATS

    seen.add(folder.resolve())
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        bad.append(_failed(folder, error))
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


def _failed(path: Path, error: BaseException) -> Outcome:
    found = failure(path, error)
    return Outcome(path, error=found.sentence, trace=found.trace)


def parse_file(
    job: Job,
    cache_folder: Path | None = None,
    verify: bool = False,
    limits: Limits | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Outcome:
    """Parse and check a report; from the cache when files of the same content were parsed by the same code before.

    Whatever goes wrong with it is an Outcome; only what concerns all files is raised (see ``failures``).
    """
    with within(limits or active()):
        try:
            return _remembered(job, cache_folder, verify, rules)
        except BaseException as error:  # a panic of an engine is no Exception
            return _failed(_files(job)[0], error)


def _files(job: Job) -> tuple[Path, ...]:
    return job if isinstance(job, tuple) else (job,)


def _remembered(job: Job, cache_folder: Path | None, verify: bool, rules: Mapping[str, Any] | None) -> Outcome:
    if not cache_folder or not all(path.is_file() for path in _files(job)):
        return _parse(job, verify, rules)
    key = _key(job, verify, rules)
    outcome = _load(cache_folder, key, job)
    if outcome is None:
        outcome = _parse(job, verify, rules)
        _save(cache_folder, key, outcome)
    return outcome


def _parse(job: Job, verify: bool, rules: Mapping[str, Any] | None) -> Outcome:
    from budgetlib.checks.rulebook import rulebook
    from budgetlib.report import Report
    from budgetlib.running.pipeline import read_here

    paths = _files(job)
    report = Report(read_here(paths), rulebook(rules) if rules else None)
    if verify:
        report.verify()
    names = " + ".join(path.name for path in paths)
    joined = on_one_line(f"  {names}: {len(paths)} 个文件合为一份报告 / files read as one report")
    records = {name: list(report.records(name)) for name in schema.TABLES}
    return Outcome(
        paths[0],
        records,
        counts(report),
        (*((joined,) if len(paths) > 1 else ()), *remarks(report)),
        report.document.place,
        unchecked(report),
        tuple(judged.names(report.parsed, records["findings"])),
        paths,
    )


def outcomes(
    jobs: Sequence[Job],
    *,
    workers: int | None = None,
    cache_folder: Path | None = None,
    verify: bool = False,
    scheduler: str | None = None,
    limits: Limits | None = None,
    rules: Mapping[str, Any] | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Iterator[Outcome]:
    """Parse reports, each a file or several, and yield their outcomes, in the order of ``jobs`` but for halves of one
    report, which come with the last file of their folder; ``told`` hears of each as soon as it is there.

    ``workers`` is the number of processes (default: the cores); 0 parses in this process, where no limit of time and
    memory holds. ``scheduler`` names a Dask cluster (``tcp://…``, extra ``budgetlib[cluster]``) that takes the place of
    the local processes. ``rules`` are changes to the rules, as ``read_report`` takes them. Raises UnreadableReport when
    the cluster cannot be reached or is lost.
    """
    limits = limits or active()
    if cache_folder:
        tidy(cache_folder)
    task = partial(parse_file, cache_folder=cache_folder, verify=verify, limits=limits, rules=rules)

    def results(jobs: Sequence[Job]) -> Iterable[tuple[int, Outcome]]:
        if scheduler:
            from budgetlib.running import cluster

            return cluster.results(scheduler, jobs, task)
        if workers == 0:
            return enumerate(map(task, jobs))
        return _by_workers(jobs, task, min(workers or os.cpu_count() or 1, max(len(jobs), 1)), limits)

    def again(paths: tuple[Path, ...]) -> Outcome:
        ((_, outcome),) = results([paths])
        return _logged(outcome)

    firsts = [_files(job)[0] for job in jobs]
    return together.joined(_in_order(_heard(results(jobs), told)), firsts, _half, again)


def _half(outcome: Outcome) -> together.Half | None:
    if outcome.records is None:
        return None
    rows = outcome.records
    return together.half(outcome.path, rows["reports"][0], len(rows["lines"]), len(rows["claims"]))


def _by_workers(
    jobs: Sequence[Job], task: Callable[[Job], Outcome], count: int, limits: Limits
) -> Iterator[tuple[int, Outcome]]:
    with Workers(count, task, limits) as workers:
        for number, result in workers.results(jobs):
            if isinstance(result, Lost):
                path = _files(jobs[number])[0]
                result = Outcome(path, error=on_one_line(f"{path}: {result.sentence(limits)}"))
            yield number, result


def _heard(found: Iterable[tuple[int, Outcome]], told: Callable[[Outcome], None]) -> Iterator[tuple[int, Outcome]]:
    for number, outcome in found:
        outcome = _logged(outcome)
        told(outcome)
        yield number, outcome


def _in_order(found: Iterable[tuple[int, Outcome]]) -> Iterator[Outcome]:
    """Outcomes in the order of the files. Those that come too early wait on the disk: a slow file delays no other."""
    due = 0
    with Aside[Outcome]() as aside:
        for number, outcome in found:
            if number != due:
                aside.put(number, outcome)
                continue
            yield outcome
            due += 1
            while due in aside:
                yield aside.take(due)
                due += 1


def _logged(outcome: Outcome) -> Outcome:
    """The outcome with its traceback, if it has one, in the log of this process."""
    return (
        replace(outcome, error=Failure(outcome.error, outcome.trace).logged(), trace="") if outcome.trace else outcome
    )


@cache
def _code_version() -> str:
    """A hash of the library's own source and reference data: a cache must not outlive the code that filled it."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".toml", ".csv") and "typeset" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _key(job: Job, verify: bool, rules: Mapping[str, Any] | None) -> str:
    from budgetlib.machine.extras import installed

    changed = f"-{hashlib.sha256(repr(rules).encode()).hexdigest()[:16]}" if rules else ""
    extras = f"{changed}{'-ocr' if installed('ocr') else ''}{'-verified' if verify else ''}"
    return f"{_content(_files(job))}-{_code_version()}{extras}"


def _content(paths: tuple[Path, ...]) -> str:
    """A hash of the content of a file; of several files also of their names, which stand in their tables."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if len(paths) == 1:
        return digests[0]
    return hashlib.sha256(repr([*digests, *(path.name for path in paths)]).encode()).hexdigest()


def _load(folder: Path, key: str, job: Job) -> Outcome | None:
    """A cached outcome, told of the file that has its content now; None where there is none or it is damaged."""
    try:
        checksum, _, payload = gzip.decompress((folder / f"{key}.json.gz").read_bytes()).partition(b"\n")
    except (OSError, ValueError, EOFError, zlib.error):
        return None
    if checksum.decode("ascii", "replace") != hashlib.sha256(payload).hexdigest():
        return None
    stored = json.loads(payload)
    path, *others = _files(job)
    for row in stored["records"]["reports"]:
        row |= {name: None for name in manifest.FIELDS[1:] if name in row} | manifest.provenance(path)
        if not others:
            row["source"] = on_one_line(path.name)
    stored["counts"] = Counts(**stored["counts"])
    stored["remarks"] = tuple(stored["remarks"])
    stored["unchecked"] = tuple((zh, en) for zh, en in stored["unchecked"])
    stored["names"] = tuple(stored["names"])
    return Outcome(path, files=_files(job), **stored)


def _save(folder: Path, key: str, outcome: Outcome) -> None:
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
