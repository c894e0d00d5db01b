"""The Chinese font of the pages, for machines that have none: only the characters that the pages use."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FAMILY = "Budgetlib Sans SC"
PART = "chinese.woff"


def font_source() -> Path:
    """The font file, from its package."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"


def write_subset(texts: Iterable[str], folder: Path) -> Path:
    """Write the part of the font that ``texts`` need into ``folder``."""
    from fontTools import subset

    characters = set().union(*map(set, texts)) | set(map(chr, range(0x20, 0x7F)))
    options = subset.Options(flavor="woff", desubroutinize=True, notdef_outline=True, layout_features=["kern", "palt"])
    folder.mkdir(parents=True, exist_ok=True)
    with subset.load_font(str(font_source()), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        subset.save_font(font, str(folder / PART), options)
    return folder / PART


def font_face(url: str) -> str:
    """The style rule that loads the font, for Chinese characters and signs only: it can stand first in every list."""
    ranges = "U+2E80-303F, U+3100-312F, U+31C0-9FFF, U+F900-FAFF, U+FE30-FE4F, U+FF00-FFEF"
    return f'@font-face {{ font-family: "{FAMILY}"; src: url("{url}"); font-display: block; unicode-range: {ranges}; }}'
