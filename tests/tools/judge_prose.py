"""Judge the figures that budgetlib reads in sentences by the figures that a person read on the pages.

    python tests/tools/judge_prose.py CORPUS [--write]

``CORPUS`` is the folder that holds ``reports/cities``. Every figure of ``tests/corpus/prose-hand-read.csv`` gets what
budgetlib made of it (``ours``) and a ``verdict``: right, unread (budgetlib says itself that it could not read it), or
wrong with what differs. ``--write`` puts both into the file.

An item of the reading by hand may have several names, joined by ``;``: each of them is what a reader would call it.
The measure ``threshold`` is a number that only describes another figure (单价100万元以上); no claim may state it.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import budgetlib as bl
from budgetlib.parsers.facts import Row
from budgetlib.readers.document import Mark
from budgetlib.text import plain

READINGS = Path(__file__).parents[1] / "corpus" / "prose-hand-read.csv"
AMOUNTS = {"actual", "budget", "initial_budget", "annual_budget"}
MONEY = {"元": 0.0001, "万元": 1.0, "亿元": 10000.0}
FILLERS = re.compile(
    r"(?:万元)?（含）|预算|拨款|支出|总额|总计|合计|经费|费用|费|安排|万元|^本年|[“”（）的、，年度0-9]"
)
"""Words that make no other item of one; 收入 stays, or money coming in would be taken for money going out."""

Reading = dict[str, str]


def readings() -> dict[str, list[Reading]]:
    """The figures read by hand, by report, in the order of reading."""
    by_report: dict[str, list[Reading]] = defaultdict(list)
    with READINGS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by_report[row["report"]].append(row)
    return dict(by_report)


def judge(report: bl.Report, stated: Sequence[Reading]) -> list[Reading]:
    """The readings of one report with ``ours`` and ``verdict`` filled in."""
    claims: dict[Mark, list[Row]] = defaultdict(list)
    for row in report.rows["claims"]:
        claims[row.facts["value"].mark].append(row)
    reasons = {seen.mark: seen.reason for seen in report.coverage.unread}
    places = _places(report, stated, claims)
    return [
        _judged(one, claims.get(mark, []) if mark else [], mark, reasons)
        for one, mark in zip(stated, places, strict=True)
    ]


def invented(report: bl.Report, stated: Sequence[Reading]) -> list[str]:
    """Claims on the pages that were read by hand whose figure no reader found there."""
    claims = {row.facts["value"].mark: row for row in report.rows["claims"]}
    placed = set(_places(report, stated, claims))
    pages = {int(one["page"]) for one in stated}
    strange = [row for mark, row in claims.items() if mark not in placed and row.values["page"] in pages]
    return [f"page {row.values['page']}: {_shown(row)}" for row in strange]


def _places(report: bl.Report, stated: Sequence[Reading], claims: Iterable[Mark]) -> list[Mark | None]:
    """Where each reading stands: both orders of reading, page by page, laid side by side."""
    numbers = {seen.mark: (seen.page, seen.text) for seen in report.coverage.figures if seen.mark.cell is None}
    for mark in claims:
        if mark.cell is None:
            numbers.setdefault(mark, (mark.place(report.document)[0], _printed(report, mark)))
    places: list[Mark | None] = [None] * len(stated)
    for page in {one["page"] for one in stated}:
        wanted = [index for index, one in enumerate(stated) if one["page"] == page]
        marks = sorted((mark for mark, (at, _) in numbers.items() if str(at) == page), key=lambda m: (m.block, m.start))
        texts = [_digits(numbers[mark][1]) for mark in marks]
        found = SequenceMatcher(None, [_digits(stated[i]["printed"]) for i in wanted], texts, autojunk=False)
        for a, b, size in found.get_matching_blocks():
            for step in range(size):
                places[wanted[a + step]] = marks[b + step]
    return places


def _printed(report: bl.Report, mark: Mark) -> str:
    return str(getattr(report.document.blocks[mark.block], "text", ""))[mark.start : mark.end]


def _digits(text: str) -> str:
    found = re.search(r"\d[\d,，]*(?:\.\d+)?", plain(text))
    return found[0].replace(",", "").replace("，", "") if found else text


def _judged(one: Reading, claims: Sequence[Row], mark: Mark | None, reasons: dict[Mark, str]) -> Reading:
    if claims:
        ours = " & ".join(_shown(claim) for claim in claims)
        errors = sorted({error for claim in claims for error in _errors(one, claim)})
        return one | {"ours": ours, "verdict": f"wrong: {', '.join(errors)}" if errors else "right"}
    if one["measure"] == "threshold":
        return one | {"ours": "", "verdict": "right"}
    return one | {"ours": reasons.get(mark, "") if mark else "", "verdict": "unread"}


def _shown(claim: Row) -> str:
    values = claim.values
    return (
        f"{values['item']} {values['measure']} {values['value']:g}{values['unit'] or ''} {values['base'] or ''}".strip()
    )


def _errors(one: Reading, claim: Row) -> Iterable[str]:
    values = claim.values
    if _kind(one["measure"]) != _kind(str(values["measure"])):
        yield "measure"
    if not _same_value(one, claim):
        yield "value"
    if one["base"] and values["base"] and one["base"] != values["base"]:
        yield "base"
    if _kind(one["measure"]) != "count" and values.get("year") is not None and str(values["year"]) != one["year"]:
        yield "year"
    if not any(_core(name) == _core(str(values["item"] or "")) for name in one["item"].split(";")):
        yield "item"


def _kind(measure: str) -> str:
    return "amount" if measure in AMOUNTS else measure


def _same_value(one: Reading, claim: Row) -> bool:
    """The same sign, unit and number; money may be given in another unit of money."""
    printed, read = plain(one["unit"]), plain(str(claim.values["unit"] or ""))
    if printed not in MONEY or read not in MONEY:
        same_unit = not printed or read.partition("（")[0] == printed.partition("（")[0]  # 台（套） counts 台
        return same_unit and float(one["value"]) == float(claim.values["value"])
    return bool(abs(float(one["value"]) * MONEY[printed] - claim.values["value"] * MONEY[read]) < 1e-6)


def _core(item: str) -> str:
    """What a name says: of a path of codes its last, without what reports add to the same name or leave out."""
    return FILLERS.sub("", plain(item).rpartition("/")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help="put what was read and the verdicts into the file")
    chosen = parser.parse_args()
    judged: list[Reading] = []
    for name, stated in readings().items():
        report = bl.read_report(chosen.corpus / "reports" / "cities" / name)
        rows = judge(report, stated)
        judged += rows
        print(name, dict(Counter(row["verdict"].partition(":")[0] for row in rows)))
        for row in rows:
            if row["verdict"] != "right":
                print(
                    "  ",
                    row["page"],
                    row["printed"],
                    row["item"],
                    row["measure"],
                    "|",
                    row["ours"],
                    "|",
                    row["verdict"],
                )
        for claim in invented(report, stated):
            print("   no reading of", claim)
    print(dict(Counter(row["verdict"].partition(":")[0] for row in judged)))
    if chosen.write:
        with READINGS.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, judged[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(judged)


if __name__ == "__main__":
    main()
