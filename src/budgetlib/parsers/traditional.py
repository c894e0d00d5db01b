"""Reports in traditional characters (繁體): recognised, and read through OpenCC where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module

from budgetlib.machine.extras import installed
from budgetlib.readers.document import Block, Document, Grid, UnreadableReport

_TRADITIONAL = "決預財務經總計億萬與較減長費執幣購車運維項類級門單關區縣鎮鄉學業資產評價標"
_SIMPLIFIED = "决预财务经总计亿万与较减长费执币购车运维项类级门单关区县镇乡学业资产评价标"
_FEWEST = 10
"""Traditional characters of a report; a name or a quotation has less."""


def simplified(document: Document) -> Document:
    """The document in simplified characters, one for one, so that figures keep their marks.

    Raises UnreadableReport with one sentence for traditional characters where OpenCC is not installed.
    """
    body = "".join(_texts(document))
    found = sum(map(body.count, _TRADITIONAL))
    if found < _FEWEST or found < sum(map(body.count, _SIMPLIFIED)):
        return document
    if not installed("traditional"):
        raise UnreadableReport(
            f"{document.source}: 文件为繁体字，请先运行 pip install 'budgetlib[traditional]' 再读 / "
            "the report is in traditional characters; run pip install 'budgetlib[traditional]' and read it again."
        )
    return replace(document, blocks=tuple(map(_converted, document.blocks)))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


def _converted(block: Block) -> Block:
    if isinstance(block, Grid):
        return replace(block, cells=tuple(cell._replace(text=_one_for_one(cell.text)) for cell in block.cells))
    return replace(block, text=_one_for_one(block.text))


@cache
def _opencc() -> Callable[[str], str]:
    convert: Callable[[str], str] = import_module("opencc").OpenCC("t2s").convert
    return convert


def _one_for_one(text: str) -> str:
    """The converted text, each character in its place."""
    convert = _opencc()
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one) == 1 else character for character in text for one in [convert(character)])
