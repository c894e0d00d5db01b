"""Many files to parsed tables: one process per core, results in the order of the files, nothing read twice.

Each file is parsed whole inside one function of one worker, so that PDF documents never leave their thread. What a
worker sends back are plain records. A file that cannot be read, for whatever reason, yields that reason; a worker that
dies takes nothing with it but the file that it was reading, which is tried once more alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from budgetlib import schema
from budgetlib.machine.limits import Limits, active, within
from budgetlib.output.staging import tidy
from budgetlib.output.summary import counts, remarks, unchecked
from budgetlib.review import judged
from budgetlib.running import cache, together
from budgetlib.running.aside import Aside
from budgetlib.running.failures import Failure
from budgetlib.running.outcome import Job, Outcome, failed, files_of
from budgetlib.running.workers import Lost, Workers
from budgetlib.text import on_one_line


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
            return failed(files_of(job)[0], error)


def _remembered(job: Job, cache_folder: Path | None, verify: bool, rules: Mapping[str, Any] | None) -> Outcome:
    if not cache_folder or not all(path.is_file() for path in files_of(job)):
        return _parse(job, verify, rules)
    key = cache.key(job, verify, rules)
    outcome = cache.load(cache_folder, key, job)
    if outcome is None:
        outcome = _parse(job, verify, rules)
        cache.save(cache_folder, key, outcome)
    return outcome


def _parse(job: Job, verify: bool, rules: Mapping[str, Any] | None) -> Outcome:
    from budgetlib.checks.rulebook import rulebook
    from budgetlib.report import Report
    from budgetlib.running.pipeline import read_here

    paths = files_of(job)
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

    firsts = [files_of(job)[0] for job in jobs]
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
                path = files_of(jobs[number])[0]
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
