"""Notebooks in a real browser: one restarted and run in JupyterLab, the explorer under Voilà.

Skipped where Playwright or Chromium is not there. The server runs on a copy, with a home of its own; screenshots are in
the folder that BUDGETLIB_SCREENSHOTS names, or else with the test's temporary files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 120
CHART = ".widget-image"
NOTEBOOK = "03-three-public.ipynb"
LAB = ["jupyterlab", "--allow-root", "--IdentityProvider.token="]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install playwright")
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip("no Chromium on PATH, so there is no browser to open the notebooks in")
    with sync_api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        except sync_api.Error as error:
            pytest.skip(f"Chromium does not start here: {str(error).splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(SECONDS * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of notebooks and data: a server may write beside them."""
    for name in ("notebooks", "data"):
        shutil.copytree(
            ROOT / name, tmp_path / "project" / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", ".*")
        )
    return tmp_path / "project"


@pytest.fixture
def screenshots(tmp_path) -> Path:
    folder = Path(os.environ.get("BUDGETLIB_SCREENSHOTS", tmp_path / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def served(arguments: list[str], project: Path) -> Iterator[str]:
    """Run a server as ``python -m`` until the block ends; gives its address once it listens."""
    port, home = free_port(), project.parent / "home"
    home.mkdir(exist_ok=True)
    log = project.parent / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--no-browser", f"--port={port}"],
            cwd=project,
            env=environment(home),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for_answer(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(process)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """The environment without settings of the person at the keyboard and without a proxy before localhost."""
    drop = ("JUPYTER", "IPYTHON", "MPL", "BUDGETLIB")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(drop)}
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")
    folders += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(home / name.lower()) for name in folders}
    return kept | own | {"HOME": str(home), "NO_PROXY": "localhost,127.0.0.1", "no_proxy": "localhost,127.0.0.1"}


def wait_for_answer(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    pytest.fail(f"no answer in {SECONDS} s: {log.read_text(errors='replace')[-2000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, politely first so that it ends its kernels, and then what is left of its group."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(15)


def eventually(holds: Callable[[], bool], page: Any, what: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if holds():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"not in {SECONDS} s: {what}")


def shown(page: Any, number: int) -> str:
    """The address of a picture's contents, once it is drawn."""
    image = page.locator(CHART).nth(number)
    image.wait_for()
    eventually(lambda: image.evaluate("one => one.complete && one.naturalWidth > 100"), page, "a picture is drawn")
    return str(image.get_attribute("src"))


def test_the_explorer_follows_the_choice_under_voila(page, project, screenshots):
    with served(["voila", "notebooks/explorer.ipynb"], project) as address:
        page.goto(address)
        chart, crop = shown(page, 0), shown(page, 1)
        office, _, item = (page.locator("select").nth(number) for number in range(3))
        item.select_option(index=4)
        eventually(lambda: shown(page, 0) != chart, page, "another item, another chart")
        eventually(lambda: shown(page, 1) != crop, page, "another item, another crop")
        chart, items = shown(page, 0), item.locator("option").all_inner_texts()
        office.select_option(index=1)
        eventually(lambda: shown(page, 0) != chart, page, "another office, another chart")
        eventually(lambda: item.locator("option").all_inner_texts() != items, page, "another office, other items")
        page.screenshot(path=screenshots / "voila.png", full_page=True)


def emptied(path: Path) -> tuple[int, int]:
    """Take the outputs out of a saved notebook; returns how many code cells and how many pictures it had."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = sum("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    return len(cells), pictures


def set_up_lab(home: Path) -> None:
    """Draw every cell, not only those in sight; ask for no news and no updates."""
    settings: dict[str, dict[str, object]] = {
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    for name, values in settings.items():
        path = home / "jupyterlab_settings_dir" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def test_a_notebook_is_restarted_and_run_in_jupyterlab(page, project, screenshots):
    cells, pictures = emptied(project / "notebooks" / NOTEBOOK)
    set_up_lab(project.parent / "home")
    with served(LAB, project) as address:
        page.goto(f"{address}/lab/tree/notebooks/{NOTEBOOK}")
        prompts = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt")
        eventually(lambda: prompts.count() == cells, page, f"{cells} code cells are shown")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Restart Kernel and Run All Cells").click()
        page.locator(".jp-Dialog .jp-mod-accept").click()
        done = re.compile(r"\[\d+\]:?")
        eventually(lambda: all(map(done.fullmatch, prompts.all_inner_texts())), page, "every cell has its number")
        numbers = [int(re.sub(r"\D", "", prompt)) for prompt in prompts.all_inner_texts()]
        assert numbers == list(range(1, cells + 1))
        images = page.locator(".jp-Notebook .jp-OutputArea-output img")
        eventually(lambda: images.count() == pictures, page, f"{pictures} pictures are drawn")
        assert all(images.nth(one).evaluate("one => one.naturalWidth > 400") for one in range(pictures))
        for kind in ("application/vnd.jupyter.stderr", "application/vnd.jupyter.error"):
            assert page.locator(f'.jp-Notebook [data-mime-type="{kind}"]').count() == 0
        images.first.scroll_into_view_if_needed()
        page.screenshot(path=screenshots / "jupyterlab.png")
