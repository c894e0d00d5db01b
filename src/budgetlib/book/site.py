"""A folder of pages as a site: Sphinx with myst-nb and sphinx-book-theme, Chinese search, nothing from elsewhere."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from importlib import resources
from pathlib import Path
from typing import Any

from budgetlib.book.font import FAMILY, PART, font_face, write_subset
from budgetlib.book.sources import BookError
from budgetlib.reference.wording import Lang

_LANGUAGES = {"zh": "zh_CN", "en": "en"}
_SHOW = {"zh": ("显示代码", "收起代码"), "en": ("Show code", "Hide code")}
_STYLE = "budgetlib.css"


def build_site(source: Path, out: Path, title: str, lang: Lang) -> Path:
    """Build the pages of ``source`` into ``out``; returns the first page.

    Raises BookError, in one sentence, when a page cannot be built.
    """
    _write_static(source)
    log = io.StringIO()
    try:
        with redirect_stdout(log), redirect_stderr(log):
            _sphinx(source, out, settings(title, lang), log)
    except Exception as error:
        raise BookError(f"{out}: the pages cannot be built: {type(error).__name__}: {error}") from error
    return out / "index.html"


def settings(title: str, lang: Lang) -> dict[str, Any]:
    """The configuration of Sphinx."""
    show, hide = _SHOW[lang]
    return {
        "project": title,
        "html_title": title,
        "language": _LANGUAGES[lang],
        "extensions": ["myst_nb", "budgetlib.book.search"],
        "html_theme": "sphinx_book_theme",
        "html_theme_options": {
            "use_download_button": False,
            "use_fullscreen_button": False,
            "home_page_in_toc": True,
            "footer_content_items": "",
            "show_toc_level": 2,
            "show_navbar_depth": 1,
        },
        "html_static_path": ["_static"],
        "html_css_files": [_STYLE],
        "html_copy_source": False,
        "html_show_sphinx": False,
        "nb_execution_mode": "off",
        "nb_merge_streams": True,
        "nb_ipywidgets_js": {},
        "nb_code_prompt_show": show,
        "nb_code_prompt_hide": hide,
        "nb_mime_priority_overrides": [["html", "image/jpeg", None]],
        "myst_enable_extensions": ["colon_fence"],
        "suppress_warnings": ["myst.header", "myst.xref_missing", "toc.not_included"],
        "mathjax_path": "no-formulas-here.js",  # asked for by the extension, loaded by no page
    }


def _sphinx(source: Path, out: Path, confoverrides: dict[str, Any], log: io.StringIO) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(), docutils_namespace():
        Sphinx(
            srcdir=source,
            confdir=None,
            outdir=out,
            doctreedir=source.parent / "doctrees",
            buildername="html",
            confoverrides=confoverrides,
            status=log,
            warning=log,
            freshenv=True,
        ).build(force_all=True)


def _write_static(source: Path) -> None:
    static = source / "_static"
    static.mkdir(parents=True, exist_ok=True)
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*") if path.suffix in (".md", ".ipynb")]
    messages = resources.files("sphinx").joinpath("locale", _LANGUAGES["zh"], "LC_MESSAGES", "sphinx.js")
    texts += ["".join(_INTERFACE), messages.read_text(encoding="utf-8")]  # what the search says stands on no page
    write_subset([_unescaped(text) for text in texts], static)
    style = resources.files("budgetlib.book").joinpath("book.css").read_text(encoding="utf-8")
    (static / _STYLE).write_text(f"{font_face(PART)}\n{style.replace('FAMILY', FAMILY)}", encoding="utf-8")


_INTERFACE = "搜索结果目录内容上一页下一页返回顶部显示隐藏代码收起切换主题打开关闭导航请激活以开启功能警告重要"
"""Characters of the theme that no page has."""


def _unescaped(text: str) -> str:
    """JSON of notebooks writes some characters as escapes."""
    if "\\u" not in text:
        return text
    return text + text.encode("latin-1", "backslashreplace").decode("unicode_escape", "ignore")
