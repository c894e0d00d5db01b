"""Checks on stated reasons: whether a reason speaks of its own item, and goes the way that the figures went."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from budgetlib import reference
from budgetlib.checks.contents import paragraphs
from budgetlib.checks.figures import Figure
from budgetlib.checks.likeness import Numbered, by_form, pairs
from budgetlib.checks.messages import say, shown
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.intervals import EPSILON
from budgetlib.text import fold

_MOVED = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{2,12}?)(?:比[^,。;]{1,8})?(?:有所|略有|有|均有|随之|相应)?(?:增加|减少|提高|下降|增长|降低)(?=[,。;]|$)"
)
_CUT = re.compile(r"对(?P<item>[\u4e00-\u9fff]{3,10}[费款])(?:预算|支出)?[^,。;增]{0,12}(?:压缩|压减|缩减)")
_RISEN = (
    r"(?:预算|支出)?(?:为|共)?\d[\d,.]*万元,(?:较|比|与)上年(?:预算|决算)?数?(?:相比)?,?"
    r"增加(?P<by>\d[\d,]*(?:\.\d+)?)万元"
)
_OTHERS = 3
"""Pairs of characters, and half of its own, that a reason must share with another indicator to be that one's."""


# --- reasons in the forms ------------------------------------------------------------------------------------------


def _of_another(view: View) -> Iterator[Verdict]:
    """A reason that reports how another indicator moved, or is made of another's words: told once a reason."""
    for (_, project), rows in by_form(view):
        strange: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
        for number, row in rows:
            reason = fold(row.get("reason") or "")
            other = _meant(reason, row, [one for _, one in rows]) if reason else None
            if other:
                strange[(reason, other)].append((number, row))
        for (reason, other), found in strange.items():
            names = "”“".join(row["indicator"] for _, row in found)
            words = {"project": project, "indicators": names, "reason": _short(reason), "other": other}
            figures = _figures(view, found)
            yield Verdict("broken", figures, *say("reason_of_another", words), page=found[0][1]["page"])


def _meant(reason: str, row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> str | None:
    """The indicator that a reason speaks of where it does not speak of its own."""
    own = pairs(row["indicator"])
    others = [one["indicator"] for one in rows if one is not row and one["indicator"] != row["indicator"]]
    moved = [pairs(match["noun"]) for match in _MOVED.finditer(reason)]
    if moved and not any(noun & own for noun in moved):
        return next(
            (name for name in others for noun in moved if noun and len(noun & pairs(name)) * 2 >= len(noun)), None
        )
    said = pairs(reason)
    if said & own:
        return None
    return next((name for name in others if len(said & pairs(name)) >= max(_OTHERS, len(pairs(name)) / 2)), None)


def _figures(view: View, found: Sequence[Numbered]) -> tuple[Figure, ...]:
    """Outcome or score of each row, for the reader to be led there."""
    wanted = ((number, ("actual_value", "target_value", "score")) for number, _ in found)
    return tuple(
        next(figure for column in columns if (figure := view.figure("indicators", number, column)))
        for number, columns in wanted
        if any(view.figure("indicators", number, column) for column in columns)
    )


def _short(text: str, length: int = 40) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


@cache
def _says(key: str) -> re.Pattern[str]:
    return re.compile("|".join(reference.load("performance")["reasons"][key]))


def _funds(view: View) -> Iterator[Verdict]:
    """Short of money, while money was left; more money, while the budget stayed: told once a form."""
    for number, project in view.rows("projects"):
        money = [view.figure("projects", number, one) for one in ("initial_budget", "adjusted_budget", "executed")]
        initial, adjusted, executed = money
        if not initial or not adjusted or not executed:
            continue
        reasons = [fold(row.get("reason") or "") for row in _rows_of(view, number)]
        left = executed.value < initial.value - EPSILON
        kept = max(adjusted.value, executed.value) <= initial.value + EPSILON
        for key, wrong in (("short_of_funds", left), ("more_funds", kept)):
            match = next((found for reason in reasons if (found := _says(key).search(reason))), None)
            if match and wrong:
                words = {
                    "project": project["project"],
                    "said": match.group(),
                    "initial": shown(initial),
                    "adjusted": shown(adjusted),
                    "executed": shown(executed),
                }
                yield Verdict("broken", (executed, initial, adjusted), *say(key, words))


def _rows_of(view: View, project: int) -> list[dict[str, Any]]:
    form = view.form("projects", project)
    return [row for number, row in view.rows("indicators") if view.form("indicators", number) == form]


# --- reasons in the prose ------------------------------------------------------------------------------------------


@cache
def _direction(key: str) -> re.Pattern[str]:
    return re.compile("|".join(reference.load("directions")[key]))


@cache
def _of_money(way: str) -> re.Pattern[str]:
    """A word of direction beside what money goes to."""
    words, objects = _direction(way).pattern, _direction("objects").pattern
    return re.compile(rf"(?:{words})[^,。;、]{{0,12}}(?:{objects})|(?:{objects})[^,。;、]{{0,8}}(?:{words})")


def _says_direction(reason: str) -> str | None:
    """``up`` or ``down`` where every word of direction in a reason says so, of money; None where none does."""
    text = re.sub(r"\s", "", fold(reason))
    found = {way for way in ("up", "down") if _direction(way).search(text)}
    if len(found) != 1 or _direction("open").search(text):
        return None
    way = found.pop()
    return way if _of_money(way).search(text) or (way == "down" and _direction("saving").search(text)) else None


def _against_direction(view: View) -> Iterator[Verdict]:
    """A fall explained by more spending, a rise by less, 持平 by either."""
    yield from _against_completion(view)
    for number, row in view.rows("changes"):
        change = view.figure("changes", number, "change") or view.figure("changes", number, "change_pct")
        said = _says_direction(row.get("reason") or "")
        moved = row.get("direction")
        if not change or not said or not moved or said == moved:
            continue
        if moved == "flat" or bool(change.value):
            yield _told(row, change, moved, said)


def _against_completion(view: View) -> Iterator[Verdict]:
    """Less spent than planned, explained by more of something, and the other way round."""
    for number, row in view.rows("completions"):
        actual = view.figure("completions", number, "actual")
        budget = view.figure("completions", number, "initial_budget") or view.figure(
            "completions", number, "annual_budget"
        )
        said, moved = _says_direction(row.get("reason") or ""), row.get("direction")
        if actual and budget and said and moved in ("up", "down") and said != moved:
            yield _told(row, actual, str(moved), said)


def _told(row: dict[str, Any], change: Figure, moved: str, said: str) -> Verdict:
    zh = {"up": "增加", "down": "减少", "flat": "持平"}
    en = {"up": "rose", "down": "fell", "flat": "did not change"}
    more = {"up": ("增加", "more"), "down": ("减少", "less")}[said]
    words = {"item": row["item"], "moved": zh[moved], "change": shown(change), "said": more[0]}
    words["reason"] = _short(fold(row["reason"]))
    return Verdict("broken", (change,), *say("reason_direction", words, {"moved": en[moved], "said": more[1]}))


def _item_did_not_move(view: View) -> Iterator[Verdict]:
    """Saving on an item named as the reason, while the report says that this very item kept to its budget."""
    kept: dict[str, Figure] = {}
    for number, row in view.rows("completions"):
        budget = view.figure("completions", number, "annual_budget")
        actual = view.figure("completions", number, "actual")
        if budget and actual and actual.value and abs(budget.value - actual.value) < EPSILON:
            kept[row["item"]] = actual
    for number, row in view.rows("completions"):
        reason = fold(row.get("reason") or "")
        named = next((item for item in kept if item != row["item"] and _saves(reason, fold(item))), None)
        actual = view.figure("completions", number, "actual")
        if named and actual:
            words = {"item": row["item"], "named": named, "same": shown(kept[named]), "reason": _short(reason)}
            yield Verdict("broken", (actual, kept[named]), *say("reason_item_kept", words))


def _cut_and_risen(view: View) -> Iterator[Verdict]:
    """An item that is said to have been cut back, in the paragraph that tells of its rise."""
    for block, paragraph, _ in paragraphs(view):
        text = "".join(fold(paragraph.text).split())
        for cut in _CUT.finditer(text):
            risen = re.search(rf"{cut['item']}{_RISEN}", text)
            if risen and float(risen["by"].replace(",", "")):
                words = {"item": cut["item"], "said": cut.group(), "change": risen["by"]}
                yield worded("cut_and_risen", words, page=paragraph.page, place=f"block:{block}")


def _saves(reason: str, item: str) -> bool:
    return bool(re.search(rf"(?:减少|压减|压缩|节约)[^,。;]{{0,16}}{re.escape(item)}", reason))


RULES: dict[str, Run] = {
    "performance.reason_of_another": _of_another,
    "performance.reason_funds": _funds,
    "wording.reason_direction": _against_direction,
    "wording.reason_item": _item_did_not_move,
    "wording.cut_and_risen": _cut_and_risen,
}
