"""Checks of form: statements and their notes, leftovers of the template, names, punctuation, repeated text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from budgetlib import reference
from budgetlib.checks.contents import body_start, contents, paragraphs
from budgetlib.checks.figures import Figure
from budgetlib.checks.model import Run, Verdict, View, worded
from budgetlib.parsers.contents import flat
from budgetlib.parsers.identity import PLACEHOLDER
from budgetlib.parsers.tables.printed import PrintedTable
from budgetlib.parsers.tables.titles import read_title, standard_title

_CROSS = re.compile("[XxＸｘ×]")
_DOUBLED = re.compile(
    r"(?<![，。；：、])(?:，，|。。|；；|：：|、、|[，、；：]。|。[，、；：]|[，；：]、|、[，；：]|，；|；，)(?![，。；：、])"
)
_PARTIES = ("project", "supervising_department", "implementing_unit")


def _words(key: str) -> tuple[str, ...]:
    return tuple(reference.load("form")[key])


def _name(statement: str) -> tuple[str, str]:
    names = reference.load("structure")["names"][statement]
    return names["zh"], names["en"]


# --- statements --------------------------------------------------------------------------------------------------


def _missing_statement(view: View) -> Iterator[Verdict]:
    """Of the nine statements one is not there, in a report that holds the others."""
    read, identity = view.report.printed, view.report.identity
    if len({info.statement for info in read.standard}) < view.tolerances.enough_statements:
        return
    unknown = any(table.statement is None and table.title for table in read.printed)
    first = read.standard[0].page_first
    for key in read.missing:
        if (identity.fiscal_year or 9999) < reference.load("form")["since"].get(key, 0):
            continue
        zh, en = _announced(view, key), _name(key)[1]
        titled = next(
            (
                (block, paragraph.page)
                for block, paragraph, text in paragraphs(view)
                if block >= body_start(view)
                and len(text) < 60
                and text.endswith("表")
                and read_title(text, identity.fiscal_year, identity.names()).statement == key
            ),
            None,
        )
        block, page = titled or (None, first)
        yield worded(
            "statement_unread" if titled else "statement_unknown" if unknown else "statement_missing",
            {"statement": zh},
            {"statement": en},
            kind="form.statement_unread" if titled or unknown else "",
            page=page,
            place=f"block:{block}" if block is not None else "",
        )


def _announced(view: View, statement: str) -> str:
    """The title of a statement as the table of contents has it, else its standard one."""
    identity, table = view.report.identity, contents(view)
    names = [entry.name for entry in (table.entries if table else ()) if entry.name.endswith("表")]
    titles = (read_title(name, identity.fiscal_year, identity.names()) for name in names)
    announced = next((title.printed for title in titles if title.statement == statement), None)
    return announced or standard_title(statement, identity.report_type or "final") or statement


def _says_empty(info: PrintedTable, key: str) -> str | None:
    """The note that gives the reason why a statement is empty."""
    return next((note for note in info.notes if any(word in flat(note) for word in _words(key))), None)


def _empty_statement(view: View) -> Iterator[Verdict]:
    """A statement without figures needs the note that says so; a report without any figure is one finding."""
    if view.report.identity.edition == "form":
        return
    infos = view.report.printed.standard
    empty = [info for info in infos if info.empty and not info.doubt and not _says_empty(info, "empty_words")]
    if empty and all(info.empty for info in infos):
        info = empty[0]
        words = {"all": len(infos), "silent": len(empty)}
        yield worded("statements_empty", words, page=info.page_first, place=f"block:{info.grids[0]}")
        return
    for info in empty:
        zh, en = _name(str(info.statement))
        told = _told_in_prose(view, str(info.statement))
        yield worded(
            "statement_empty_told" if told else "statement_empty",
            {"statement": info.title or zh},
            {"statement": en},
            kind="form.empty_told" if told else "",
            page=info.page_first,
            place=f"block:{info.grids[0]}",
        )


def _told_in_prose(view: View, statement: str) -> bool:
    subject = reference.load("form")["subjects"].get(statement)
    if subject is None:
        return False
    none = re.compile(rf"(?:无|没有|未安排|未发生)“?{subject}|{subject}[^。；，]{{0,12}}为0(?![.\d])")
    return any(none.search(text) for block, _, text in paragraphs(view) if block >= body_start(view))


def _note_contradicts(view: View) -> Iterator[Verdict]:
    """A note that calls the statement empty, under a statement with figures."""
    yield from _part_is_filled(view)
    for info in view.report.printed.standard:
        note = _says_empty(info, "empty_statement_words")
        figure = _largest(view, info) if note else None
        if note and figure and not _of_another(note, str(info.statement)):
            zh, en = _name(str(info.statement))
            words = {"statement": info.title or zh, "note": note, "figure": figure.text, "unit": info.unit}
            own = {"statement": en}
            yield worded("empty_note", words, own, figures=(figure,), stated=figure.value, expected=0.0)


_WITHIN = {"appropriation": ("general_public", "government_fund"), "general_public": ("basic",)}
"""Statements whose money is part of that of another one."""


def _part_is_filled(view: View) -> Iterator[Verdict]:
    """A note that there is no money of a kind, while another statement has figures of a part of it."""
    infos = {info.statement: info for info in view.report.printed.standard}
    for statement, parts in _WITHIN.items():
        info = infos.get(statement)
        note = _says_empty(info, "empty_words") if info and info.empty and not info.doubt else None
        filled = [(infos[part], figure) for part in parts if part in infos and (figure := _largest(view, infos[part]))]
        if info and note and filled:
            other, figure = filled[0]
            words = {"statement": info.title, "note": note, "figure": figure.text, "unit": other.unit}
            words |= {"other": other.title, "page": str(figure.page)}
            place = f"block:{info.grids[0]}"
            yield worded("empty_note_of_whole", words, figures=(figure,), page=info.page_first, place=place)


def _of_another(note: str, statement: str) -> bool:
    """Whether a note speaks of another statement, whose table was lost."""
    named = {key for key, words in reference.load("form")["subjects"].items() if re.search(words, note)}
    return bool(named) and statement not in named


def _largest(view: View, info: PrintedTable) -> Figure | None:
    """The largest figure of a statement, None where all are zero."""
    figures = (
        view.figure("lines", number, "amount")
        for number, row in enumerate(view.report.rows["lines"])
        if row.keys["grid"] in info.grids
    )
    present = [figure for figure in figures if figure and figure.value]
    return max(present, key=lambda figure: abs(figure.value), default=None)


# --- leftovers of the template -----------------------------------------------------------------------------------


@cache
def _leftover() -> re.Pattern[str]:
    """What of the template may be left in a text: an instruction, an alternative not struck out, XX."""
    instructions, pairs = ("|".join(re.escape(words) for words in _words(key)) for key in ("instructions", "pairs"))
    return re.compile(f"{instructions}|(?:{pairs})(?!{'|'.join(_words('pair_names'))})|{PLACEHOLDER.pattern}")


def _leftovers(view: View) -> list[tuple[int, int, str, str]]:
    """Block, page, leftover and text of every paragraph and cell that holds one."""
    found = [
        (block, paragraph.page, match.group(), text)
        for block, paragraph, text in paragraphs(view)
        if (match := _leftover().search(text))
    ]
    for block, grid in view.report.document.grids():
        for cell in grid.cells:
            if _CROSS.search(cell.text) and (placeholder := PLACEHOLDER.search(flat(cell.text))):
                found.append((block, cell.page, placeholder.group(), flat(cell.text)))
    return sorted(found)


def _template(view: View) -> Iterator[Verdict]:
    if view.report.identity.edition == "form":
        return
    found = _leftovers(view)
    if len(found) >= view.tolerances.many_leftovers:
        block, page, word, text = found[0]
        short = (re.sub(r"X{2,}", "XX", word) for _, _, word, _ in found)
        words = "、".join(f"“{word}”" for word in dict.fromkeys(short))
        said = {"count": len(found), "words": words, "text": _quoted(text, word)}
        yield worded("template_whole", said, page=page, place=f"block:{block}")
        return
    for block, page, word, text in found:
        yield worded("template", {"word": word, "text": _quoted(text, word)}, page=page, place=f"block:{block}")


def _quoted(text: str, word: str, around: int = 20) -> str:
    """The words around a place, for the reader to search for."""
    at = text.index(word)
    start, end = max(at - around, 0), at + len(word) + around
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _placeholder_name(view: View) -> Iterator[Verdict]:
    """A label in the place of a name: 主管部门 is not the name of a department."""
    labels = reference.load("forms")
    patterns = [*labels["names"]["project"], *labels["parties"]["supervising_department"]]
    label = re.compile("|".join([*patterns, *labels["parties"]["implementing_unit"]]))
    for number, row in view.rows("projects"):
        for column in _PARTIES:
            name = row.get(column)
            if name and label.fullmatch(name):
                words = {"project": row["project"], "name": name}
                yield worded("placeholder", words, page=row["page"], place=f"projects:{number}:{column}")


# --- wording -----------------------------------------------------------------------------------------------------


def _punctuation(view: View) -> Iterator[Verdict]:
    for block, paragraph, text in paragraphs(view):
        found = _DOUBLED.search(text)
        if found:
            words = {"marks": found.group(), "text": _quoted(text, found.group(), 12)}
            yield worded("punctuation", words, page=paragraph.page, place=f"block:{block}")


def _is_sentence(text: str) -> bool:
    return len(text) >= 20 and "。" in text and not text.startswith("注")


def _repeated_text(view: View) -> Iterator[Verdict]:
    """Three paragraphs or more in a row that stand in the report a second time; titles and notes of tables may."""
    texts = [(b, p.page, t) for b, p, t in paragraphs(view) if _is_sentence(t) and b >= body_start(view)]
    first: dict[str, int] = {}
    number = 0
    while number < len(texts):
        text = texts[number][2]
        start = first.setdefault(text, number)
        run = 1
        if start != number:
            while (
                number + run < len(texts) and start + run < number and texts[start + run][2] == texts[number + run][2]
            ):
                run += 1
            if run >= 3 and sum(len(texts[number + k][2]) for k in range(run)) >= view.tolerances.long_run:
                block, page, _ = texts[number]
                words = {"text": text[:16], "count": run, "page": texts[start][1]}
                yield worded("repeated_text", words, page=page, place=f"block:{block}")
        number += run


RULES: dict[str, Run] = {
    "form.statements": _missing_statement,
    "form.empty_statement": _empty_statement,
    "form.empty_note": _note_contradicts,
    "form.template": _template,
    "form.placeholder": _placeholder_name,
    "form.punctuation": _punctuation,
    "form.repeated_text": _repeated_text,
}
