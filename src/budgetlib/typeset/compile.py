"""Content to PDF bytes with typst and the fonts of a package: every glyph there, the same bytes every time."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

_ADDED = frozenset("—.0123456789 \n")
"""What the template itself prints: page numbers and the leaders of the contents page."""


class MissingGlyph(ValueError):
    """A character that the fonts do not have: it would come out as an empty box."""


def compile_pdf(content: dict[str, Any], *, tagged: bool = True) -> bytes:
    """The PDF of ``content`` (see ``document.content``). Without tags for accessibility it takes half the time.

    Raises MissingGlyph for a character that a font lacks and RuntimeError for any warning or error of typst.
    """
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    # JSON escapes control characters and nothing else that has no glyph.
    characters = set(_characters(content)) if "\\u" in data else set(data)
    missing = sorted(characters - _glyphs() - _ADDED)
    if missing:
        told = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:10])
        raise MissingGlyph(f"the fonts Noto Sans SC and Noto Serif SC have no glyph for {told}")
    pdf, warnings = _compiler().compile_with_warnings(
        sys_inputs={"data": data}, timestamp=0, format="pdf", pdf_tags=tagged
    )
    if warnings:
        raise RuntimeError("typst warns: " + "; ".join(warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return pdf


def _characters(content: Any) -> str:
    """All texts of the content in one."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return "".join(_characters(value) for value in content.values())
    if isinstance(content, list | tuple):
        return "".join(map(_characters, content))
    return ""


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all reports: the fonts are read once, the template is parsed once."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    template = str(resources.files("budgetlib.typeset").joinpath("report.typ"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(sans_path().parent)])
    return typst.Compiler(template, font_paths=fonts, ignore_system_fonts=True)


@cache
def _glyphs() -> frozenset[str]:
    """Characters that both fonts have. typst prints an empty box for others and says nothing."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    # fontTools has no types of its own; imported by name, it is Any to the type checker.
    ttlib = import_module("fontTools.ttLib")
    tables = []
    for path in (sans_path(), serif_path()):
        with ttlib.TTFont(path, lazy=True) as font:
            tables.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*tables)))
