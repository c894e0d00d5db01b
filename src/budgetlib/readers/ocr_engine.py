"""rapidocr, and what it recognised: pieces of text in boxes of a picture."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from budgetlib.readers.ocr_grid import Pixels
from budgetlib.readers.ocr_picture import cut

LONGEST_SIDE = 4000
"""Pixels up to which the engine takes a picture as it is: A3 at 200 dpi."""
_SIMPLIFIED = str.maketrans(
    "決総總財產産単單項業務費經営營資額數預計減増撥転轉會関關購車輛國収與類稱編碼",
    "决总总财产产单单项业务费经营营资额数预计减增拨转转会关关购车辆国收与类称编码",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was recognised in one place, and how sure the engine is of it."""

    text: str
    score: float
    box: Pixels


@cache
def engine(process: int) -> Any:
    """The engine of this process: its threads do not live on in a forked one."""
    settings = {"Global.log_level": "critical", "Global.text_score": 0.0, "Global.max_side_len": LONGEST_SIDE}
    return import_module("rapidocr").RapidOCR(params=settings)


def recognised(picture: Any) -> list[Piece]:
    """The text of a whole page. What turns lines that stand on their head would turn a code 99 into 66."""
    found = engine(os.getpid())(picture, use_det=True, use_cls=False, use_rec=True)
    if not found.txts:
        return []
    boxes = [(*box.min(axis=0).round(), *box.max(axis=0).round()) for box in found.boxes]
    return [
        Piece(_simplified(text), float(score), (int(x0), int(top), int(x1), int(bottom)))
        for text, score, (x0, top, x1, bottom) in zip(found.txts, found.scores, boxes, strict=True)
        if text.strip()
    ]


def recognised_in(picture: Any, box: Pixels) -> Piece | None:
    """The one line of text that stands in a box; None where none can be read."""
    found = engine(os.getpid())(cut(picture, box), use_det=False, use_cls=False, use_rec=True)
    if not found.txts or not found.txts[0].strip():
        return None
    return Piece(_simplified(found.txts[0]), float(found.scores[0]), box)


def _simplified(text: str) -> str:
    """Reports are in simplified characters; the models, which know all, now and then see 決 for 决."""
    return text.strip().translate(_SIMPLIFIED)
