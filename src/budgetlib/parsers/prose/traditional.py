"""Reports in traditional characters (繁體): recognised, and read through OpenCC where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from budgetlib.extras import installed
from budgetlib.readers.document import UnreadableReport

_TRADITIONAL = "決預財務經總計億萬與較減長費執幣購車運維項類級門單關區縣鎮鄉學業資產評價標"
_SIMPLIFIED = "决预财务经总计亿万与较减长费执币购车运维项类级门单关区县镇乡学业资产评价标"
_FEWEST = 10
"""Traditional characters of a report; a name or a quotation has less."""

Convert = Callable[[str], str]


def converter(texts: Iterable[str], source: Path) -> Convert | None:
    """What turns the texts of a report into simplified characters, one for one; None for a report that has them.

    Raises UnreadableReport with one sentence for traditional characters where OpenCC is not installed.
    """
    body = "".join(texts)
    found = sum(map(body.count, _TRADITIONAL))
    if found < _FEWEST or found < sum(map(body.count, _SIMPLIFIED)):
        return None
    convert = _opencc()
    if convert is None:
        raise UnreadableReport(
            f"{source}: 文件为繁体字，请先运行 pip install 'budgetlib[traditional]' 再读 / "
            "the report is in traditional characters; run pip install 'budgetlib[traditional]' and read it again."
        )
    return lambda text: _one_for_one(text, convert)


@cache
def _opencc() -> Convert | None:
    if not installed("traditional"):
        return None
    simplified: Convert = import_module("opencc").OpenCC("t2s").convert
    return simplified


def _one_for_one(text: str, convert: Convert) -> str:
    """The converted text, each character in its place, so that figures keep their marks."""
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one) == 1 else character for character in text for one in [convert(character)])
