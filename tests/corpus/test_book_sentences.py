"""Sentences that the notebooks print of six reports of other places, recomputed by hand from the page.

A row names the page, the figures as printed there, how the sentence's figure follows from them, and what the sentence
must say. The page must hold the figures, the arithmetic must give them, and the notebook must print the words.
"""

from __future__ import annotations

import ast
import csv
import operator
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from budgetlib import analysis
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

ROWS = list(csv.DictReader((Path(__file__).parent / "book-sentences.csv").open(encoding="utf-8")))
ANSWERS: dict[str, Callable[[Report], list[analysis.Sentence]]] = {
    "02": lambda one: analysis.year_on_year_answer(one.changes, one.completions),
    "03": lambda one: analysis.three_public_answer(one.three_public, one.claims),
    "04": lambda one: analysis.execution_answer(one.projects),
    "06": lambda one: analysis.indicator_answer(one.indicators),
    "07": lambda one: analysis.split_answer(one),
    "09": lambda one: analysis.completion_answer(one.completions, one.projects),
}
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
SIGNS |= {ast.USub: operator.neg}

pytestmark = pytest.mark.corpus


@cache
def read(path: Path) -> Report:
    return read_report(path)


@cache
def page_text(path: Path, page: int) -> str:
    document = pypdfium2.PdfDocument(path)
    text = document[page - 1].get_textpage().get_text_range()
    document.close()
    spaced = re.sub(r"\s+", " ", text.replace(",", ""))
    squeezed = re.sub(r"[，\s]", "", spaced)
    return f"{spaced}\n{squeezed}"  # prose is broken inside numbers, tables are not


def worked(node: ast.AST) -> float:
    """A sum of plain numbers."""
    if isinstance(node, ast.Expression):
        return worked(node.body)
    if isinstance(node, ast.BinOp):
        return SIGNS[type(node.op)](worked(node.left), worked(node.right))
    if isinstance(node, ast.UnaryOp):
        return SIGNS[type(node.op)](worked(node.operand))
    assert isinstance(node, ast.Constant)
    return float(node.value)


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['report'].split('/')[1]}-{row['notebook']}-{row['ours'][:14]}"
)
def test_a_printed_sentence_is_what_the_page_says(row, corpus):
    path = corpus / "reports" / row["report"]
    if not path.is_file():
        pytest.skip("this report is not in the corpus")
    text = page_text(path, int(row["page"]))
    for figure in row["printed"].split("|"):
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?!\.?\d)", text), f"not on page {row['page']}: {figure}"
    if row["formula"]:
        value = abs(worked(ast.parse(row["formula"], mode="eval")))
        said = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\.\d+", row["ours"])]
        decimals = [len(number.partition(".")[2]) for number in re.findall(r"\d[\d,]*\.\d+", row["ours"])]
        assert any(round(value, places) == number for number, places in zip(said, decimals, strict=True))
    sentences = "\n".join(one.zh for one in ANSWERS[row["notebook"]](read(path)))
    assert row["ours"] in sentences


def test_six_reports_have_ten_sentences_each():
    counts = {row["report"]: 0 for row in ROWS}
    for row in ROWS:
        counts[row["report"]] += 1
    assert len(counts) >= 6 and min(counts.values()) >= 10
    assert {row["verdict"] for row in ROWS} == {"right"}
