"""The whole report, from title page to glossary, and the PDF file that it becomes."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from budgetlib.machine.extras import need
from budgetlib.typeset.compile import compile_pdf
from budgetlib.typeset.forms import forms
from budgetlib.typeset.phrases import wording
from budgetlib.typeset.placing import Content
from budgetlib.typeset.plain import plain_text
from budgetlib.typeset.prose import Piece, prose
from budgetlib.typeset.readback import Reader
from budgetlib.typeset.statements import statements
from budgetlib.typeset.tables import Source, source
from budgetlib.typeset.web import web_page
from budgetlib.typeset.word import word_file
from budgetlib.typeset.workbook import workbook

if TYPE_CHECKING:
    import pandas as pd

    from budgetlib.report import Report

_ORDINAL = "一二三四五六七八九十"
_PART = re.compile(rf"第[{_ORDINAL}]+(?:部分|章)")
_NUMBERED = re.compile(rf"[{_ORDINAL}]+[、.．]")
_OVERVIEW = re.compile(r"机构|人员|职能|职责|概况")

FORMATS: dict[str, Callable[[Content], bytes]] = {
    ".xlsx": workbook,
    ".docx": word_file,
    ".html": web_page,
    ".txt": plain_text,
}


def typeset(
    tables: Mapping[str, pd.DataFrame],
    out: str | Path,
    *,
    edition_note: tuple[str, ...] | str | None = None,
    fictional: bool = False,
    with_reasons: bool = False,
    split_codes: bool = False,
) -> Path:
    """Set the public tables of one report as a file at ``out`` and return its path.

    The ending says which: .pdf, .xlsx (公开01 to 09), .docx, .html or .txt. The file reads back to the same tables,
    apart from places, source and reasons: the reason of a change becomes a short phrase of its category and the
    deviation texts of indicators are left out, unless ``with_reasons``.
    ``edition_note`` stands framed on the first page, one frame a text; ``fictional`` marks every page as a sample.
    ``split_codes`` prints codes in columns of their own for 类, 款 and 项. The same tables give the same bytes.

    Raises ValueError when the tables are not those of exactly one report, when a claim, a change or an item of the
    three public expenses cannot be stated so that it is read back, and when a character has no glyph. Nothing is
    written then.
    """
    need("typeset", "typeset")
    found = source(tables)
    notes = (edition_note,) if isinstance(edition_note, str) else tuple(edition_note or ())
    printed = content(found, notes=notes, fictional=fictional, with_reasons=with_reasons, split_codes=split_codes)
    return written(Path(out), set_as(Path(out).suffix, printed))


def set_as(ending: str, content: Content) -> bytes:
    """The file of a content by the ending of its name: a PDF, or one of ``FORMATS``. Raises ValueError for others."""
    if ending.lower() == ".pdf":
        return compile_pdf(content)
    writer = FORMATS.get(ending.lower())
    if writer is None:
        raise ValueError(f"no format {ending!r}; there are .pdf, {', '.join(FORMATS)}")
    return writer(content)


def typeset_report(
    report: Report,
    out: str | Path,
    *,
    edition_note: tuple[str, ...] | str | None = None,
    fictional: bool = False,
    with_reasons: bool = False,
) -> Path:
    """Set a parsed report as a PDF at ``out``; see ``typeset``."""
    return typeset(report.tables(), out, edition_note=edition_note, fictional=fictional, with_reasons=with_reasons)


def content(
    found: Source,
    *,
    notes: tuple[str, ...],
    fictional: bool,
    with_reasons: bool,
    split_codes: bool = False,
    reader: Reader | None = None,
) -> Content:
    """Everything that is printed, as the template takes it; ``reader`` judges the sentences (see ``prose``)."""
    samples: list[str] = wording()["texts"]["fictional"] if fictional else []
    return {
        "title": found.title,
        "cover": _cover(found),
        "note": [*samples, *notes],
        "note-title": wording()["parts"]["note"],
        "running": samples[0] if samples else "",
        "contents": wording()["parts"]["contents"],
        "blocks": list(
            _blocks(found, prose(found, with_reasons=with_reasons, reader=reader), with_reasons, split_codes)
        ),
    }


def _cover(found: Source) -> list[str]:
    """The title on two lines, agency and rest: together they are the title, character by character."""
    title, agency = found.title, found.agency
    if agency and title.startswith(agency) and len(title) > len(agency):
        return [agency, title[len(agency) :]]
    return [title]


def _blocks(found: Source, pieces: list[Piece], with_reasons: bool, split_codes: bool) -> Iterator[Content]:
    words = wording()
    number = _Numbering()
    overview, explanation = _in_parts(pieces)
    if overview:
        yield from _overview(overview, number)
    sheets = statements(found, split_codes=split_codes)
    if sheets:
        yield number.part(words["parts"]["statements"].format(kind=found.kind))
        yield from (sheet.data() for sheet in sheets)
    if explanation:
        yield from _explanation(explanation, number, found)
    evaluations = forms(found, with_reasons=with_reasons)
    if evaluations:
        yield number.part(words["parts"]["forms"])
        if not with_reasons:
            yield _paragraph(words["texts"]["forms"])
        yield from (sheet.data() for sheet in evaluations)
    yield number.part(words["parts"]["glossary"])
    for term, definition in words["glossary"].items():
        yield _paragraph(f"{term}：{definition}")


class _Numbering:
    """Counts the parts: 第一部分, 第二部分, …"""

    def __init__(self) -> None:
        self.count = 0

    def part(self, name: str) -> Content:
        """The heading of the next part."""
        self.count += 1
        return {"kind": "part", "text": f"第{_ORDINAL[self.count - 1]}部分　{name}"}


def _in_parts(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """What stands before the first section that is not about the office itself, and the rest."""
    for number, piece in enumerate(pieces):
        if piece.kind == "section" and not _OVERVIEW.search(piece.text):
            return pieces[:number], pieces[number:]
    return pieces, []


def _overview(pieces: list[Piece], number: _Numbering) -> Iterator[Content]:
    words = wording()
    if _is_numbered(pieces[0]):
        yield number.part(words["parts"]["overview"])
        if pieces[0].text.startswith("二"):
            yield {"kind": "section", "text": words["parts"]["duties"]}
            yield _paragraph(words["texts"]["duties"])
    yield from map(_block, pieces)


def _explanation(pieces: list[Piece], number: _Numbering, found: Source) -> Iterator[Content]:
    words = wording()
    if _is_numbered(pieces[0]):
        yield number.part(words["parts"]["explanation"].format(kind=found.kind))
        yield _paragraph(words["texts"]["numbering"])
    yield from map(_block, pieces)


def _is_numbered(piece: Piece) -> bool:
    return bool(_NUMBERED.match(piece.text))


def _block(piece: Piece) -> Content:
    """A section without an ordinal of its own is the name of a part."""
    kind = "part" if piece.kind == "section" and not _is_numbered(piece) else piece.kind
    return {"kind": kind, "text": piece.text}


def _paragraph(text: str) -> Content:
    return {"kind": "paragraph", "text": text}


def written(out: Path, pdf: bytes) -> Path:
    """Write the whole file or none: a reader never meets half a PDF."""
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
        os.chmod(name, 0o644)
        os.replace(name, out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return out
