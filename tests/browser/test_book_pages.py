"""The pages of a book in a real browser, wide and at 390 pixels: search, folding, tables, nothing cut, no network.

Skipped where Playwright or Chromium is not there. Screenshots go to the folder that BUDGETLIB_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from budgetlib.cli import app

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PAGES = ("index.html", "notebooks/01-read-a-report.html", "notebooks/03-three-public.html", "notebooks/05-checks.html")
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("book") / "site"
    report = ROOT / "data" / "reports" / "putuo-planning-2024.pdf"
    result = CliRunner().invoke(app, ["book", str(report), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip("no Chromium on PATH, so there is no browser to open the pages in")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def page(request, chromium, tmp_path) -> Iterator[Any]:
    width, height = WIDTHS[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.asked, opened.errors, opened.kind = [], [], request.param
    opened.on("request", lambda one: opened.asked.append(one.url))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    context.close()


def show(page: Any, book: Path, name: str) -> None:
    page.goto((book / name.partition("?")[0]).as_uri() + name.removeprefix(name.partition("?")[0]))
    page.evaluate("document.fonts.ready")
    folder = os.environ.get("BUDGETLIB_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"book-{page.kind}-{name.partition('?')[0].replace('/', '-')}.png")


def test_nothing_is_cut_and_nothing_is_asked_of_another_machine(page, book):
    for name in PAGES:
        show(page, book, name)
        inner = page.evaluate("window.innerWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= inner, name
        wide = page.evaluate(
            "[...document.querySelectorAll('article p, article h1, article h2, article img, article li')]"
            f".filter(one => one.getBoundingClientRect().right > {inner} && !one.closest('.cell_output')).length"
        )
        assert wide == 0, name
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.errors == []


def test_the_search_finds_a_chinese_word_of_two_characters_and_one_of_four(page, book):
    for word in ("三公", "公务接待"):
        show(page, book, f"search.html?q={word}")
        page.wait_for_selector("#search-results li", timeout=30_000)
        assert "三公" in page.inner_text("#search-results")


def test_a_word_that_no_page_has_is_not_found(page, book):
    show(page, book, "search.html?q=犀牛饲养")
    page.wait_for_selector("#search-results .search-summary", timeout=30_000)
    page.wait_for_function("!document.querySelector('#search-progress')?.textContent.endsWith('...')", timeout=30_000)
    assert page.locator("#search-results ul.search li").count() == 0


def test_code_is_folded_until_it_is_asked_for(page, book):
    show(page, book, "notebooks/03-three-public.html")
    code = page.locator("details.hide:has(.cell_input, pre)").first
    assert not code.locator("pre").first.is_visible()
    code.locator("summary").first.click()
    assert code.locator("pre").first.is_visible()


def test_the_answer_stands_in_the_first_screen(page, book):
    show(page, book, "notebooks/03-three-public.html")
    box = page.locator(".admonition.important").bounding_box()
    assert box["y"] < page.viewport_size["height"] * 0.8


def test_a_wide_table_scrolls_inside_the_page(page, book):
    show(page, book, "notebooks/01-read-a-report.html")
    scrolled = page.evaluate(
        """[...document.querySelectorAll('.cell_output table')].some(table => {
            let box = table.parentElement;
            while (box && box.scrollWidth <= box.clientWidth + 1) box = box.parentElement;
            if (!box || box === document.documentElement) return false;
            box.scrollLeft = 200;
            return box.scrollLeft > 100 && box.getBoundingClientRect().right <= window.innerWidth;
        })"""
    )
    assert scrolled


def test_headings_stand_over_their_columns(page, book):
    show(page, book, "notebooks/02-year-on-year.html")
    edges = page.evaluate(
        """[...document.querySelectorAll('.cell_output table')].map(table => [table.tHead, table.tBodies[0]].map(
            part => [...part.rows[0].cells].map(cell => Math.round(cell.getBoundingClientRect().right))))"""
    )
    assert edges and all(heading == row for heading, row in edges)


def test_the_next_page_and_the_contents_are_one_click_away(page, book):
    show(page, book, "notebooks/03-three-public.html")
    following = page.locator("a.right-next").first
    assert following.get_attribute("href").endswith(".html")
    links = page.locator(".bd-sidebar-primary a.reference.internal").count()
    assert links >= 6


def test_what_is_offered_for_download_is_there(page, book):
    show(page, book, "notebooks/03-three-public.html")
    hrefs = page.evaluate("[...document.querySelectorAll('article a.download')].map(one => one.href)")
    kinds = {href.rpartition(".")[2] for href in hrefs}
    assert {"zip", "png", "svg", "csv"} <= kinds
    for href in hrefs:
        assert Path(href.removeprefix("file://")).stat().st_size > 100
