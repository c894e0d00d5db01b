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
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from budgetlib import schema
from budgetlib.failures import Failure, failure
from budgetlib.readers.document import UnreadableReport
from budgetlib.summary import Counts, counts, remarks
from budgetlib.text import on_one_line

Records = dict[str, list[dict[str, Any]]]

_AHEAD = 4
"""Files given to each worker beyond the one it reads, so that memory does not grow with the number of files."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its tables as records and its counts, or the reason why it could not be read."""

    path: Path
    records: Records | None = None
    counts: Counts | None = None
    remarks: tuple[str, ...] = ()
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
        else:
            files.append(path)
    return files, bad


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
        if path.name.startswith("."):
            continue
        if _is_folder(path):
            if path.resolve() in seen:
                bad.append(Outcome(path, error=on_one_line(f"{path}: a link back to a folder already read; skipped.")))
            else:
                _walk(path, files, bad, seen)
        elif path.suffix.lower() in FORMATS:
            files.append(path)
        else:
            known = ", ".join(sorted(FORMATS))
            said = f"{path}: not a report format; expected a file that ends in {known}."
            bad.append(Outcome(path, error=on_one_line(said)))


def _failed(path: Path, error: BaseException) -> Outcome:
    found = failure(path, error)
    return Outcome(path, error=found.sentence, trace=found.trace)


def parse_file(
    path: Path, cache_folder: Path | None = None, verify: bool = False, rules: Mapping[str, Any] | None = None
) -> Outcome:
    """Parse and check one file; from the cache when a file of the same content was parsed by the same code before.

    Whatever goes wrong with the file is an Outcome; only what concerns all files is raised (see ``failures``).
    """
    try:
        key = _key(path, verify, rules) if cache_folder and path.is_file() else None
        cached = _load(cache_folder, key, path) if cache_folder and key else None
        if cached:
            return cached
        outcome = _parse(path, verify, rules)
    except BaseException as error:  # a panic of an engine is no Exception
        return _failed(path, error)
    if cache_folder and key:
        _save(cache_folder, key, outcome)
    return outcome


def _parse(path: Path, verify: bool, rules: Mapping[str, Any] | None) -> Outcome:
    from budgetlib.pipeline import read_report

    report = read_report(path, rules=rules)
    if verify:
        report.verify()
    records = {name: list(report.records(name)) for name in schema.TABLES}
    return Outcome(path, records, counts(report), remarks(report))


def outcomes(
    files: Sequence[Path],
    *,
    workers: int | None = None,
    cache_folder: Path | None = None,
    verify: bool = False,
    scheduler: str | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Iterator[Outcome]:
    """Parse files and yield their outcomes in the order of the files.

    ``workers`` is the number of processes (default: the cores), 1 parses in this process. ``scheduler`` names a Dask
    cluster (``tcp://…``, extra ``budgetlib[cluster]``) that takes the place of the local processes. ``rules`` are
    changes to the rules, as ``read_report`` takes them.
    """
    task = partial(parse_file, cache_folder=cache_folder, verify=verify, rules=rules)
    count = min(workers or os.cpu_count() or 1, len(files))
    if scheduler:
        found = _on_cluster(files, task, scheduler)
    else:
        found = iter(map(task, files)) if count <= 1 else _in_processes(files, task, count)
    return map(_logged, found)


def _logged(outcome: Outcome) -> Outcome:
    """The outcome with its traceback, if it has one, in the log of this process."""
    return (
        replace(outcome, error=Failure(outcome.error, outcome.trace).logged(), trace="") if outcome.trace else outcome
    )


def _in_processes(files: Sequence[Path], task: Callable[[Path], Outcome], workers: int) -> Iterator[Outcome]:
    done = 0
    while done < len(files):
        with ProcessPoolExecutor(workers) as pool:
            try:
                for outcome in _ordered(pool, files[done:], task, workers * _AHEAD):
                    done += 1
                    yield outcome
            except BrokenProcessPool:
                pass
        if done < len(files):
            yield _alone(files[done], task)
            done += 1


def _ordered(
    pool: ProcessPoolExecutor, files: Sequence[Path], task: Callable[[Path], Outcome], ahead: int
) -> Iterator[Outcome]:
    """Results in the order of the files, with a bounded number of files under way."""
    under_way: list[Future[Outcome]] = []
    for file in files:
        under_way.append(pool.submit(task, file))
        if len(under_way) > ahead:
            yield under_way.pop(0).result()
    for future in under_way:
        yield future.result()


def _alone(file: Path, task: Callable[[Path], Outcome]) -> Outcome:
    """Try a file again in a process of its own after a worker died on it, or on a neighbour of it."""
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(task, file).result()
        except BrokenProcessPool:
            return Outcome(
                file, error=on_one_line(f"{file}: the process that read it died twice; the file may be damaged.")
            )


def _on_cluster(files: Sequence[Path], task: Callable[[Path], Outcome], scheduler: str) -> Iterator[Outcome]:
    try:
        from distributed import Client
    except ImportError as error:
        raise UnreadableReport(
            f"{scheduler}: a cluster needs the extra budgetlib[cluster]; install it and try again."
        ) from error
    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        ahead = 2 * _AHEAD * max(1, sum(client.nthreads().values()))
        for start in range(0, len(files), ahead):
            yield from client.gather(client.map(task, files[start : start + ahead], pure=False))


@cache
def _code_version() -> str:
    """A hash of the library's own source and reference data: a cache must not outlive the code that filled it."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".toml", ".csv") and "typeset" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _key(path: Path, verify: bool, rules: Mapping[str, Any] | None) -> str:
    from budgetlib.readers import ocr

    content = hashlib.sha256(path.read_bytes()).hexdigest()
    changed = f"-{hashlib.sha256(repr(rules).encode()).hexdigest()[:16]}" if rules else ""
    extras = f"{changed}{'-ocr' if ocr.installed() else ''}{'-verified' if verify else ''}"
    return f"{content}-{_code_version()}{extras}"


def _load(folder: Path, key: str, path: Path) -> Outcome | None:
    """A cached outcome, told of the file that has its content now; None where there is none or it is damaged."""
    try:
        checksum, _, payload = gzip.decompress((folder / f"{key}.json.gz").read_bytes()).partition(b"\n")
    except (OSError, ValueError, EOFError, zlib.error):
        return None
    if checksum.decode("ascii", "replace") != hashlib.sha256(payload).hexdigest():
        return None
    stored = json.loads(payload)
    for row in stored["records"]["reports"]:
        row["source"] = on_one_line(path.name)
    return Outcome(path, stored["records"], Counts(**stored["counts"]), tuple(stored["remarks"]))


def _save(folder: Path, key: str, outcome: Outcome) -> None:
    """Write a cache entry whole or not at all; a cache that cannot be written is no reason to stop."""
    stored = asdict(outcome)
    del stored["path"], stored["error"], stored["trace"]
    payload = json.dumps(stored, ensure_ascii=False).encode()
    entry = hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{key}.{os.getpid()}.part"
        part.write_bytes(gzip.compress(entry, compresslevel=1))
        os.replace(part, folder / f"{key}.json.gz")
    except OSError:
        return
