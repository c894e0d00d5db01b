"""Where a title breaks: after a pause when both lines fit, whatever their lengths."""

from __future__ import annotations

from budgetlib.charts.style import wrap_title


def test_a_title_breaks_at_its_pause():
    title = "支出比上年减少1,807.21万元，减得最多的2个科目共减1,874.76万元"
    assert wrap_title(title, 27).split("\n") == ["支出比上年减少1,807.21万元，", "减得最多的2个科目共减1,874.76万元"]


def test_a_short_title_stays_on_one_line():
    assert wrap_title("支出减少，收入增加", 27) == "支出减少，收入增加"


def test_a_part_too_long_for_a_line_is_broken_anywhere():
    lines = wrap_title("减少，" + "科" * 30, 27).split("\n")
    assert "".join(lines) == "减少，" + "科" * 30
    assert max(map(len, lines)) <= 27
