"""How much work something is, without a clock: the lines of Python that run. Machines are shared and noisy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def lines_run(action: Callable[[], Any]) -> int:
    """Lines of code that run in ``action``; patterns run outside of them."""
    count = 0

    def line(frame: Any, event: str, argument: Any) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        action()
    finally:
        sys.settrace(before)
    return count
