"""What a figure is compared with: 与…相比, 较上年, 同比 taken out of the words before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budgetlib.parsers.prose.grammar import MOVES, PIECES
from budgetlib.parsers.prose.tokens import Token

_BUDGET_NAME = re.compile("(?:收入|总|采购|支)预算(?:总数|总额|总计|合计|数)?$")
_REFERENCE = frozenset(("PRIOR", "YEAR", "OWN", "STAGE", "NOTE", "SIMILAR", "DATE"))
_BEHIND_SPENDING = frozenset((*MOVES, "STAGE", "SIMILAR", "FILL"))
UNKNOWN = "unknown"
"""A comparison with something that is no base the library knows."""


@dataclass(frozen=True, slots=True)
class Years:
    """What decides a base: the report's year, the year of the clause, and whether the report is a budget."""

    report: int | None
    clause: int | None
    budget: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A window without its comparison, if it has one; ``behind``: where the words behind an open one begin."""

    base: str | None
    rest: list[Token]
    behind: int | None

    @property
    def found(self) -> bool:
        """Whether the window compares."""
        return self.base is not None


def compare(window: Sequence[Token], years: Years) -> Comparison:
    """Take the comparison out of a window; where there are several the last one counts."""
    rest: list[Token] = []
    base: str | None = None
    found, behind, i = False, None, 0
    while i < len(window):
        kind, i = window[i].kind, i + 1
        if kind == "YOY" and not (i < len(window) and window[i].kind == "YEAR"):  # 同比2022年38.10万元减少
            end = next((k for k in range(i, len(window)) if window[k].kind not in ("PRIOR", "STAGE")), len(window))
            open_ = i < end == len(window)  # 同比去年1.05万元增加: an amount that is compared with
            base, found, behind, i = "prior_year", True, len(rest) if open_ else None, end
        elif kind in ("CMP", "YOY") or _level_with(window, i - 1):
            i -= kind == "PRIOR"
            end = _reference_end(window, i)
            reference, found = window[i:end], True
            base = base_of(reference, years)
            if base == "prior_year" and _names_a_budget(window, end):
                base = "prior_budget"  # 比上年收入预算增加, 比2025年三公经费预算增加
            behind = None if any(t.kind == "SIMILAR" for t in reference) else len(rest)
            again = rest and end < len(window) and window[end].kind in PIECES and window[end].text == rest[-1].text
            i = end + 1 if again else end  # 总支出比2022年决算总支出多
        else:
            rest.append(window[i - 1])
    return Comparison(base or UNKNOWN if found else None, rest, behind)


def _level_with(window: Sequence[Token], at: int) -> bool:
    """上年持平: last year, and no word 与 before it."""
    return window[at].kind == "PRIOR" and at + 1 < len(window) and window[at + 1].kind == "FLAT"


def _names_a_budget(window: Sequence[Token], start: int) -> bool:
    """Whether the item at ``start``, behind last year, is a budget by its name, or by the stage that follows it."""
    closed = window[start - 1].kind == "SIMILAR"  # 与上年相比，收、支预算总计增加: the subject
    if (
        start < len(window)
        and not closed
        and window[start].kind in ("ITEM", "PAIR")
        and _BUDGET_NAME.search(window[start].text)
    ):
        return True
    end = next((i for i in range(start, len(window)) if window[i].kind not in PIECES), start)
    return end > start and window[end].kind == "STAGE" and window[end].id in ("budget", "initial", "annual")


def _reference_end(window: Sequence[Token], start: int) -> int:
    """Where the words end that say with what is compared."""
    end = start
    while end < len(window):
        following = window[end + 1].kind if end + 1 < len(window) else ""
        word = window[end]
        spent = word.kind == "SPEND" and (not following or following in _BEHIND_SPENDING)
        if not (word.kind in _REFERENCE or word.text in ("的", "数") or spent):
            break
        end += 1
    closing = next((k for k in range(end, min(end + 3, len(window))) if window[k].kind == "SIMILAR"), None)
    if closing is not None and all(t.kind in PIECES | {"STAGE"} for t in window[end:closing]):
        return closing + 1  # 与2022年度收入总计相比
    return end


def base_of(reference: Sequence[Token], years: Years) -> str | None:
    """The base that words name: last year (its account or its budget), another year, a budget of this year."""
    stages = [t.id for t in reference if t.kind == "STAGE"]
    stage = "execution" if "execution" in stages else stages[-1] if stages else None
    year = next((int(t.text[:4]) for t in reference if t.kind in ("YEAR", "DATE") and t.text[:2] == "20"), None)
    current = years.clause or years.report
    if any(t.kind == "PRIOR" for t in reference) or (year and current and year == current - 1):
        return "prior_budget" if stage in ("budget", "initial", "annual") else "prior_year"
    if year is not None and year != current:
        return "other_year"
    if stage in ("initial", "annual"):
        return f"{stage}_budget"
    if stage == "budget":
        return None if years.budget and year is not None else "budget"
    return None
