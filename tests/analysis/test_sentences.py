from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from budgetlib.analysis import headlines, sentences
from budgetlib.analysis.yearonyear import growth
from budgetlib.reference.wording import nested


def test_year_on_year_states_its_numbers(changes):
    text = "\n".join(map(str, sentences.year_on_year_sentences(changes)))
    for figure in ("3,381.51", "1,807.21", "34.83%", "949.64", "925.12", "68.47", "−1,807.22", "14.06"):
        assert text.count(figure) >= 2, figure  # in Chinese and in English
    assert "100.00%" not in text  # no invented rate on a zero base


def test_three_public_states_its_numbers(three_public):
    found = sentences.three_public_sentences(three_public)
    assert len(found) == 4
    for figure in ("15.54", "17.89", "2.35", "−13.13%", "15.55", "99.94%"):
        assert figure in found[0].zh
        assert figure in found[0].en


def test_execution_states_its_numbers(projects):
    text = "\n".join(sentence.zh for sentence in sentences.execution_sentences(projects))
    for figure in ("2,041.66", "1,921.87", "1,916.18", "99.70%", "93.85%", "22.10%", "16个", "10个", "1.22%"):
        assert figure in text, figure


def test_marks_inside_a_quoted_name_become_single(projects):
    text = "\n".join(sentence.zh for sentence in sentences.execution_sentences(projects))
    assert "“2024年‘两区’创新建设专项”" in text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("“财政拨款“三公”经费”的增减率", "“财政拨款‘三公’经费”的增减率"),
        ("“甲”与“乙”", "“甲”与“乙”"),
        ("“…“三公”，下文不全", "“…“三公”，下文不全"),
        ("三公”经费", "三公”经费"),
    ],
)
def test_marks_inside_marks_become_single_where_they_come_in_pairs(said, shown):
    assert nested(said) == shown


def test_vehicles_are_told_by_their_parts_where_only_those_are_stated(three_public):
    running = three_public[~three_public["item"].isin(["vehicles", "vehicle_purchase"])]
    said = "\n".join(one.zh for one in sentences.three_public_sentences(running))
    assert "公务用车运行维护10.64万元" in said
    assert "运行维护" not in "\n".join(one.zh for one in sentences.three_public_sentences(three_public))


def test_items_of_one_name_are_told_apart(changes):
    twice = changes.assign(item=changes["item"].str.replace("机构运行", "行政运行"))
    names = growth(twice)["name"].tolist()
    assert {"科学技术管理事务/行政运行", "科技条件与服务/行政运行", "科普活动"} <= set(names)


def test_a_direction_in_which_nothing_moved_is_not_told(changes):
    grew = changes[~(changes["change"] < 0)]
    said = "\n".join(str(one) for one in sentences.year_on_year_sentences(grew))
    assert "个增加，合计增加" in said and "0个" not in said and "−0.00" not in said


def test_three_public_sentences_are_of_one_report(three_public):
    two = pd.concat([three_public, three_public.assign(report_id="another")])
    with pytest.raises(ValueError, match="holds 2"):
        sentences.three_public_sentences(two)


def test_headlines_state_findings_with_numbers(changes, three_public, projects):
    assert "1,807.21" in headlines.waterfall_headline(changes).en
    assert "1,874.76" in headlines.waterfall_headline(changes).zh  # 949.64 + 925.12
    assert "68.5%" in headlines.share_headline(three_public).zh
    assert "10个" in headlines.dumbbell_headline(projects).zh
    assert "1.2%" in headlines.score_headline(projects).zh


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1 projects print a rate; 2 projects print none.", "1 project prints a rate; 2 projects print none."),
        ("1 of 4 projects print a rate.", "1 of 4 projects prints a rate."),
        ("11 reports and 0.1 reports split 1 items.", "11 reports and 0.1 reports split 1 item."),
    ],
)
def test_one_is_no_plural(said, shown):
    assert sentences.Sentence("", said).en == shown


def test_a_sentence_has_both_languages():
    sentence = sentences.Sentence("中文", "English")
    assert (sentence.text(), sentence.text("en"), str(sentence)) == ("中文", "English", "中文\nEnglish")


def test_analysis_and_charts_import_nothing_heavy():
    code = "import sys, budgetlib.analysis, budgetlib.charts; print({'pandas', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_budget_report_speaks_of_its_budget(three_public):
    budget = three_public.assign(report_type="budget", budget=three_public["actual"], actual=float("nan"))
    sentence = sentences.three_public_sentences(budget)[0]
    assert sentence.zh.startswith("2024年“三公”经费预算15.54万元，比上年的17.89万元减少2.35万元")
    assert "为预算" not in sentence.zh
    assert "—" not in sentence.zh


def test_without_items_only_the_totals_are_stated(changes):
    assert len(sentences.year_on_year_sentences(changes.iloc[:3])) == 3
