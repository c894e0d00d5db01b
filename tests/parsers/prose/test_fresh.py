"""Hard sentences in the styles of many provinces (``fresh/``), 25 sets, each answered before it was read first.

Parts of a budget, years in any order, lists under one verb, sums, balances on a day, what was planned or granted, other
offices' amounts; from the eighth set on whole passages (¶ between paragraphs). At first sight 5, 4, 5, 7, 5, 2, 1, 3,
1, 3, 0, 1, 4, 5, 0, 1, 1, 0, 4, 3, 4, 1, 3, 3 and 1 in a hundred figures were read wrongly; each set was mended before
the next was written. A line a figure: item (and other good names), measure, base, value, the year where it is not
the report's own, ``r`` where it stands in a reason, ``?`` where it may be unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]
FOLDER = Path(__file__).parent / "fresh"
YEARS = {"final": 2023, "budget": 2024}
ENDS = re.compile(r"(?:支出|预算|决算|数|合计|金额|总额)$")


class Answer(NamedTuple):
    """What a sentence says of one figure; a name, a measure or a base may be one of several."""

    items: frozenset[str]
    measures: frozenset[str]
    bases: frozenset[str]
    value: float
    year: int
    in_reason: bool
    free: bool


def bare(item: str) -> str:
    """A name without quotation marks, levels, and what may stand at its end."""
    item = re.sub(r"[“”\"、《》 ]|国家|（[类款项]）", "", item).replace("(", "（").replace(")", "）")
    item = item.rsplit("/", 1)[-1]
    while ENDS.search(item) and ENDS.sub("", item):
        item = ENDS.sub("", item)
    return item


def answer(line: str, year: int) -> Answer:
    items, measures, bases, value, *more = line.split()
    return Answer(
        frozenset(map(bare, items.split("|"))),
        frozenset(measures.split("|")),
        frozenset(bases.split("|")),
        float(value),
        next((int(word) for word in more if word.isdigit()), year),
        "r" in more,
        "?" in more,
    )


def fits(row: dict[str, object], one: Answer) -> bool:
    based = str(row["measure"]).startswith(("change", "completion"))
    return (
        bare(str(row["item"])) in one.items
        and row["measure"] in one.measures
        and abs(float(str(row["value"])) - one.value) < 1e-6
        and (row["year"], bool(row["in_reason"])) == (one.year, one.in_reason)
        and (not based or (row["base"] or "-") in one.bases)
    )


def sentences() -> Iterator[tuple[str, str, list[Answer]]]:
    for file in sorted(FOLDER.iterdir()):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            sentence, *lines = block.splitlines()
            kind = "budget" if sentence.startswith("budget ") else "final"
            yield kind, sentence.removeprefix("budget "), [answer(line, YEARS[kind]) for line in lines]


CASES = list(sentences())


@pytest.mark.parametrize(("kind", "sentence", "answers"), CASES, ids=[case[1][:16] for case in CASES])
def test_every_figure_is_as_answered_or_unread(prose: Read, kind: str, sentence: str, answers: list[Answer]) -> None:
    left, wrong = list(answers), []
    for row in (one.values for one in prose(*sentence.split("¶"), year=YEARS[kind], report_type=kind).claims):
        found = next((one for one in left if fits(row, one)), None)
        if found is None:
            wrong.append(row)
        else:
            left.remove(found)
    assert wrong == []
    assert [one for one in left if not one.free] == []


def test_over_four_hundred_sentences() -> None:
    assert len({sentence for _, sentence, _ in CASES}) > 400
    assert sum(not one.free for _, _, answers in CASES for one in answers) > 1000
