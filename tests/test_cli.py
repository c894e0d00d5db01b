"""The commands as a user types them: tables, findings, exit codes, one sentence for bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from budgetlib import schema

REPORT = """某市某局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计120.00万元，其中：本年收入合计100.00万元，使用非财政拨款结余0.00万元，年初结转和结余20.00万元。
"""


def budgetlib(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "budgetlib.cli", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "xlsx"])
def test_parse_writes_every_table(tmp_path: Path, report: Path, ending: str) -> None:
    done = budgetlib("parse", report, "--out", tmp_path / "out", "--format", ending)
    assert done.returncode == 0, done.stderr
    names = ["tables.xlsx"] if ending == "xlsx" else [f"{name}.{ending}" for name in schema.TABLES]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    read = {
        "csv": pd.read_csv,
        "parquet": pd.read_parquet,
        "json": pd.read_json,
        "xlsx": partial(pd.read_excel, engine="openpyxl", sheet_name="claims"),
    }[ending]
    claims = read(tmp_path / "out" / ("tables.xlsx" if ending == "xlsx" else f"claims.{ending}"))
    assert list(claims.columns) == schema.TABLES["claims"].names
    assert list(claims["value"]) == [120.0, 100.0, 0.0, 20.0]
    assert "120" not in done.stderr and "4 / 4" in done.stdout


def test_check_finds_nothing_in_a_sound_report(report: Path) -> None:
    assert budgetlib("check", report).returncode == 0


def test_check_prints_findings_for_machines_and_exits_with_one(report: Path) -> None:
    report.write_text(REPORT.replace("结余20.00", "结余26.00"), encoding="utf-8")
    done = budgetlib("check", report, "--format", "json")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)
    assert (finding["rule"], finding["stated"], finding["expected"]) == ("prose.components", 120.0, 126.0)


def test_findings_of_one_cause_are_one_entry_with_their_places(report: Path) -> None:
    """Two forms whose budget was cut to the spending are one practice: one sentence, both lines; two for machines."""
    form = "项目支出绩效自评表\n\n项目名称\t{}\n主管部门\t某市某局\t实施单位\t某市某局\n"
    form += "项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    form += "\t年度资金总额\t50.00\t20.00\t20.00\t10\t100.00%\t10.00\n\n"
    report.write_text(REPORT + form.format("阅读推广") + form.format("图书采购"), encoding="utf-8")
    rules = [one["rule"] for one in json.loads(budgetlib("check", report, "--format", "json").stdout)]
    assert rules.count("performance.cut_to_spending") == 2
    lines = budgetlib("check", report, "--lang", "en").stdout.splitlines()
    told = [number for number, line in enumerate(lines) if "performance.cut_to_spending" in line]
    assert len(told) == 1 and "50.00" in lines[told[0]]
    assert lines[told[0] + 1].strip() == "1 more of one cause: l.15"


def test_check_is_silent_only_about_what_was_read(tmp_path: Path, report: Path) -> None:
    """0: no error, 1: an error, 2: nothing readable, 3: no error, but a file or a tenth of the figures unread."""
    unclear = tmp_path / "unclear.txt"
    vague = "另有12.00、13.00、14.00与15.00。\n"
    unclear.write_text(REPORT + vague, encoding="utf-8")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no pdf at all")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(REPORT.replace("结余20.00", "结余26.00"), encoding="utf-8")
    codes = {
        (report,): 0,
        (wrong,): 1,
        (wrong, bad): 1,
        (bad,): 2,
        (unclear,): 3,
        (report, bad): 3,
        (wrong, unclear): 1,
    }
    assert {paths: budgetlib("check", *paths).returncode for paths in codes} == codes
    lenient = tmp_path / "rules.toml"
    lenient.write_text("[parameters]\nunderstood_enough = 0.4\n", encoding="utf-8")
    assert budgetlib("check", unclear, "--rules-file", lenient).returncode == 0


def test_bad_input_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    cases = {
        "none.pdf": None,
        "empty.txt": b"",
        "empty.pdf": b"",
        "binary.pdf": b"\x7fELF\x00\x01" * 50,
        "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n",
        "novel.txt": "很久以前，有一个人。".encode(),
    }
    for name, content in cases.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        done = budgetlib("parse", path, "--out", tmp_path / "out")
        assert done.returncode == 2, (name, done.stdout, done.stderr)
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1 and str(path) in lines[0], (name, lines)
        assert "Traceback" not in done.stderr and not (tmp_path / "out").exists(), name


def test_an_output_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, report: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    done = budgetlib("parse", report, "--out", blocker / "out")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1 and str(blocker / "out") in done.stderr


def test_a_good_report_beside_a_bad_one_is_parsed_and_the_exit_code_says_so(tmp_path: Path, report: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no pdf at all")
    done = budgetlib("parse", report, bad, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert len(pd.read_csv(tmp_path / "out" / "reports.csv")) == 1


LOCKED = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O ("
    + b"x" * 32 + b") /U (" + b"x" * 32 + b") >>\nendobj\n"
    b"trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00><00>] >>\nstartxref\n0\n%%EOF\n"
)  # fmt: skip
"""A PDF that no empty password opens."""


def test_a_folder_of_good_and_bad_files_gives_a_line_for_each_bad_one_and_counts_them(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    for year in (2022, 2023):
        (folder / f"{year}.txt").write_text(REPORT.replace("2023", str(year)), encoding="utf-8")
    (folder / "sub" / "2021.txt").write_text(REPORT.replace("2023", "2021"), encoding="utf-8")
    bad = {
        "corrupt.pdf": (b"%PDF-1.7\n" + b"x" * 300 + b"\n%%EOF\n", "damaged"),
        "zero.pdf": (b"", "empty"),
        "locked.pdf": (LOCKED, "password"),
        "photo.jpg": (b"\xff\xd8\xff\xe0", "not a report format"),
    }
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    done = budgetlib("parse", folder, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert sorted(pd.read_csv(tmp_path / "out" / "reports.csv")["fiscal_year"]) == [2021, 2022, 2023]
    assert "3 份" in done.stdout and "5 份不可读" in done.stdout
    lines = done.stderr.strip().splitlines()
    for name, reason in [*((name, reason) for name, (_, reason) in bad.items()), ("loop", "already read")]:
        (line,) = [line for line in lines if f"{name}:" in line]
        assert reason in line, line


def test_run_outside_the_project_says_what_it_expected(tmp_path: Path) -> None:
    done = budgetlib("run", "--root", tmp_path)
    assert done.returncode == 2 and "data/reports" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="says what to do as root")
def test_lab_as_root_says_what_to_do() -> None:
    done = budgetlib("lab")
    assert done.returncode == 2 and "--allow-root" in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_folder_is_told_line_by_line_where_there_is_no_terminal(tmp_path: Path, report: Path) -> None:
    (tmp_path / "two.txt").write_text(REPORT.replace("2023", "2022"), encoding="utf-8")
    done = budgetlib("parse", report, tmp_path / "two.txt", tmp_path / "none.txt", "--out", tmp_path / "out")
    lines = done.stderr.splitlines()
    assert [line[:6] for line in lines if line.startswith("[")] == ["[1/3] ", "[2/3] ", "[3/3] "]
    assert sum("unreadable: none.txt" in line for line in lines) == 1


def test_options_that_make_no_sense_are_one_sentence(tmp_path: Path, report: Path) -> None:
    for options in (["--limit", "pages=none"], ["--csv-safe", "--format", "xlsx"], ["--format", "xml"]):
        done = budgetlib("parse", report, "--out", tmp_path / "out", *options)
        assert done.returncode == 2 and "expected" in done.stderr and len(done.stderr.strip().splitlines()) == 1


BROKEN = REPORT.replace("年初结转和结余20.00万元", "年初结转和结余26.00万元")


def test_rules_are_listed_by_the_names_that_ignore_them(tmp_path: Path) -> None:
    listed = budgetlib("rules", "--lang", "en")
    assert listed.returncode == 0 and "prose.components  [error]" in listed.stdout
    path = tmp_path / "broken.txt"
    path.write_text(BROKEN, encoding="utf-8")
    assert "prose.components" in budgetlib("check", path).stdout
    for name in ("prose.components", "prose"):
        left_out = budgetlib("check", path, "--ignore", name)
        assert left_out.returncode != 1 and "prose.components" not in left_out.stdout
    unknown = budgetlib("check", path, "--ignore", "no.such")
    assert unknown.returncode == 2 and unknown.stderr.strip().count("\n") == 0 and "no.such" in unknown.stderr


def test_a_rules_file_holds_for_check_and_parse(tmp_path: Path) -> None:
    path, own, out = tmp_path / "broken.txt", tmp_path / "rules.toml", tmp_path / "out"
    path.write_text(BROKEN, encoding="utf-8")
    own.write_text('off = ["prose.components"]\n', encoding="utf-8")
    assert "prose.components" not in budgetlib("check", path, "--rules-file", own).stdout
    assert budgetlib("parse", path, "--out", out, "--rules-file", own).returncode == 0
    assert "prose.components" not in (out / "findings.csv").read_text(encoding="utf-8")
    own.write_text("off = [", encoding="utf-8")
    assert budgetlib("check", path, "--rules-file", own).returncode == 2


def test_what_could_not_be_checked_is_listed_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "part.txt"
    path.write_text(REPORT.replace("，年初结转和结余20.00万元", ""), encoding="utf-8")
    done = budgetlib("check", path, "--unchecked", "--lang", "en")
    assert "could not be checked" in done.stdout and "parts are not stated" in done.stdout
