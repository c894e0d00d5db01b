"""Charts and sentences of verdicts: on a made-up report with one planted slip, in both languages."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text

import budgetlib as bl
from budgetlib import analysis, charts
from budgetlib.analysis.findings import beyond_rounding, identity_headline
from budgetlib.charts.figure import data_of
from budgetlib.checks import RULES
from budgetlib.checks.verdicts import STATUSES, tally, verdicts

REPORT = """某市某局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计126.00万元，其中：本年收入合计100.00万元，使用非财政拨款结余0.00万元，年初结转和结余20.00万元。

三、支出决算情况说明

本年支出90.01万元，其中：基本支出60.00万元，占66.67%；项目支出30.00万元，占33.33%；上缴上级支出0.00万元，占0.00%；经营支出0.00万元，占0.00%；对附属单位补助支出0.00万元，占0.00%。

项目支出绩效自评表

项目名称\t新建图书馆
主管部门\t某市某局\t实施单位\t某市图书馆
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t40.00\t30.00\t10\t75.00%\t7.50分
\t其中：当年财政拨款\t45.00\t36.00\t28.00\t—\t—\t—
\t其他资金\t5.00\t4.00\t2.00\t—\t—\t—
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t座位数\t>=50个\t=40个\t50\t40\t
\t效益指标\t社会效益指标\t读者\t>=9人\t=9人\t40\t40\t
总分\t\t\t\t\t\t100\t87.50分
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> bl.Report:
    path: Path = tmp_path_factory.mktemp("checks") / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return bl.read_report(path)


@pytest.fixture(scope="module")
def checked(report) -> pd.DataFrame:
    return verdicts(report)


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request) -> str:
    return request.param


@pytest.fixture(scope="module", params=["strip", "scatter"])
def chart(request, checked, lang):
    if request.param == "strip":
        return charts.identity_strip(checked, lang=lang)
    return charts.stated_scatter(checked[checked["rule"] == "prose.components"], unit="万元", lang=lang)


def test_the_findings_are_the_verdicts_with_a_severity(report, checked):
    found = checked[checked["severity"] != ""]
    for column in ("rule", "severity", "message_zh", "message_en", "evidence"):
        assert sorted(found[column]) == sorted(report.findings[column])
    assert set(checked["status"]) <= set(STATUSES)
    assert not checked[["subject_zh", "subject_en"]].eq("").any().any()


def test_an_identity_has_both_figures(checked):
    identities = checked[checked["identity"]]
    assert len(identities) > 10
    assert identities[["stated", "expected", "difference"]].notna().all().all()
    (broken,) = identities[identities["status"] == "broken"].itertuples()
    assert (broken.rule, broken.stated, broken.expected, broken.difference) == ("prose.components", 126, 120, 6)
    assert identities.query("rule == 'prose.components' and stated == 90.01")["status"].tolist() == ["rounded"]


def test_every_rule_is_counted(checked):
    counts = tally(checked)
    assert counts["rule"].tolist() == [rule.id for rule in RULES]
    assert counts[list(STATUSES)].to_numpy().sum() == len(checked)
    families = analysis.family_counts(counts)
    assert families["rules"].sum() == len(RULES)
    assert families["broken"].sum() == counts["broken"].sum()


def test_counts_and_sentences_follow_from_the_verdicts(checked):
    counts = analysis.identity_counts(checked)
    assert counts.total == counts.exact + counts.rounded + counts.truncated + counts.broken
    assert (counts.rounded, counts.broken) == (2, 1)  # 90.01 = 60 + 30 and 66.67 % = 60 / 90.01 by rounding only
    lines = [sentence.zh for sentence in analysis.finding_sentences(checked)]
    assert f"共重算{counts.total}条等式：{counts.exact}条精确成立" in lines[0]
    assert "错误1条" in lines[1]
    assert "126.00万元，各部分 100.00 + 0.00 + 20.00 合计应为 120.00万元" in lines[2]
    assert "相差+6.00" in identity_headline(checked).zh


def test_a_report_without_findings_says_so(checked):
    sound = checked[checked["severity"] == ""]
    assert analysis.strongest(sound) is None
    assert len(analysis.finding_sentences(sound)) == 2
    assert "没有一条超出" in identity_headline(sound).zh
    assert analysis.finding_sentences(sound.iloc[:0])[0].en == "There was no identity to recompute."


def test_an_error_comes_before_a_warning_and_the_farther_one_first(checked):
    rows = checked[checked["identity"]].head(3).copy()
    rows["severity"], rows["difference"], rows["tolerance"] = ["warning", "error", "error"], [9.0, 0.2, 0.1], 0.01
    assert analysis.strongest(rows)["difference"] == 0.2


def test_without_room_for_rounding_any_difference_is_beyond_it():
    frame = pd.DataFrame({"difference": [0.0, 1.0, -1.0, 0.005, 0.0], "tolerance": [0.0, 0.0, None, 0.01, None]})
    assert beyond_rounding(frame).tolist() == [0.0, float("inf"), float("-inf"), 0.5, 0.0]


def test_labelled_verdicts_are_words(checked):
    shown = analysis.labelled_verdicts(checked, ["family", "title", "subject", "status", "severity", "stated"])
    assert list(shown.columns) == ["类别", "规则", "等式", "结论", "级别", "原文数值"]
    assert {"精确成立", "舍入可解释", "不成立或有提示"} <= set(shown["结论"])
    assert set(shown["级别"]) <= {"", "错误", "提示", "备注"}
    with pytest.raises(KeyError):
        analysis.labelled_verdicts(checked, ["no_such"])


def test_title_and_note_are_complete(chart, lang):
    words = {text.get_gid(): text.get_text().replace("\n", "") for text in chart.texts if text.get_gid()}
    assert "+6.00" in words["title"]
    assert words["subtitle"]
    assert ("单位：" if lang == "zh" else "Unit:") in words["note"]
    assert "2023" in words["note"] and "某市某局" in words["note"]


def test_the_broken_identity_stands_out_with_its_difference(chart):
    drawn = " ".join(text.get_text() for ax in chart.axes for text in ax.texts)
    assert "+6.00" in drawn
    assert (data_of(chart)["status"] == "broken").sum() == 1


def test_no_two_texts_overlap_and_none_crosses_the_edge(chart):
    chart.canvas.draw()
    width, height = chart.canvas.get_width_height()
    inside = [text for text in chart.findobj(Text) if text.get_visible() and text.get_text().strip()]
    ticks = {label for ax in chart.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())}
    boxes = [(text.get_text(), text.get_window_extent()) for text in inside if text not in ticks]
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)) <= 3, (one, other)


def test_saved_with_its_data(chart, tmp_path):
    paths = charts.save(chart, "checks", tmp_path)
    assert len(pd.read_csv(paths["csv"])) == len(data_of(chart))


def test_several_beyond_the_edge_and_digits_cut_off_are_drawn(checked):
    rows = checked[checked["identity"]].head(4).copy()
    rows["rule"], rows["tolerance"] = "one", 0.01
    rows["status"], rows["difference"] = ["broken", "broken", "broken", "truncated"], [0.2, 0.1, -0.3, 0.012]
    fig = charts.identity_strip(rows)
    drawn = [text.get_text() for text in fig.axes[0].texts]
    assert "+0.20 ×2" in drawn and "\u22120.30" in drawn
    assert any("3条不成立，1条截尾" in text for text in drawn)


def test_nothing_to_draw_is_refused(checked):
    for draw in (charts.identity_strip, lambda table: charts.stated_scatter(table, unit="分")):
        with pytest.raises(ValueError, match="no identity"):
            draw(checked[~checked["identity"]])


def test_the_note_of_a_text_counts_lines(report):
    fig = charts.identity_strip(analysis.judged(report))
    note = next(text.get_text().replace("\n", "") for text in fig.texts if text.get_gid() == "note")
    assert re.search(r"来源：某市某局2023年决算，第[\d–、]+行", note)
