"""A number without a unit behind a change: a rate where only the sign is missing, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("ending", "rate"), [("增长20.00%。", 20.0), ("增长20.00。", 20.0), ("增长5倍。", None), ("增长20。", None)]
)
def test_a_bare_number_is_a_rate_only_where_the_sign_alone_is_missing(
    prose: Callable[..., object], ending: str, rate: float | None
) -> None:
    found = prose(f"本年支出合计120.00万元，比上年增加20.00万元，{ending}主要原因是新增项目。")
    rates = [row.values["value"] for row in found.claims if row.values["measure"] == "change_pct"]  # type: ignore[attr-defined]
    assert rates == ([rate] if rate is not None else [])
