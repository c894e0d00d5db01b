"""A new wording is a word in a file; a word that nobody knows leaves its figures unread."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import budgetlib as bl
from budgetlib.machine.extras import installed
from budgetlib.parsers.prose import Prose
from budgetlib.parsers.prose.lexicon import lexicon
from budgetlib.reference import load

Read = Callable[..., Prose]
SENTENCE = "餐叙费支出3.00万元，比前一个年度攀升0.50万元，攀升20.00%。"
WORDS = '[UP.up]\nwords = ["攀升"]\n[PRIOR.prior]\nwords = ["前一个年度"]\n[ITEM.reception]\nwords = ["餐叙费"]\n'


def test_a_users_file_makes_a_wording_known(prose: Read, tmp_path: Path) -> None:
    assert [row.values["measure"] for row in prose(SENTENCE).claims] == ["actual"]
    file = tmp_path / "my-words.toml"
    file.write_text(WORDS, encoding="utf-8")
    claims = [row.values for row in prose(SENTENCE, words=file).claims]
    assert [(c["item_id"], c["measure"], c["base"], c["value"]) for c in claims] == [
        ("reception", "actual", None, 3.0),
        ("reception", "change", "prior_year", 0.5),
        ("reception", "change_pct", "prior_year", 20.0),
    ]


def test_the_face_takes_the_file(tmp_path: Path) -> None:
    report, words = tmp_path / "report.txt", tmp_path / "my-words.toml"
    report.write_text(f"甲市乙局2023年度部门决算\n七、“三公”经费\n{SENTENCE}\n", encoding="utf-8")
    words.write_text(WORDS, encoding="utf-8")
    assert len(bl.read_report(report, words=words).claims) == 3
    assert len(bl.read_report(report).claims) == 1


@pytest.mark.parametrize(
    ("text", "said"), [("[UPWARD.up]\nwords = []", "UPWARD"), ("[UP.up]\nword = 1", "UP.up"), ("[", "无法读取")]
)
def test_a_file_that_cannot_be_used_says_why(prose: Read, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "my-words.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        prose(SENTENCE, words=file)


def test_no_word_has_two_classes() -> None:
    """Words that compare (比) may also close a comparison; every other word means one thing."""
    found: dict[str, str] = {}
    for kind, entries in load("words").items():
        for name, entry in entries.items():
            for word in entry["words"]:
                other = found.setdefault(word, f"{kind}.{name}")
                assert other in (f"{kind}.{name}", "CMP.compare"), word
    assert len(found) == len(set(found)) > 500


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("known", "sentence", "left"),
    [
        ("减少", "公务接待费支出3.00万元，比上年减少1.00万元。", ["actual"]),
        ("上年", "公务接待费支出3.00万元，比上年减少1.00万元。", ["actual"]),
        ("支出决算", "“三公”经费年初预算为9.00万元，支出决算为8.00万元。", ["initial_budget"]),
        ("公务接待费", "基本支出5.00万元；公务接待费为3.00万元。", ["actual"]),
        ("年初预算", "公务接待费支出3.00万元，较年初预算增加1.00万元。", ["actual"]),
    ],
)
def test_a_word_that_nobody_can_know_leaves_its_figure_unread(
    prose: Read, known: str, sentence: str, left: list[str], seed: int
) -> None:
    made_up = "".join(random.Random(seed).sample("岚峭沁漪砚琛筠荻萤蔚隽屹澹翎", 2))
    read = prose(sentence.replace(known, made_up))
    assert [row.values["measure"] for row in read.claims] == left
    assert len(read.unread) == 1


def test_an_unread_number_says_what_to_do(prose: Read) -> None:
    (unread,) = prose("公务接待费支出3.00万元，砚琛为0.50万元。").unread
    assert "砚琛" in unread.reason and " / " in unread.reason


def test_the_words_are_loaded_once() -> None:
    assert lexicon() is lexicon()


TRADITIONAL = """乙縣水務局2024年度部門預算公開

一、關於收支預算情況的說明

2024年度收入預算總計300.00萬元，比上年預算減少20.00萬元。

二、“三公”經費預算情況說明

公務接待費預算3.00萬元，較上年減少1.00萬元，下降25.00%。
"""


def test_traditional_characters_are_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TRADITIONAL, encoding="utf-8")
    if not installed("traditional"):
        with pytest.raises(bl.UnreadableReport, match="繁体"):
            bl.read_report(path)
        return
    read = bl.read_report(path)
    (report,) = read.reports.itertuples()
    assert (report.agency, report.fiscal_year, report.report_type) == ("乙县水务局", 2024, "budget")
    claims = [row.values for row in read.rows["claims"]][-3:]
    assert [(c["item_id"], c["measure"], c["value"]) for c in claims] == [
        ("reception", "initial_budget", 3.0),
        ("reception", "change", -1.0),
        ("reception", "change_pct", -25.0),
    ]
    assert read.coverage.unread == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("经营收入", "经营支出", False),
        ("一般公共预算财政拨款年末结转和结余", "政府性基金预算财政拨款年末结转和结余", False),
        ("年末财政拨款结转和结余", "年末结转和结余", False),
        ("财政拨款公务接待费支出", "公务接待费", True),
        ("事业单位经营收入", "经营收入", True),
    ],
)
def test_one_id_is_one_item(prose: Read, one: str, other: str, same: bool) -> None:
    first, second = (prose(f"{name}5.00万元。").claims[0].values["item_id"] for name in (one, other))
    assert (first == second) is same


def test_a_sum_behind_its_parts_is_not_the_last_parts(prose: Read) -> None:
    told = prose("项目总预算9.00万元，其中公务接待费4.00万元，会议费5.00万元，合计9.00万元。")
    assert [(row.values["item"], row.values["value"]) for row in told.claims] == [
        ("项目总预算", 9.0),
        ("公务接待费", 4.0),
        ("会议费", 5.0),
    ]
