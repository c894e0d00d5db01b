"""The engine on a handful of figures with their keys: each field of an identity worked by hand, on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, cast

import pytest

from budgetlib.checks.engine import Engine, Identity
from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry, Index, _test
from budgetlib.checks.model import Verdict
from budgetlib.numbers import half_unit
from budgetlib.readers.document import Mark

_NUMBERS = count()
Brief = tuple[str, float | None, float | None, float | None]


def entry(source: str, text: str | None, order: int = 0, doubt: str = "", **keys: Any) -> Entry:
    """A figure as the index has it; None is a blank cell."""
    number = next(_NUMBERS)
    mark = keys.pop("mark", Mark(number, None, 0, 1))
    unit = keys.pop("unit", "万元")
    figure = text and Figure(source, number, "value", float(text), half_unit(text), text, 1, unit, 1.0, mark)
    return Entry({"source": source, "row": 1, "sole": True, "grid": 1} | keys, figure or None, order, doubt)


def judged(entries: list[Entry], **fields: Any) -> list[Verdict]:
    """The verdicts of an identity on these entries: ``total`` against ``part`` in one row, if nothing else is said."""

    class Made:
        def select(self, source: str, wanted: dict[str, Any]) -> Iterator[Entry]:
            tests = [(key, _test(value)) for key, value in wanted.items()]
            of = (one for one in entries if one.keys["source"] == source)
            return (one for one in of if all(test(one.keys.get(key)) for key, test in tests))

    usual = {
        "id": "x",
        "rule": "statement.row",
        "by": ["row"],
        "left": {"source": "total"},
        "zh": "{name}",
        "en": "{code}",
    }
    sides = {} if "over" in fields else {"right": [{"source": "part", "pick": "all"}]}
    return list(Engine(cast(Index, Made())).judge(Identity.of(usual | sides | fields)))


def brief(verdicts: list[Verdict]) -> list[Brief]:
    return [(one.status, one.stated, one.expected, one.difference) for one in verdicts]


def parts(*texts: str | None, **keys: Any) -> list[Entry]:
    return [entry("part", text, **keys) for text in texts]


@pytest.mark.parametrize(
    ("total", "texts", "tail", "expected"),
    [
        ("10.00", ("6.00", "4.00"), False, ("exact", 10.0, 10.0, 0.0)),
        ("10.00", ("6.00", "4.01"), False, ("rounded", 10.0, 10.01, -0.01)),
        ("10.00", ("6.00", "4.02"), False, ("broken", 10.0, 10.02, -0.02)),
        ("10.00", ("6.00", "4.02"), True, ("broken", 10.0, 10.02, -0.02)),
        ("10.00", ("10.01",), False, ("broken", 10.0, 10.01, -0.01)),
        ("10.00", ("10.01",), True, ("rounded", 10.0, 10.01, -0.01)),  # a tail of one in the last place
        ("10.00", ("10.02",), True, ("broken", 10.0, 10.02, -0.02)),
        ("10.0", ("10.19",), True, ("broken", 10.0, 10.19, -0.19)),
        ("10.0", ("10.09",), True, ("rounded", 10.0, 10.09, -0.09)),  # of the roughest figure
        ("10.00", (None, "10.00"), False, ("exact", 10.0, 10.0, 0.0)),
        ("0.00", ("0.00",), False, ("exact", 0.0, 0.0, 0.0)),
    ],
)
def test_a_total_and_its_parts(total: str, texts: tuple[str | None, ...], tail: bool, expected: Brief) -> None:
    assert brief(judged([entry("total", total), *parts(*texts)], tail=tail)) == [expected]


@pytest.mark.parametrize(("total", "status"), [("10.03", "rounded"), ("9.97", "rounded"), ("10.04", "broken")])
def test_each_subtotal_may_have_a_tail_of_its_own(total: str, status: str) -> None:
    """Two subtotals and the total: three units of the last place."""
    entries = [entry("total", total), *parts("6.00", "4.00", summed=True)]
    assert [one.status for one in judged(entries, tail=True)] == [status]
    assert [one.status for one in judged(entries)] == ["broken"]


@pytest.mark.parametrize(
    ("texts", "need", "proven"),
    [(("6.00", "4.00"), "any", 3), (("10.00", "0.00"), "any", 0), (("10.00",), "any", 0), (("10.00",), "either", 2)],
)
def test_only_what_could_have_failed_is_proven(texts: tuple[str, ...], need: str, proven: int) -> None:
    (one,) = judged([entry("total", "10.00"), *parts(*texts)], need=need)
    assert len(one.confirmed) == proven


TWO = {"right": [{"source": "one"}, {"source": "other"}]}


@pytest.mark.parametrize(
    ("need", "one", "other", "expected"),
    [
        ("all", "6.00", "4.00", ("exact", 10.0, 10.0, 0.0)),
        ("all", "6.00", None, ("unchecked", None, None, None)),
        ("all", None, "4.00", ("unchecked", None, None, None)),
        ("all", None, None, None),
        ("any", "10.00", None, ("exact", 10.0, 10.0, 0.0)),
        ("any", None, "10.00", ("exact", 10.0, 10.0, 0.0)),
        ("any", None, None, None),
        ("two", "10.00", None, None),
        ("two", "6.00", "4.00", ("exact", 10.0, 10.0, 0.0)),
        ("first", "10.00", None, ("exact", 10.0, 10.0, 0.0)),
        ("first", None, "10.00", None),
        ("either", "10.00", None, ("exact", 10.0, 10.0, 0.0)),
        ("either", "9.00", "10.00", ("exact", 10.0, 10.0, 0.0)),  # one that agrees is enough
        ("either", "9.00", "8.00", ("broken", 10.0, 9.0, 1.0)),
        ("either", None, None, None),
    ],
)
def test_which_parts_an_identity_needs(need: str, one: str | None, other: str | None, expected: Brief | None) -> None:
    found = [entry(name, text) for name, text in (("one", one), ("other", other)) if text]
    verdicts = judged([entry("total", "10.00"), *found], need=need, **TWO)
    assert brief(verdicts) == ([expected] if expected else [])
    for verdict in verdicts:
        assert verdict.status != "unchecked" or verdict.reason[1] == "1 of its parts are not stated"


def test_a_figure_is_no_part_of_itself() -> None:
    mark = Mark(0, None, 0, 1)
    same = [entry("total", "10.00", mark=mark), entry("part", "10.00", mark=mark)]
    assert not judged(same) and not judged(same, need="either")


@pytest.mark.parametrize(
    ("total", "texts", "expected"),
    [
        (None, ("6.00", "4.00"), ("broken", None, 10.0, None)),
        (None, ("0.00", None), None),
        ("10.00", (None, None), ("broken", 10.0, 0.0, 10.0)),
        ("0.00", (None, None), None),
        ("10.00", (), None),
    ],
)
def test_blanks_are_wrong_where_a_blank_is_nothing(
    total: str | None, texts: tuple[str | None, ...], expected: Brief | None
) -> None:
    entries = [entry("total", total), *parts(*texts)]
    assert brief(judged(entries, blank=True)) == ([expected] if expected else [])
    assert not judged(entries)
    if expected:
        entries[0].doubt = "who knows"
        assert [one.status for one in judged(entries, blank=True)] == ["unchecked"]


def test_a_part_may_be_taken_off() -> None:
    operands = {"right": [{"source": "one"}, {"source": "other", "minus": True}]}
    entries = [entry("total", "2.00"), entry("one", "6.00"), entry("other", "4.00")]
    assert brief(judged(entries, **operands)) == [("exact", 2.0, 2.0, 0.0)]


@pytest.mark.parametrize(("exact", "expected"), [(False, ("rounded", 1.5)), (True, ("broken", 0.0))])
def test_points_are_given_and_not_rounded(exact: bool, expected: tuple[str, float]) -> None:
    """10 against 6 and 5: three halves explain it, of points nothing does."""
    side = {"exact": exact}
    operands = {"left": {"source": "total"} | side, "right": [{"source": "part", "pick": "all"} | side]}
    (one,) = judged([entry("total", "10"), *parts("6", "5")], **operands)
    assert (one.status, one.tolerance) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("10.00", ("exact", 10.0, 10.0, 0.0)),
        ("6.00", ("exact", 6.0, 6.0, 0.0)),
        ("7.00", ("broken", 7.0, 10.0, -3.0)),
        ("6.01", ("broken", 6.01, 10.0, -3.99)),
    ],
)
def test_a_part_that_a_total_may_leave_out(total: str, expected: Brief) -> None:
    operands = {"right": [{"source": "one"}, {"source": "other", "maybe": True}]}
    entries = [entry("total", total), entry("one", "6.00"), entry("other", "4.00")]
    assert brief(judged(entries, **operands)) == [expected]


def test_of_what_counts_once_the_first_counts() -> None:
    again = [*parts("6.00", code="201"), *parts("6.00", code="201"), *parts("4.00", code="202")]
    operands = {"right": [{"source": "part", "pick": "all", "once": ["code"]}]}
    assert brief(judged([entry("total", "10.00"), *again], **operands)) == [("exact", 10.0, 10.0, 0.0)]
    totals = [
        entry("total", "10.00", code="201"),
        entry("total", "11.00", code="201"),
        entry("total", "10.00", code="202"),
    ]
    left = {"left": {"source": "total", "once": ["code"]}}
    assert len(judged([*totals, *parts("10.00")], **left)) == 2 and len(judged([*totals, *parts("10.00")])) == 3


@pytest.mark.parametrize(
    ("pick", "order", "expected"),
    [
        ("first", 9, 1.0),
        ("before", 3, 2.0),
        ("before", 4, 4.0),
        ("before", 9, 4.0),
        ("before", 2, 1.0),
        ("before", 1, None),
    ],
)
def test_which_of_several_is_meant(pick: str, order: int, expected: float | None) -> None:
    """Figures at 1, 2 and 3 of the document; the last one before the left side is not the one that stands there."""
    some = [entry("part", text, order=n) for n, text in ((1, "1.00"), (2, "2.00"), (3, "4.00"))]
    found = judged([entry("total", "9.00", order=order), *some], right=[{"source": "part", "pick": pick}])
    assert [one.expected for one in found] == ([expected] if expected else [])


def test_what_is_joined_has_the_same_keys() -> None:
    entries = [
        entry("total", "6.00", row=1),
        entry("total", "4.00", row=2),
        *parts("6.00", row=1),
        *parts("4.00", row=2),
    ]
    assert [one.status for one in judged(entries)] == ["exact", "exact"]
    unknown = [entry("total", "6.00", row=None), *parts("6.00", row=None)]
    assert not judged(unknown), "what has no key at all is joined with nothing"
    other = {"right": [{"source": "part", "by": ["up"], "to": ["line"], "pick": "all"}]}
    entries = [entry("total", "6.00", line=7), *parts("6.00", up=7), *parts("4.00", up=8)]
    assert brief(judged(entries, **other)) == [("exact", 6.0, 6.0, 0.0)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("6.00", "4.00"), ("exact", 10.0, 10.0, 0.0)),
        (("6.00", "3.99"), ("rounded", 10.0, 9.99, 0.01)),
        (("6.00", "3.98"), None),  # less says nothing
        (("6.00", "4.01"), ("rounded", 10.0, 10.01, -0.01)),
        (("6.00", "4.02"), ("broken", 10.0, 10.02, -0.02)),
        (("10.00",), ("exact", 10.0, 10.0, 0.0)),
        (("9.99",), None),
        (("10.01",), ("rounded", 10.01, 10.0, 0.01)),  # the part is what is doubted
        (("10.02",), ("broken", 10.02, 10.0, 0.02)),
    ],
)
def test_parts_are_not_more_than_the_whole(texts: tuple[str, ...], expected: Brief | None) -> None:
    found = judged([entry("total", "10.00"), *parts(*texts)], op="<=")
    assert brief(found) == ([expected] if expected else [])
    assert all(one.figures[0].value == one.stated for one in found)


@pytest.mark.parametrize(
    ("whole", "expected"),
    [("11.00", None), ("10.00", ("exact", 10.0, 10.0, 0.0)), ("9.00", ("broken", 10.0, 9.0, 1.0))],
)
def test_a_figure_is_not_more_than_its_whole_elsewhere(whole: str, expected: Brief | None) -> None:
    found = judged([entry("total", "10.00"), *parts(whole)], op="<=", need="either")
    assert brief(found) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("left", "others", "expected"),
    [
        (("50.00", "2050299"), [("60.00", "2050202")], ("broken", 50.0, 0.0, 50.0)),
        (("0.00", "2050299"), [("60.00", "2050202")], None),
        (("50.00", None), [("60.00", "2050202")], None),
        (("50.00", "2050299"), [("60.00", "2100202")], None),  # the other table has no such class
        (("50.00", "2050299"), [], None),
    ],
)
def test_an_amount_that_the_other_table_does_not_have(
    left: tuple[str, str | None], others: list[tuple[str, str]], expected: Brief | None
) -> None:
    entries = [entry("total", left[0], row=1, code=left[1], level=3)]
    entries += [entry("part", text, row=2, code=code, level=3) for text, code in others]
    assert brief(judged(entries, need="either", absent=True)) == ([expected] if expected else [])
    assert not judged(entries, need="either")
    entries[0].keys["level"] = 2
    assert not judged(entries, need="either", absent=True), "items of another level are no list of such items"


@pytest.mark.parametrize("doubted", [0, 1])
def test_what_is_not_understood_accuses_nobody_and_may_hold(doubted: int) -> None:
    for text, status in (("11.00", "unchecked"), ("10.00", "exact"), ("10.01", "broken")):
        entries = [entry("total", "10.00"), *parts(text)]
        entries[doubted].doubt = "not known"
        (one,) = judged(entries)
        assert one.status == ("unchecked" if status == "broken" else status)
        assert one.reason == (("not known", "not known") if one.status == "unchecked" else ("", ""))


def test_a_hypothesis_confirms_and_never_accuses() -> None:
    assert [one.status for one in judged([entry("total", "10.00"), *parts("10.00")], hypothesis=True)] == ["exact"]
    (one,) = judged([entry("total", "10.00"), *parts("11.00")], hypothesis=True)
    assert one.status == "unchecked" and "different things" in one.reason[1]


LINES = {"left": {"source": "lines", "name": "a"}, "right": [{"source": "lines", "name": "b"}]}
PROSE = {"left": {"source": "claims"}, "right": [{"source": "lines", "name": "b"}]}


@pytest.mark.parametrize(
    ("fields", "grids", "sole", "status"),
    [
        (LINES, (1, 1), False, "broken"),  # within one table it is this row
        (LINES, (1, 2), False, "unchecked"),
        (LINES, (1, 2), True, "broken"),
        (PROSE, (None, 2), False, "unchecked"),
        (PROSE, (None, 2), True, "broken"),
    ],
)
def test_across_tables_one_row_must_be_the_one_meant(
    fields: dict[str, Any], grids: tuple[int | None, int], sole: bool, status: str
) -> None:
    first = "lines" if fields is LINES else "claims"
    entries = [entry(first, "10.00", name="a", grid=grids[0], sole=sole)]
    entries += [entry("lines", "12.00", name="b", grid=grids[1], sole=sole)]
    (one,) = judged(entries, **fields)
    assert one.status == status and ("several" in one.reason[1]) is (status == "unchecked")


# --- rates ---

RATE = {"over": [{"source": "over"}], "under": [[{"source": "under"}], [{"source": "wide"}]]}


@pytest.mark.parametrize(
    ("rate", "over", "under", "wide", "expected"),
    [
        ("25.00", "20.00", "80.00", None, ("exact", 25.0, 25.0, 0.0)),
        ("26.00", "20.00", "80.00", None, ("broken", 26.0, 25.0, 1.0)),
        ("20.00", "20.00", "80.00", "100.00", ("exact", 20.0, 20.0, 0.0)),  # of the other base
        ("26.00", "20.00", "80.00", "100.00", ("broken", 26.0, 25.0, 1.0)),  # the nearer one is told
        ("20.00", "20.00", None, "100.00", ("exact", 20.0, 20.0, 0.0)),
        ("25.00", "20.00", None, None, ("unchecked", None, None, None)),
        ("25.00", None, "80.00", None, ("unchecked", None, None, None)),
        ("25.00", None, None, None, None),
        ("25.00", "20.00", "0.00", None, None),
        (None, "20.00", "80.00", None, None),
    ],
)
def test_a_rate_of_the_base_that_may_be_meant(
    rate: str | None, over: str | None, under: str | None, wide: str | None, expected: Brief | None
) -> None:
    stated = zip(("over", "under", "wide"), (over, under, wide), strict=True)
    entries = [entry("total", rate, unit="%"), *(entry(name, text) for name, text in stated if text)]
    assert brief(judged(entries, **RATE)) == ([expected] if expected else [])


def test_a_base_may_be_a_sum_and_a_rate_is_of_no_figure_itself() -> None:
    """20 more than before makes 100: 25 % of 80."""
    under = [[{"source": "now"}, {"source": "over", "minus": True}]]
    entries = [entry("total", "25.00", unit="%"), entry("over", "20.00"), entry("now", "100.00")]
    (one,) = judged(entries, over=[{"source": "over"}], under=under)
    assert (one.status, one.expected) == ("exact", 25.0) and len(one.figures) == 3
    assert "20.00 / (100.00 − 20.00)" in one.sentences()[0]
    assert not judged(entries, over=[{"source": "over"}], under=[[{"source": "over"}]])


@pytest.mark.parametrize(
    ("rate", "fills", "tail", "status"),
    [
        ("33.33", True, True, "exact"),
        ("33.34", True, True, "rounded"),
        ("33.32", True, True, "rounded"),
        ("33.35", True, True, "broken"),
        ("33.34", False, True, "broken"),
        ("33.34", True, False, "broken"),
    ],
)
def test_a_share_may_have_the_tail_that_makes_all_of_them_a_hundred(
    rate: str, fills: bool, tail: bool, status: str
) -> None:
    entries = [entry("total", rate, unit="%", fills=fills), entry("over", "1000000.00"), entry("under", "3000000.00")]
    assert [one.status for one in judged(entries, tail=tail, **RATE)] == [status]


def test_what_is_judged_is_named_by_its_keys() -> None:
    (one,) = judged(
        [entry("total", "10.00", name="合计", code=None), *parts("10.00")], zh="{label}{none}", en="[{code}]"
    )
    assert one.subject == ("合计", "[]")
    (one,) = judged([entry("total", "10.00", name="教育", code="205"), *parts("10.00")], zh="{label}", en="{name}")
    assert one.subject == ("205 教育", "教育")


def test_what_is_computed_is_told_to_the_hundredth_of_a_yuan() -> None:
    (one,) = judged([entry("total", "1.2345678"), *parts("1.0000006")])
    assert (one.expected, one.difference, one.tolerance) == (1.000001, 0.234567, 0.0)
    (one,) = judged([entry("total", "1.0000006"), *parts("1.2345678")], op="<=")
    assert (one.stated, one.expected, one.difference, one.tolerance) == (1.234568, 1.000001, 0.234567, 0.0)
    (one,) = judged([entry("total", None), *parts("1.0000006")], blank=True)
    assert one.expected == 1.000001
