"""A pytest plugin for ``mutate.py``: which lines of the package each test function runs, and how long it takes."""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

_PACKAGE, _OUT = Path(os.environ["MUTATE_PACKAGE"]), Path(os.environ["MUTATE_OUT"])
_SECONDS: dict[str, float] = defaultdict(float)
_FAILED: set[str] = set()
_COVERAGE = coverage.Coverage(data_file=None, include=[f"{_PACKAGE}/*"], messages=False)
_COVERAGE.start()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Fixtures count for the test that asks for them first; what is run on import has no test."""
    test, start = item.nodeid.partition("[")[0], time.monotonic()
    _COVERAGE.switch_context(test)
    yield
    _COVERAGE.switch_context("")
    _SECONDS[test] += time.monotonic() - start


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails in the copy tells nothing of a fault there."""
    if report.failed:
        _FAILED.add(report.nodeid.partition("[")[0])


def pytest_sessionfinish() -> None:
    """Write what was seen: seconds by test, and by module and line the tests that run it."""
    _COVERAGE.stop()
    data = _COVERAGE.get_data()
    lines = {str(Path(name).relative_to(_PACKAGE)): data.contexts_by_lineno(name) for name in data.measured_files()}
    _OUT.write_text(json.dumps({"failed": sorted(_FAILED), "seconds": _SECONDS, "lines": lines}), "utf-8")
