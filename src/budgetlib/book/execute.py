"""Notebooks executed with the reader's reports: parameters filled in, two kernels at work, a failure named.

A kernel runs one notebook after another, so that the libraries are loaded once; in between it forgets everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

from budgetlib.book.files import read_notebook
from budgetlib.text import on_one_line

SECONDS = 600
"""What one cell may take: a report of a thousand pages is read a second time by another engine."""
_FORGET = """%reset -f
import matplotlib.pyplot as plt, pandas as pd
plt.close("all")
for _option in ("display.float_format", "display.max_colwidth"):
    pd.reset_option(_option)
del plt, pd
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A notebook to execute: its file, the parameters, the folder of its charts, the name it goes by."""

    name: str
    path: Path
    parameters: Mapping[str, Any]
    charts: Path


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that was executed, as far as it went; ``error`` is blank, or one sentence on what stopped it."""

    job: Job
    notebook: Any
    error: str = ""


def execute_all(jobs: Sequence[Job], done: Callable[[Executed], None], workers: int = 2) -> list[Executed]:
    """Execute the notebooks, ``workers`` at a time, in the order given; ``done`` hears of each as it ends."""
    kernels: Queue[Any] = Queue()
    workers = max(1, min(workers, len(jobs)))
    managers = [_manager() for _ in range(workers)]
    for manager in managers:
        kernels.put(manager)

    def one(job: Job) -> Executed:
        with _borrowed(kernels) as manager:
            executed = _execute(job, manager)
        done(executed)
        return executed

    try:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            return list(pool.map(one, jobs))
    finally:
        for manager in managers:
            if manager.has_kernel:
                manager.shutdown_kernel(now=True)


@contextmanager
def _borrowed(kernels: Queue[Any]) -> Iterator[Any]:
    manager = kernels.get()
    try:
        yield manager
    finally:
        kernels.put(manager)


def _manager() -> Any:
    from jupyter_client.manager import KernelManager

    return KernelManager(kernel_name="python3")


def _execute(job: Job, manager: Any) -> Executed:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = read_notebook(job.path)
    if job.parameters:
        notebook = filled(notebook, job.parameters)
    try:
        _fresh(manager, job)
        client = NotebookClient(
            notebook, km=manager, timeout=SECONDS, coalesce_streams=True, record_timing=False, kernel_name="python3"
        )
        client.execute()
    except CellExecutionError as error:
        return Executed(job, notebook, on_one_line(f"{error.ename}: {error.evalue}"))
    except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
        manager.shutdown_kernel(now=True)
        return Executed(job, notebook, on_one_line(f"{type(error).__name__}: {error}")[:300])
    _renumber(notebook)
    return Executed(job, notebook)


def filled(notebook: Any, parameters: Mapping[str, Any]) -> Any:
    """The notebook with the parameters in a cell of their own after the one tagged ``parameters``, as papermill does.

    Raises ValueError for a notebook without such a cell.
    """
    from nbformat.v4 import new_code_cell

    places = [n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if not places:
        raise ValueError("the notebook has no cell tagged parameters")
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell = new_code_cell(source, metadata={"tags": ["injected-parameters"]})  # type: ignore[no-untyped-call]
    notebook.cells.insert(places[0] + 1, cell)
    return notebook


def _fresh(manager: Any, job: Job) -> None:
    """A kernel that knows nothing of the notebook before, in the notebook's folder, saving charts in its own."""
    from budgetlib.charts.drawing import FOLDER

    if not manager.has_kernel:
        manager.start_kernel(
            cwd=str(job.path.parent),
            extra_arguments=["--IPKernelApp.log_level=40"],  # its remarks on transports are not for readers
            env={**os.environ},
        )
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        place = f"import os\nos.environ[{FOLDER!r}] = {str(job.charts)!r}\nos.chdir({str(job.path.parent)!r})"
        client.execute_interactive(f"{_FORGET}\n{place}", silent=True, store_history=False, timeout=SECONDS)
    finally:
        client.stop_channels()


def _renumber(notebook: Any) -> None:
    """Executed counts from 1, as in a kernel of its own."""
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
