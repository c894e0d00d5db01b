"""The workshop: answers worked by hand, messages for near misses, the readiness check, the planted errors."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from budgetlib import reference, schema, workshop
from budgetlib.running.pipeline import read_report
from budgetlib.workshop import answers, readiness
from tools import handout
from tools.corpus import planted

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks" / "workshop"
EXERCISES = sorted(FOLDER.glob("[0-9]-*.ipynb"))
QUESTIONS = reference.load("workshop")["question"]

# Worked from the printed pages and the two CSV files, not from the notebooks. First what counts as right, then common
# mistakes with a word of the message that each must get.
ANSWERS = {
    "1.1": ([3555.92, "3,555.92", "３５５５．９２"], {3628.92: "结转", 3381.51: "一般公共预算", 35_559_200: "万元"}),
    "1.2": ([-925.12, "−925.12"], {925.12: "方向", -35.37: "百分比"}),
    "1.3": ([1690.44 + 925.12], {1690.44 - 925.12: "方向", 1690.44: "2024"}),
    "1.4": ([4 * 50], {0.02: "万元", 3 * 50: "合计", 100: "实际", 400: "半个"}),
    "1.5": ([5377.64 - 5364.75], {5364.75 - 5377.64: "方向", 128_900: "万元"}),
    "1.6": (["支出决算表", " 支出决算表 ", "expenditure"], {"一般公共预算财政拨款支出决算表": "另一个数"}),
    "1.7": ([0 + 10 + 10 + 10 + 10 + 5 + 3.65 + 40], {90.07: "印出来", 1.42: "差额"}),
    "2.1": ([21_480_600 / 10_000], {21_480_600: "万元", 214.81: "10,000"}),
    "2.2": (["虚构市教育局（部门）", "虚构市教育局(部门)"], {"虚构市教育局（本级）": "一部分", "虚构市司法局": "元"}),
    "2.3": (
        [3820.40 + 15260.43 + 5417.86 + 11934.08 + 7702.35 + 936.28 + 2148.06 + 307.15],
        {47526.61 + 2910.15 + 3821.55 + 5120.90: "两次", 475_266_100: "万元"},
    ),
    "2.4": ([["虚构市社会工作部(部门)"], ("虚构市社会工作部",)], {("虚构市档案馆（单位）",): "人数表"}),
    "2.5": ([15260.43 / 148], {15260.43 / 45: "本级", 3821.55 / 45: "本级", 9_362_800 / 27: "元"}),
    "2.6": ([(5417.86 - 4630.22) / 4630.22 * 100], {(5417.86 - 4630.22) / 5417.86 * 100: "分母", 100: "0"}),
    "2.7": (
        [["虚构市社会工作部（部门）", "虚构市体育局（部门）"], {"虚构市体育局", "虚构市社会工作部"}],
        {("虚构市体育局",): "从0到0", ("虚构市社会工作部",): "上年"},
    ),
    "2.8": (
        [["中共上海市普陀区委社会工作部", "乌鲁木齐市科学技术局", "上海市普陀区规划和自然资源局"]],
        {("上海市普陀区商务委员会", "上海市普陀区人民政府万里街道办事处"): "预算"},
    ),
    "3.1": ([332.27 - 327.79], {327.79 - 332.27: "方向", 4.50: "改动", 332.27: "差额"}),
    "3.2": ([2583.70 - 2538.70], {-45.0: "方向", 2583.70: "文字", 450_000: "万元"}),
    "3.3": (["2080501", "行政单位离退休"], {"住房公积金": "3.4", "2060702": "上年为零"}),
    "3.4": ([46.93 / (211.72 - 46.93) * 100, "28.48%"], {24.84: "印出来", 46.93 / 211.72 * 100: "分母"}),
    "3.5": ([0.00 + 23.60], {26.30: "印出来", 15.93 + 26.30 + 2.22: "各项"}),
    "3.6": ([341.56 / 372.52 * 100], {96.19: "印出来", 341.56 / 331.64 * 100: "年初"}),
    "3.7": ([10 + 15 + 10 + 10 + 5 + 10 + 25 + 10 + 10], {95: "执行率", 100: "印出来"}),
    "3.8": (["房屋"], {"车辆": "128", "实有人数": "没有错"}),
    "3.9": ([7], {8: "没有可比", 13: "几条", 14: "几条"}),
    "4.1": ([[2023], (2023,)], {(2012,): "执行数", (2017,): "口径", (): "最后一年"}),
    "4.2": ([[2017, 2019, 2020, 2021, 2022]], {(2019, 2021): "之后", (2019, 2020, 2021, 2022): "口径变了"}),
    "4.3": (
        [(74.25 - 93.64) / 93.64 * 100],
        {(80.95 - 93.64) / 93.64 * 100: "执行数", (93.64 - 74.25) / 93.64 * 100: "方向", -0.21: "小数"},
    ),
    "4.4": (
        [(61.47 - 43.60) / 61.47 * 100],
        {(61.47 - 43.60) / 43.60 * 100: "分母", 43.60 / 61.47 * 100: "用去", 17.87: "金额"},
    ),
    "4.5": ([[2014, 2015, 2016]], {(2013, 2014, 2015, 2016): "2013"}),
    "4.6": ([100.00 - 110.00], {0: "说明里", 10: "方向"}),
    "4.7": (
        [(2391.92 - 2722.57) / 2722.57 * 100, -12.14],
        {-54.87: "2018", -60.35: "2019", 12.14: "方向", -330.65: "金额"},
    ),
}
ALL_RIGHT = [(question, one) for question, (right, _) in ANSWERS.items() for one in right]
NEAR_MISSES = [(question, one, word) for question, (_, near) in ANSWERS.items() for one, word in near.items()]


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(answers, "_right", set())


def said(capsys, question, answer):
    workshop.check(question, answer)
    return capsys.readouterr().out


def listed(one):
    return list(one) if isinstance(one, tuple) else one


# --- answers ------------------------------------------------------------------------------------------------------


def test_every_question_has_an_answer_worked_by_hand():
    assert set(ANSWERS) == set(QUESTIONS)


@pytest.mark.parametrize(("question", "answer"), ALL_RIGHT)
def test_right_answers_are_right(capsys, question, answer):
    known = QUESTIONS[question]
    hint = f"put into workshop.toml: {workshop.seal(known['kind'], answer, known['salt'])}"
    assert said(capsys, question, answer) == f"第{question}题：答对了。\nQuestion {question}: right.\n", hint


@pytest.mark.parametrize(("question", "answer", "word"), NEAR_MISSES)
def test_a_near_miss_gets_a_helpful_word(capsys, question, answer, word):
    text = said(capsys, question, listed(answer))
    known = QUESTIONS[question]
    hint = f"put into workshop.toml: {workshop.seal(known['kind'], listed(answer), known['salt'])}"
    chinese, english = text.splitlines()
    assert word in chinese and "答对" not in chinese and "看看题目" not in chinese, hint
    assert english.startswith(f"Question {question}: ") and not english.endswith(": right.")


@pytest.mark.parametrize("question", ANSWERS)
def test_other_answers_are_wrong(capsys, question):
    other = {"number": 1234.56, "text": "别的", "set": ["别的"]}[QUESTIONS[question]["kind"]]
    assert "不对" in said(capsys, question, other)


@pytest.mark.parametrize("question", ["1.1", "1.6", "2.4"])
@pytest.mark.parametrize("answer", [None, ...])
def test_no_answer_is_no_mistake(capsys, question, answer):
    assert said(capsys, question, answer) == f"第{question}题：尚未作答。\nQuestion {question}: not answered yet.\n"


@pytest.mark.parametrize(
    ("question", "answer", "word"),
    [
        ("1.1", "很多", "有限的数"),
        ("1.1", float("inf"), "有限的数"),
        ("1.1", float("nan"), "有限的数"),
        ("1.1", [3555.92], "有限的数"),
        ("1.1", 1e40, "有限的数"),
        ("1.6", 3, "文字"),
        ("2.4", "虚构市社会工作部", "列表"),
        ("2.4", 3, "列表"),
    ],
)
def test_an_answer_of_another_kind_is_told_what_is_expected(capsys, question, answer, word):
    assert word in said(capsys, question, answer)


def test_tables_answer_as_lists_do(capsys):
    names = pd.Series(["虚构市体育局", "虚构市社会工作部", "虚构市体育局"])
    assert "答对了" in said(capsys, "2.7", names)


@pytest.mark.parametrize(
    ("one", "other"),
    [(0.1 + 0.2, 0.3), (2.675, 2.68), (-0.001, 0), ("−3.5", -3.5), ("38.52 %", 38.52), (3, 3.0), ("1，000", 1000)],
)
def test_numbers_count_to_two_decimals(one, other):
    assert workshop.seal("number", one, "s") == workshop.seal("number", other, "s")


@pytest.mark.parametrize(("one", "other"), [(3.14, 3.15), (1, -1), (0.005, 0.0)])
def test_a_cent_makes_another_number(one, other):
    assert workshop.seal("number", one, "s") != workshop.seal("number", other, "s")


def test_texts_count_without_width_case_and_spaces():
    assert workshop.seal("text", "科学技术（部门）", "s") == workshop.seal("text", " 科学技术 (部门)", "s")
    assert workshop.seal("text", "科学技术（部门）", "s") != workshop.seal("text", "科学技术（本级）", "s")


def test_the_same_answer_has_another_hash_under_another_salt():
    assert workshop.seal("number", 7, "one") != workshop.seal("number", 7, "other")


def test_an_unknown_question_names_those_there_are():
    with pytest.raises(KeyError, match=r"9\.9.*1\.1"):
        workshop.check("9.9", 1)


def test_the_score_follows_the_answers(capsys):
    workshop.check("1.1", 3555.92)
    workshop.check("1.2", -925.12)
    workshop.check("1.2", 925.12)
    workshop.check("3.9", 7)
    capsys.readouterr()
    workshop.score("1")
    assert capsys.readouterr().out == "练习1：答对1题，共7题。\nExercise 1: 1 of 7 right.\n"


def test_there_is_no_score_of_an_unknown_exercise():
    with pytest.raises(KeyError, match="'9'"):
        workshop.score("9")


# --- the table of hashes ------------------------------------------------------------------------------------------


def table():
    return (Path(reference.__file__).parent / "workshop.toml").read_text(encoding="utf-8")


def test_the_table_holds_hashes_and_words_only():
    for question, known in tomllib.loads(table())["question"].items():
        assert known["salt"] == f"budgetlib workshop {question}"
        for one in [*known["right"], *(near["hash"] for near in known.get("near", ()))]:
            assert re.fullmatch(r"[0-9a-f]{32}", one)
        for near in known.get("near", ()):
            assert near["hash"] not in known["right"]
            assert re.search(r"[\u4e00-\u9fff]", near["zh"]) and re.fullmatch(r"[^。.].*[^。.]", near["en"])


@pytest.mark.parametrize(("question", "answer"), ALL_RIGHT)
def test_no_message_gives_the_answer_away(question, answer):
    kind, near = QUESTIONS[question]["kind"], QUESTIONS[question].get("near", ())
    words = " ".join(f"{one['zh']} {one['en']}" for one in near)
    if kind == "number":
        own = {workshop.seal("number", number, "s") for number in re.findall(r"-?\d+(?:\.\d+)?", words)}
        assert workshop.seal("number", answer, "s") not in own
    elif kind == "text":
        assert answer.strip().removeprefix("虚构市") not in words
    else:
        assert not all(str(name) in words for name in answer)


# --- the notebooks ------------------------------------------------------------------------------------------------


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def asked(path):
    return re.findall(r'workshop\.check\("([\d.]+)"', "\n".join(sources(path)))


def printed(path):
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", ()))


def exercises():
    return [path for path in EXERCISES if not path.stem.endswith("-solution")]


def test_there_are_four_exercises_with_a_solution_each():
    assert [path.stem for path in exercises()] == ["1-trace", "2-compare", "3-planted", "4-claim"]
    assert len(EXERCISES) == 8


@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
def test_exercise_and_solution_ask_every_question_of_the_table_once(path):
    own = [question for question in QUESTIONS if question.startswith(path.stem[0])]
    assert asked(path) == own
    assert asked(path.with_stem(f"{path.stem}-solution")) == own


@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
def test_an_exercise_is_saved_unanswered_and_its_solution_right(path):
    number = len(asked(path))
    assert printed(path).count("尚未作答") == number
    assert f"答对0题，共{number}题" in printed(path)
    solution = printed(path.with_stem(f"{path.stem}-solution"))
    assert solution.count("答对了。") == number
    assert f"答对{number}题，共{number}题" in solution


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_the_environment_is_checked_first(path):
    first = sources(path)[0]
    assert "workshop.environment(" in first
    files = re.findall(r'"\.\./\.\./(data/[^"]+\.(?:pdf|csv))"', first)
    assert files and all((ROOT / file).is_file() for file in files)


def test_every_hint_is_folded():
    for path in exercises():
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        text = "\n".join(cells)
        assert text.count("<details>") == text.count("</details>") >= len(asked(path))


# --- the environment ----------------------------------------------------------------------------------------------


@pytest.fixture
def in_notebook(monkeypatch):
    """As in the kernel of a workshop notebook."""
    monkeypatch.chdir(FOLDER)
    monkeypatch.setitem(sys.modules, "ipykernel", sys)


def refused(*files):
    with pytest.raises(workshop.NotReady) as error:
        workshop.environment(*files)
    chinese, english = str(error.value).splitlines()
    assert re.search(r"[\u4e00-\u9fff]", chinese) and not re.search(r"[\u4e00-\u9fff]", english)
    assert error.value._render_traceback_() == [chinese, english]  # a notebook shows this and no traceback
    return chinese


def test_a_sound_environment_says_so(in_notebook, capsys):
    workshop.environment("../../data/workshop/fictional-staff-2024.csv")
    assert capsys.readouterr().out == "环境正常，可以开始。\nThe environment is fine: you can start.\n"


def test_an_old_python(in_notebook, monkeypatch):
    monkeypatch.setattr(readiness, "OLDEST", (99, 0))
    assert "Python 99.0" in refused()


def test_no_kernel(in_notebook, monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel")
    assert "make lab" in refused()


def test_the_kernel_of_another_copy(in_notebook, monkeypatch, tmp_path):
    (tmp_path / "src" / "budgetlib").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert "内核不对" in refused()


def test_a_missing_package(in_notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "tablers", None)
    assert "tablers" in refused()


def test_an_old_package(in_notebook, monkeypatch):
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.1" if name == "pandas" else version(name))
    assert "pandas" in refused() and ".venv" in refused()


def test_a_package_that_is_not_installed(in_notebook, monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    assert ".venv" in refused()


def test_budgetlib_on_the_path_but_not_installed(in_notebook, monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    monkeypatch.setattr(metadata, "requires", absent)
    assert "程序包 budgetlib" in refused()


def test_no_chinese_font(in_notebook, monkeypatch, tmp_path):
    monkeypatch.setattr("pylopdf_fonts_zh_cn.sans_path", lambda: tmp_path / "none.otf")
    assert "中文字体" in refused()


def test_no_font_package(in_notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    assert "中文字体" in refused()


def test_a_missing_input(in_notebook):
    assert "none.pdf" in refused("../../data/workshop/none.pdf")


# --- the fictional report -----------------------------------------------------------------------------------------

SHIPPED = ROOT / "data" / "workshop" / planted.NAME
UNDERSTOOD = {"fund", "table", "unit_name"}
"""Columns of lines that follow from titles, order and labels, and are not in the generated tables."""
FIGURES = ("lines", "claims", "changes", "completions", "three_public", "projects", "indicators")


def unequal(one, other):
    """Cells of the public tables that differ: table, row, column, both values."""
    found = []
    for name in FIGURES:
        assert len(one[name]) == len(other[name])
        for column in one[name].columns.difference([*schema.READING, *(UNDERSTOOD if name == "lines" else ())]):
            pairs = enumerate(zip(one[name][column], other[name][column], strict=True))
            found += [(name, row, column, a, b) for row, (a, b) in pairs if not (pd.isna(a) and pd.isna(b)) and a != b]
    return found


@pytest.fixture(scope="module")
def read():
    return read_report(SHIPPED)


def test_exactly_the_listed_cells_are_planted():
    follows = ("text",), ("text", "value")  # of an amount in lines its value
    changed = unequal(planted.sound().tables, planted.planted().tables)
    changed = [one for one in changed if one[2] not in follows[one[0] == "lines"]]
    listed_cells = [cell for error in planted.PLANTED for cell in error.cells]
    assert sorted((table, column, a, b) for table, _, column, a, b in changed) == sorted(
        (cell.table, cell.column, cell.before, cell.after) for cell in listed_cells
    )


def test_the_shipped_file_is_the_planted_report(read, tmp_path):
    assert unequal(planted.planted().tables, read.tables()) == []
    again = read_report(planted.write(tmp_path))
    assert unequal(again.tables(), read.tables()) == []
    assert again.document.pages == read.document.pages


def test_the_sound_report_raises_no_error(tmp_path):
    findings = read_report(planted.sound().write(tmp_path)).findings
    assert findings.loc[findings["severity"] != "note", "message_zh"].tolist() == []


def test_the_findings_touch_each_error_that_can_be_seen_and_no_other(read):
    loud = read.findings[read.findings["severity"] != "note"]
    figures = {reference for evidence in loud["evidence"] for reference in evidence.split()}
    for error in planted.PLANTED:
        cells = {f"{cell.table}:{row}:{cell.column}" for cell in error.cells for row in rows_of(read, cell)}
        assert bool(cells & figures) == error.seen, error.en
    assert sum(error.seen for error in planted.PLANTED) == 7


def rows_of(report, cell):
    frame = report.table(cell.table)
    for column, value in cell.row.items():
        frame = frame[frame[column] == value]
    return list(frame.index)


def test_a_cell_that_is_not_as_said_is_refused():
    with pytest.raises(ValueError, match="expected one"):
        planted._put([{"item": "房屋", "value": 1.0}], planted.Cell("claims", {"item": "房屋"}, "value", 2.0, 3.0))


def test_every_page_says_that_it_is_fictional(read):
    import pypdfium2

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(SHIPPED)]
    assert len(pages) == 20
    assert all("虚构" in text for text in pages)


# --- the fictional tables -----------------------------------------------------------------------------------------


def test_the_fictional_tables_say_so_in_every_row():
    for name in ("fictional-accounts-2024.csv", "fictional-staff-2024.csv"):
        frame = pd.read_csv(ROOT / "data" / "workshop" / name)
        assert set(frame["说明"]) == {"虚构"}
        assert frame["单位名称"].str.startswith("虚构市").all()


def test_the_report_folder_holds_nothing_fictional():
    assert not [path.name for path in (ROOT / "data" / "reports").iterdir() if "fictional" in path.name]


@pytest.mark.slow
def test_what_is_handed_out_holds_no_answer_and_the_key_is_what_was_worked_by_hand(tmp_path, monkeypatch):
    monkeypatch.setattr(handout, "_wheel", lambda folder: "budgetlib.whl")
    handout.main(tmp_path)
    given = {path.name for path in (tmp_path / "workshop").rglob("*")}
    assert {path.name for path in EXERCISES if "-solution" not in path.name} <= given
    assert not [name for name in given if "solution" in name or name in ("answers.md", "guide.md")]
    assert (tmp_path / "workshop.zip").exists()
    lines = (tmp_path / "workshop-teacher" / "answers.md").read_text(encoding="utf-8").split("\n")
    key = dict(re.findall(r"\| (\d\.\d) \| (.+) \|", "\n".join(lines)))
    assert set(key) == set(ANSWERS)
    for question, answer in key.items():
        known = QUESTIONS[question]
        given_as = answer if known["kind"] in ("number", "text") else answer.split("、")
        assert workshop.seal(known["kind"], given_as, known["salt"]) in known["right"], question
