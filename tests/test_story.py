"""The fact sheet: figures read by hand in the documents, files that are there and linked, all of them or none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from budgetlib.output.staging import UnwritableFolder
from budgetlib.readers.document import UnreadableReport
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.story import Story, tell, write_story

REPORTS = Path(__file__).parents[1] / "data" / "reports"

TEXT = """某市某局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计120.00万元，其中：本年收入合计100.00万元，使用非财政拨款结余0.00万元，年初结转和结余26.00万元。

支出总计120.00万元，其中：本年支出合计90.00万元，结余分配0.00万元，年末结转和结余30.00万元。

三、支出决算情况说明

本年支出90.00万元，其中：基本支出60.00万元，占66.67%；项目支出30.00万元，占33.33%。

十、其他重要事项的情况说明

（二）政府采购情况

政府采购支出总额为7.50万元，分为政府采购货物支出7.50万元，政府采购工程支出0.00万元，政府采购服务支出0.00万元。
"""


def shown(story: Story) -> dict[str, list[tuple[str, str]]]:
    """Role to the texts and units of its figures."""
    return {fact.role.zh: [(figure.text, figure.unit) for figure in fact.figures] for fact in story.facts}


@pytest.fixture
def text_report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def urumqi() -> Report:
    return read_report(REPORTS / "urumqi-science-technology-2024.pdf")


@pytest.fixture(scope="module")
def putuo() -> Report:
    return read_report(REPORTS / "putuo-planning-2024.pdf")


def test_the_figures_of_a_report_by_role(urumqi: Report) -> None:
    story = tell(urumqi)
    assert shown(story) == {
        "收支总计": [("3,628.92", "万元")],
        "收入": [("3,416.86", "万元")],
        "支出": [("3,555.92", "万元")],
        "财政拨款": [("3,391.36", "万元"), ("3,381.51", "万元")],
        "基本支出与项目支出": [("1,489.94", "万元"), ("2,065.98", "万元")],
        "“三公”经费": [("15.54", "万元"), ("10.64", "万元")],
        "人员": [("195", "人"), ("68", "人")],
        "政府采购": [("12.20", "万元")],
        "项目预算": [("2,041.66", "万元"), ("1,921.87", "万元"), ("1,916.18", "万元")],
        "机关运行经费": [("53.55", "万元")],
    }
    assert not story.missing
    for fact in story.facts:
        for figure in fact.figures:
            assert figure.pages
            if figure.ref:
                assert urumqi.rows[figure.ref[0]][figure.ref[1]].values[figure.ref[2]] == figure.value


def test_what_confirms_a_figure_is_said_and_what_nothing_confirms_too(urumqi: Report) -> None:
    initial, adjusted, spent = next(fact for fact in tell(urumqi).facts if fact.role.zh == "项目预算").figures
    assert initial.confirmed == ()
    assert adjusted.confirmed[0].zh == spent.confirmed[0].zh == "正文第7页同数"
    assert any("没有其他印证" in one.zh and "年初预算" in one.zh for one in tell(urumqi).caveats)


def test_a_shanghai_report_states_no_staff_and_has_no_project_forms(putuo: Report) -> None:
    story = tell(putuo)
    found = shown(story)
    assert found["收支总计"] == [("9,859.38", "万元")]
    assert found["收入"] == [("9,746.50", "万元")]
    assert found["支出"] == [("9,759.38", "万元")]
    assert found["基本支出与项目支出"] == [("5,377.64", "万元"), ("4,381.74", "万元")]
    assert found["“三公”经费"] == [("0.39", "万元"), ("0.39", "万元")]
    assert found["政府采购"] == [("2,319.21", "万元")]
    assert found["项目预算"] == [("4,415.48", "万元")]
    assert [one.zh for one in story.missing] == ["人员"]
    assert [picture.name for picture in story.pictures if picture.headline] == ["three-public"]
    assert all(picture.lacks for picture in story.pictures if not picture.headline)


def test_the_strongest_findings_come_first_and_one_cause_once(urumqi: Report) -> None:
    """The error of 1.42 points, then the warnings by their money, of one cause the first alone."""
    proofs = tell(urumqi).proofs
    assert [proof.severity for proof in proofs] == ["error"] + ["warning"] * 7
    assert "90.07分" in proofs[0].formula.zh and "88.65" in proofs[0].formula.zh and proofs[0].page == 27
    found = {one["evidence"]: one for one in urumqi.records("findings")}
    told = [found[proof.evidence] for proof in proofs[1:]]
    money = [one["amount"] or 0.0 for one in told]
    assert money == sorted(money, reverse=True) and money[0] > 700
    assert len({one["group"] for one in told}) == len(told)


def test_a_finding_on_a_sample_copy_names_no_office(putuo: Report) -> None:
    assert putuo.identity.edition == "sample"
    for proof in tell(putuo).proofs:
        assert str(putuo.identity.agency) not in proof.formula.zh + proof.formula.en


def test_one_language(urumqi: Report, tmp_path: Path) -> None:
    write_story(urumqi, tmp_path / "en", lang="en")
    page = (tmp_path / "en" / "story.html").read_text(encoding="utf-8")
    assert "The figures" not in page and "figures that matter" in page and "个关键数字" not in page
    write_story(urumqi, tmp_path / "zh", lang="zh")
    assert "figures that matter" not in (tmp_path / "zh" / "story.html").read_text(encoding="utf-8")


def year_of(tmp_path: Path, year: int, reception: str, trips: str) -> Report:
    text = (
        f"甲市乙局{year}年部门预算\n\n三、“三公”经费预算情况说明\n\n"
        f"{year}年“三公”经费预算数为{float(reception) + float(trips):.2f}万元。其中：因公出国（境）费{trips}万元；"
        f"公务用车购置及运行费0.00万元；公务接待费{reception}万元。\n"
    )
    path = tmp_path / f"{year}.txt"
    path.write_text(text, encoding="utf-8")
    return read_report(path)


def test_several_years_of_one_office_are_one_story(tmp_path: Path) -> None:
    """Reception 3.00, 2.50, 2.00 fell every year, by a third in all; trips 1.00, 4.00, 2.00 did not."""
    reports = [
        year_of(tmp_path, *one) for one in ((2023, "3.00", "1.00"), (2025, "2.00", "2.00"), (2024, "2.50", "4.00"))
    ]
    write_story(reports, tmp_path / "story", lang="zh")
    page = (tmp_path / "story" / "story.md").read_text(encoding="utf-8")
    assert "2025年度预算" in page
    assert "公务接待（万元）：2023年3.00，2024年2.50，2025年2.00；逐年下降，前后相比−33.33%。" in page
    assert "因公出国（境）（万元）：2023年1.00，2024年4.00，2025年2.00；有升有降" in page
    with pytest.raises(ValueError, match="one office"):
        write_story([reports[0], reports[0]], tmp_path / "other")


def test_caveats_are_those_of_this_report(urumqi: Report, putuo: Report) -> None:
    ours, theirs = ("\n".join(one.zh for one in tell(report).caveats) for report in (urumqi, putuo))
    assert "3处比较的上年数为零" in ours and "上年数为零" not in theirs
    assert "19个项目中10个" in ours and "93.85%" in ours and "全年预算" not in theirs
    assert "样本副本" in theirs
    assert all("不说明哪一处错" in caveats and "口径为部门" in caveats for caveats in (ours, theirs))


def test_every_sentence_has_both_languages(urumqi: Report, putuo: Report) -> None:
    for report in (urumqi, putuo):
        story = tell(report)
        for one in [
            *story.changes,
            *story.execution,
            *story.caveats,
            *story.missing,
            *[lead.says for lead in story.leads],
        ]:
            assert re.search("[一-鿿]", one.zh) and re.search("[a-z]{3}", one.en)
            assert "nan" not in one.zh and "nan" not in one.en.split()


def linked(folder: Path) -> set[str]:
    page = (folder / "story.html").read_text(encoding="utf-8")
    return {name for name in re.findall(r'(?:src|href)="([^"]+)"|url\("([^"]+)"\)', page) for name in name if name}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_pages_link_files_that_are_there_and_name_no_folder_of_this_machine(urumqi: Report, tmp_path: Path) -> None:
    out = tmp_path / "story"
    written = write_story(urumqi, out)
    assert written[:2] == [out / "story.html", out / "story.md"]
    assert {path.relative_to(out).as_posix() for path in written} == files(out)
    assert linked(out) == files(out) - {"story.html", "story.md"} | {
        f"story-files/charts/{name}.png" for name in ("waterfall", "three-public", "dumbbell", "scores")
    }
    markdown = (out / "story.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([^)]+)\)", markdown)) <= files(out)
    assert {f"story-files/finding-{number}.png" for number in range(1, 9)} <= files(out)
    for page in (markdown, (out / "story.html").read_text(encoding="utf-8")):
        assert "3,628.92" in page and "2,041.66" in page and "重新排版" in page
        assert str(REPORTS.parent.parent) not in page and str(tmp_path) not in page and "file:" not in page


def test_a_second_story_in_the_folder_leaves_nothing_of_the_first(text_report: Path, tmp_path: Path) -> None:
    out = tmp_path / "story"
    (out / "story-files" / "charts").mkdir(parents=True)
    (out / "charts").mkdir()
    for stale in ("story-files/finding-8.png", "story-files/charts/waterfall.png"):
        (out / stale).write_bytes(b"old")
    for own in ("mine.txt", "charts/mine.png"):
        (out / own).write_text("mine")
    write_story(read_report(text_report), out)
    assert files(out) == {"story.html", "story.md", "story-files/chinese.woff", "mine.txt", "charts/mine.png"}


def test_a_text_report_shows_the_line_that_proves_a_finding(text_report: Path, tmp_path: Path) -> None:
    report = read_report(text_report)
    story = tell(report)
    assert shown(story) == {
        "收支总计": [("120.00", "万元")],
        "收入": [("100.00", "万元")],
        "支出": [("90.00", "万元")],
        "基本支出与项目支出": [("60.00", "万元"), ("30.00", "万元")],
        "政府采购": [("7.50", "万元")],
        "年末结转和结余": [("30.00", "万元")],
    }
    assert [one.zh for one in story.missing] == ["财政拨款", "“三公”经费", "人员", "项目预算"]
    write_story(report, tmp_path / "story")
    page = (tmp_path / "story" / "story.html").read_text(encoding="utf-8")
    assert "<mark>120.00</mark>" in page and "<mark>26.00</mark>" in page and "第5行" in page
    assert "【120.00】" in (tmp_path / "story" / "story.md").read_text(encoding="utf-8")


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.replace("某市某局", "某市<b>某|局"), encoding="utf-8")
    write_story(read_report(path), tmp_path / "story")
    assert "<b>" not in (tmp_path / "story" / "story.html").read_text(encoding="utf-8")


def test_nothing_is_left_when_a_story_fails(tmp_path: Path) -> None:
    source = tmp_path / "report.pdf"
    source.write_bytes((REPORTS / "putuo-planning-2024.pdf").read_bytes())
    report = read_report(source)
    source.unlink()
    with pytest.raises(UnreadableReport):
        write_story(report, tmp_path / "story")
    assert not (tmp_path / "story").exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(text_report: Path, tmp_path: Path) -> None:
    report = read_report(text_report)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableFolder, match="cannot write here"):
        write_story(report, tmp_path / "file")
    (tmp_path / "taken" / "story.html").mkdir(parents=True)
    with pytest.raises(UnwritableFolder, match=r"story\.html"):
        write_story(report, tmp_path / "taken")
    assert files(tmp_path / "taken") == set() and os.listdir(tmp_path / "taken") == ["story.html"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "budgetlib.cli", "story", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_writes_a_story_and_says_where(text_report: Path, tmp_path: Path) -> None:
    done = run(text_report, "--out", tmp_path / "story")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "story" / "story.html").exists() and "story.html" in done.stdout


def test_the_command_refuses_in_one_sentence(text_report: Path, tmp_path: Path) -> None:
    novel = tmp_path / "novel.txt"
    novel.write_text("很久以前，有一个人。", encoding="utf-8")
    (tmp_path / "two").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "two" / name).write_text(TEXT, encoding="utf-8")
    for path, out in (
        (novel, tmp_path / "story"),
        (tmp_path / "none.pdf", tmp_path / "story"),
        (tmp_path / "two", tmp_path / "story"),
        (text_report, novel),
    ):
        done = run(path, "--out", out)
        assert done.returncode == 2, (path, done.stdout, done.stderr)
        assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert not (tmp_path / "story").exists()
