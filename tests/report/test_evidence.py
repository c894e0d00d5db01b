"""The evidence pack, the memory of judged findings, and the review form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import budgetlib as bl
from budgetlib.checks.catalogue import FAMILIES, rules
from budgetlib.cli import app
from budgetlib.review import evidence, judged
from budgetlib.review.reviewsheet import answers

TEXT = (
    "某市某局2024年度部门决算\n\n二、收入支出决算情况说明\n\n"
    "本年支出90.00万元，其中：基本支出40.00万元，占44.44%；项目支出50.00万元，占58.56%。\n\n"
    "会议费支出12.00万元，与上年决算15.00万元持平。\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def check(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    assert result.exit_code in (0, 1), result.output
    return result.output


def test_the_pack_shows_sentence_source_computation_and_question(report: Path, tmp_path: Path) -> None:
    check(report, "--evidence", tmp_path / "pack")
    page = (tmp_path / "pack" / "index.html").read_text(encoding="utf-8")
    for words in (
        "58.56",
        "55.56",
        "<mark>58.56</mark>",
        "可能的正当解释",
        "问单位的问题",
        "prose.shares",
        "与上年决算15.00",
    ):
        assert words in page
    with (tmp_path / "pack" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["rule"] for row in rows} == {"prose.shares", "wording.flat"}
    assert all(f'id="{row["finding"]}"' in page for row in rows)


def test_a_judged_finding_is_left_out_and_the_others_stay(report: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    check(report, "--evidence", pack)
    with (pack / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        name = next(row["finding"] for row in csv.DictReader(file) if row["rule"] == "wording.flat")
    (pack / "ignored.csv").write_text(
        f"finding,reason,who,date\n{name},the office has explained it,reader,2025-03-01\n", encoding="utf-8"
    )
    said = check(report, "--evidence", pack)
    assert "wording.flat" not in said.split("已判断")[0] and "prose.shares" in said
    assert name not in (pack / "index.html").read_text(encoding="utf-8")
    assert "wording.flat" in check(report)  # without the file nothing is left out
    assert "wording.flat" not in check(report, "--ignored", pack / "ignored.csv")


def test_a_judgement_needs_a_reason_a_name_and_a_date(tmp_path: Path) -> None:
    path = tmp_path / "ignored.csv"
    path.write_text("finding,reason,who,date\nabc,,reader,2025-03-01\n", encoding="utf-8")
    with pytest.raises(judged.BadJudgements, match="needs a reason"):
        judged.read(path)
    path.write_text("finding,why\nabc,x\n", encoding="utf-8")
    with pytest.raises(judged.BadJudgements, match="expected the columns"):
        judged.read(path)
    assert judged.read(tmp_path / "none.csv") == {}


def test_the_name_of_a_finding_stays_when_another_one_comes(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("占44.44%", "占49.44%"), encoding="utf-8")
    known = [bl.read_report(path) for path in (report, other)]
    named = [dict(zip(judged.names(r.parsed, found := list(r.records("findings"))), found, strict=True)) for r in known]
    assert set(named[0]) < set(named[1]) and len(named[1]) == len(named[0]) + 1


def test_every_rule_has_an_innocent_explanation_and_a_question() -> None:
    assert {rule.family for rule in rules()} <= set(FAMILIES)
    for rule in rules():
        assert all(all(both) for both in evidence.questions(rule.id, rule.family)), rule.id


def test_the_review_form_answers_what_can_be_answered(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "form.xlsx"
    check(report, "--sheet", target)
    sheet = load_workbook(target).worksheets[0]
    rows = {row[2]: row for row in sheet.iter_rows(min_row=5, values_only=True) if row[2]}
    assert sheet["B1"].value == "2024年度部门决算公开情况检查表"
    wrong = rows["文字中的分项、占比、数量、面积加总正确"]
    assert wrong[3] == "不符合" and "58.56" in wrong[4] and "58.56" in wrong[5]
    assert rows["增减方向（大于、小于、持平）与数字一致"][3] == "不符合"
    assert rows["在规定时限内（批复后 20 日内）公开"][3] == "人工检查"
    assert rows["表内各栏、各行加总正确，收支平衡"][3] == "人工检查"  # the report has no statements


def test_a_budget_is_not_asked_for_what_only_final_accounts_publish(tmp_path: Path) -> None:
    path = tmp_path / "budget.txt"
    path.write_text("某市某局2025年部门预算\n\n2025年收入预算90.00万元，支出预算90.00万元。\n", encoding="utf-8")
    report = bl.read_report(path)
    said = {one.item: one.answer for one in answers(report, report.checked.findings)}
    assert said["偏差原因与本指标相符"] == "不适用"


@pytest.mark.corpus
def test_crops_of_a_pdf_stand_in_the_pack_and_in_the_form(corpus: Path, tmp_path: Path) -> None:
    pdf = corpus / "reports" / "putuo-planning-2024.pdf"
    check(pdf, "--evidence", tmp_path / "pack", "--sheet", tmp_path / "form.xlsx")
    page = (tmp_path / "pack" / "index.html").read_text(encoding="utf-8")
    crops = list((tmp_path / "pack" / "crops").iterdir())
    assert len(crops) >= 10 and all(f'src="crops/{one.name}"' in page for one in crops)
    assert len(load_workbook(tmp_path / "form.xlsx").worksheets[0]._images) >= 5
