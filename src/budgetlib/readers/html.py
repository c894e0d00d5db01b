"""Web pages: the article without navigation, its tables with their spans, and what hangs on the page."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from budgetlib.machine.limits import keep
from budgetlib.readers.decoding import decode
from budgetlib.readers.document import Block, Document, Grid, UnreadableReport
from budgetlib.readers.grids import stacked
from budgetlib.readers.html_tables import grid_of, is_layout, parts_of, rows_of
from budgetlib.readers.markup import is_note_mark
from budgetlib.readers.text import blocks_of
from budgetlib.readers.typed_cells import Typed

_DROPPED = re.compile(
    "script|style|noscript|template|nav|header|footer|aside|button|select|iframe|svg|object|del|s|strike"
)
_HOLDER = re.compile("div|section|article|main|form|td|tr|tbody|center|ul|li|span")
_FURNITURE = re.compile(r"(?:nav|top|header|foot|footer|menu|sidebar|crumbs?|breadcrumb|banner|copyright|search|login)")
"""Names of elements around an article; they are left out where little stands in them, as names may mean anything."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MHT = re.compile(rb"\s*(?:From|MIME-Version|Content-Type|Subject)\s*:", re.IGNORECASE)
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|7z|ofd)(?:$|[?#])", re.IGNORECASE)
_LABELS = (
    ("publisher", r"(?:发布|发文|公开)(?:机构|单位|部门)|来源"),
    ("published", r"(?:发布|发文|成文|公开)(?:日期|时间)"),
)
_ABOUT = re.compile(r"索\s*引\s*号|发文字号|主题分类|有效性|公开责任部门")
_META = {"publisher": ("contentsource", "author"), "published": ("pubdate", "publishdate")}
_MOST = 0.8
"""The article is the innermost element with this share of the words of the page that are no links."""
_SHORT = 300
_HARDLY_ANY = 80
"""Characters of text outside links; a page with fewer and without tables holds no report."""


def read_html(path: Path) -> Document:
    """Read a saved web page. Places count its paragraphs and table rows, from 1.

    Raises UnreadableReport for a page that holds only links, pictures of pages or a script: with counts and names.
    """
    data = path.read_bytes()
    text = _text(path, _saved_page(data))
    keep("characters", len(text) // 10)  # markup takes most of a page
    page = _Page(_tree(path, text))
    blocks = tuple(page.blocks())
    if not any(isinstance(block, Grid) for block in blocks) and page.size() < _HARDLY_ANY:
        raise UnreadableReport(f"{path}: {page.hangs()}")
    losses = []
    if page.attachments:
        losses.append(f"{page.attached()} not read with the page; read them together with it.")
    if page.unseen:
        losses.append(
            f"{page.unseen} table(s) that this page hides were left out; open each of its tabs and save the page again."
        )
    return Document(
        source=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format="html",
        pages=page.count,
        blocks=blocks,
        place="line",
        losses=tuple(losses),
        about=page.about,
    )


def _saved_page(data: bytes) -> bytes:
    """The page in a file in which a browser saved it with its pictures (.mht); the bytes themselves of another."""
    if not _MHT.match(data.lstrip(b"\xef\xbb\xbf")):
        return data
    parts = email.message_from_bytes(data).walk()
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else b""
    charset = page.get_content_charset() if page is not None else None
    assert isinstance(content, bytes)
    return f'<meta charset="{charset}">'.encode() + content if charset else content


def _text(path: Path, data: bytes) -> str:
    """The text of a page; ``gb2312`` in a page means GB 18030, and what it says may be wrong."""
    said = _CHARSET.search(data[:4096])
    name = said.group(1).decode("ascii").lower() if said else ""
    if name in ("big5", "big5-hkscs"):
        try:
            return data.decode("big5hkscs")
        except UnicodeDecodeError:
            pass
    return decode(path, data)


def _tree(path: Path, text: str) -> Any:
    import lxml.html

    body = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    try:
        return lxml.html.document_fromstring(body)
    except (lxml.etree.ParserError, ValueError) as error:
        raise UnreadableReport(
            f"{path}: 网页是空的，请重新保存 / expected a web page with text, but it is empty; save it again."
        ) from error


class _Page:
    """A page taken apart: what it says of itself, its article, and the links and pictures in it."""

    def __init__(self, tree: Any) -> None:
        self.count = 0
        self.unseen = 0
        """Tables with figures that the page hides, as behind the tabs of a page."""
        self.about = _said_in_head(tree)
        self.title = _title(tree)
        self.asks_password = any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))
        self._drop(tree)
        self.article = _article(tree.find("body") if tree.find("body") is not None else tree)
        links = [link for link in tree.iter("a") if _ATTACHMENT.search(link.get("href") or "")]
        self.attachments = list(dict.fromkeys(_link_name(link) for link in links))
        self.pictures = sum(1 for _ in self.article.iter("img")) or sum(1 for _ in tree.iter("img"))

    def _drop(self, tree: Any) -> None:
        for element in list(tree.iter()):
            gone = not isinstance(element.tag, str) or _DROPPED.fullmatch(element.tag) or _is_furniture(element)
            if element.getparent() is None or element.tag == "body":
                continue
            if element.tag in ("td", "th") and _is_unseen(element) and "none" not in (element.get("style") or ""):
                element[:], element.text = [], None  # an invisible cell keeps its place
            elif gone or _is_note_mark(element):
                self.unseen += _is_unseen(element) and sum(map(_holds_figures, element.iter("table")))
                element.drop_tree()

    def size(self) -> int:
        """Characters of the article outside links."""
        return _weight(self.article)

    def attached(self) -> str:
        """How many attachments the page has, and their names."""
        return f"{len(self.attachments)} attachment(s) of this page: {'; '.join(self.attachments)};"

    def hangs(self) -> str:
        """What to do with a page without a report."""
        names, count = "; ".join(self.attachments), len(self.attachments)
        if self.attachments:
            zh, en = f"请下载它的 {count} 个附件", f"download its {count} attachment(s): {names}."
        elif self.asks_password:
            zh, en = (
                "它要求登录，请登录后再保存",
                "it asks for a password; log in with a browser, and save the page again.",
            )
        elif self.pictures:
            zh = f"只有 {self.pictures} 张图片，请把各页图片合成一个 PDF，由 budgetlib[ocr] 识别"
            en = f"it shows {self.pictures} picture(s); put pictures of pages into one PDF, which budgetlib[ocr] reads."
        else:
            zh = "内容可能由脚本生成，请在浏览器中打开，另存整页或打印为 PDF"
            en = "it may be filled by a script; open it in a browser, and save the whole page or print it as PDF."
        lacking = "expected a report, but this page holds no table and next to no text"
        return f"网页没有表格，也几乎没有文字；{zh} / {lacking}; {en}"

    def blocks(self) -> Iterator[Block]:
        """Title, paragraphs and tables of the article, in order."""
        lines: list[Typed] = []
        if self.title and self.title not in "".join(self.article.text_content().split()):
            lines.append(self._line(self.title))
        for piece in self._pieces(self.article):
            if isinstance(piece, str):
                lines.append(self._line(piece))
                continue
            yield from blocks_of(lines, broken=False)
            lines = []
            yield piece
        yield from blocks_of(lines, broken=False)

    def _line(self, text: str) -> Typed:
        self.count += 1
        return Typed(self.count, text)

    def _pieces(self, element: Any) -> Iterator[str | Grid]:
        """Text between block elements, and grids."""
        run: list[str] = []
        for part in parts_of(element):
            if isinstance(part, str):
                run.append(part)
                continue
            yield from _flushed(run)
            run = []
            if part.tag == "table":
                yield from self._table(part)
        yield from _flushed(run)

    def _table(self, table: Any) -> Iterator[str | Grid]:
        rows = list(rows_of(table))
        cells = [cell for row in rows for cell in row]
        if (
            len(cells) < 2
            or any(cell.find(".//table") is not None for cell in cells)
            or (len(rows) == 1 and is_layout(cells))
        ):
            for cell in cells:
                yield from self._pieces(cell)
            return
        for caption in table.iterchildren("caption"):
            yield from self._pieces(caption)
        grid = grid_of(rows, self.count + 1)
        if _ABOUT.search(" ".join(cell.text for cell in grid.cells)) and len(grid.cells) < 40:
            self._learn(grid)
            return
        self.count += grid.n_rows
        yield from stacked(grid)

    def _learn(self, grid: Grid) -> None:
        """Office and date from the table above an article; in it a label stands left of its value."""
        texts = [cell.text for cell in grid.cells]
        joined = [f"{left}{right}" for left, right in zip(texts, [*texts[1:], ""], strict=True)]
        for key, label in _LABELS:
            for text in [*texts, *joined]:
                said = re.fullmatch(rf"\s*(?:{label})\s*[:：]\s*(.{{2,40}})", text)
                if said:
                    self.about.setdefault(key, said.group(1).strip())
                    break


def _flushed(run: Sequence[str]) -> Iterator[str]:
    yield from (line for line in "".join(run).split("\n") if line.strip())


def _is_unseen(element: Any) -> bool:
    return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _holds_figures(table: Any) -> bool:
    return any(character.isdigit() for character in table.text_content())


def _is_note_mark(element: Any) -> bool:
    """Whether an element is a raised mark of a footnote: behind a figure it would become a digit of it."""
    if element.tag != "sup" and not _RAISED.search(element.get("style") or ""):
        return False
    before = element.getprevious()
    text = (element.getparent().text or "") if before is None else before.text_content() + (before.tail or "")
    return is_note_mark(text, element.text_content())


def _is_furniture(element: Any) -> bool:
    """Whether an element is unseen, or a form or named as what stands around an article, and as short as that is."""
    if _is_unseen(element):
        return True
    names = re.split(r"[\s_-]+", f"{element.get('id') or ''} {element.get('class') or ''}".lower())
    named = element.tag == "form" or any(_FURNITURE.fullmatch(name) for name in names)
    return named and element.find(".//table") is None and len(element.text_content()) < _SHORT


def _article(body: Any) -> Any:
    """The innermost element that holds most of the words outside links, tables not taken apart."""
    weight = _weight(body)
    element = body
    while True:
        inner = next((one for one in element if _is_holder(one) and _weight(one) >= _MOST * weight), None)
        if inner is None:
            return element
        element = inner


def _is_holder(element: Any) -> bool:
    return bool(_HOLDER.fullmatch(str(element.tag))) or (
        element.tag == "table" and element.find(".//table") is not None
    )


def _weight(element: Any) -> int:
    """Characters outside links."""
    links = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return len("".join(element.text_content().split())) - links


def _said_in_head(tree: Any) -> dict[str, str]:
    metas = {(meta.get("name") or "").lower(): (meta.get("content") or "").strip() for meta in tree.iter("meta")}
    found = {key: next((metas[name] for name in names if metas.get(name)), "") for key, names in _META.items()}
    return {key: value for key, value in found.items() if value}


def _title(tree: Any) -> str:
    named = [meta.get("content") for meta in tree.iter("meta") if (meta.get("name") or "").lower() == "articletitle"]
    heads = [head.text_content() for head in tree.iter("h1")] + [title.text_content() for title in tree.iter("title")]
    return next(("".join(text.split()) for text in [*named, *heads] if text and text.strip()), "")


def _link_name(link: Any) -> str:
    text = " ".join(link.text_content().split())
    return text or unquote(str(link.get("href")).rsplit("/", 1)[-1])
