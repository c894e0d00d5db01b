"""A fact sheet on disk: one page, its Markdown, the crops, the charts and a Chinese font; all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from budgetlib.book.font import write_font
from budgetlib.report import Report
from budgetlib.show import SourceParts
from budgetlib.show_text import SourceLine
from budgetlib.staging import UnwritableFolder
from budgetlib.story import pages
from budgetlib.story.content import STRONGEST, Proof, Story, chart_names, tell
from budgetlib.story.years import one_office

HTML, MARKDOWN = "story.html", "story.md"
CROPS, CHARTS = "crops", "charts"


def write_story(report: Report | Sequence[Report], out: str | Path, *, lang: pages.Language = "both") -> list[Path]:
    """Write the fact sheet of a report into the folder ``out``: ``story.html``, ``story.md`` and what they show.

    Several reports of one office are one story: that of the latest year, with what the years before show. ``lang`` is
    ``zh``, ``en`` or ``both``. Raises ValueError when several reports are not of one office and of different years.

    Returns the files written, the page first. All of them appear together or none does; those of an earlier story in
    the same folder are replaced. Raises UnwritableFolder, in one sentence, when the folder cannot be written, and
    UnreadableReport when the report's file is gone or has changed.
    """
    several = sorted([report] if isinstance(report, Report) else report, key=lambda one: one.identity.fiscal_year or 0)
    if not one_office(several) and len(several) > 1:
        raise ValueError("expected reports of one office, scope and kind, each of another year; name them one by one.")
    *earlier, report = several
    story = tell(report, earlier)
    with _together(Path(out)) as stage:
        sources = [_source(report, proof, stage, number) for number, proof in enumerate(story.proofs, 1)]
        _draw(story, stage)
        write_font(stage)
        (stage / MARKDOWN).write_text(pages.markdown(report, story, sources, lang), encoding="utf-8")
        (stage / HTML).write_text(pages.html(report, story, sources, lang), encoding="utf-8")
        names = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    names.sort(key=lambda name: (name.name != HTML, name.name != MARKDOWN))
    return [Path(out) / name for name in names]


def _source(report: Report, proof: Proof, stage: Path, number: int) -> pages.Source:
    """The page that proves a finding, as a picture in ``stage``; of a text report the lines; None without figures."""
    try:
        seen = report.show_source(proof.evidence)
    except ValueError:
        return None
    if isinstance(seen, SourceLine | SourceParts):
        return seen
    name = f"{CROPS}/finding-{number}.png"
    (stage / CROPS).mkdir(exist_ok=True)
    seen.quantize(64).save(stage / name, format="PNG", optimize=True)
    return name


def _draw(story: Story, stage: Path) -> None:
    """The charts that the report allows, each as PNG, SVG and the CSV behind it."""
    import matplotlib.pyplot as plt

    from budgetlib import charts

    for picture in story.pictures:
        if picture.headline:
            drawing = picture.draw()
            charts.save(drawing, picture.name, stage / CHARTS)
            plt.close(drawing)


@contextmanager
def _together(folder: Path) -> Iterator[Path]:
    """A folder to write into; when all is well its files move to ``folder``, the page last, else nothing is left."""
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from error
    done = False
    try:
        yield stage
        _move(stage, folder)
        done = True
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if made and not done:
            with suppress(OSError):
                folder.rmdir()


def _move(stage: Path, folder: Path) -> None:
    names = [path.relative_to(stage) for path in stage.rglob("*") if path.is_file()]
    for name in [*names, *(name.parent for name in names)]:
        target = folder / name
        if target.exists() and target.is_dir() != (stage / name).is_dir():
            raise OSError(f"{name} is in the way")
    for name in sorted(names, key=lambda name: name.name == HTML):
        (folder / name).parent.mkdir(exist_ok=True)
        os.replace(stage / name, folder / name)
    for stale in _own_names() - set(names):  # of an earlier story: nothing refers to it any more
        (folder / stale).unlink(missing_ok=True)


def _own_names() -> set[Path]:
    """Crops and charts that some story can have."""
    crops = {Path(CROPS) / f"finding-{number}.png" for number in range(1, STRONGEST + 1)}
    return crops | {Path(CHARTS) / f"{name}.{ending}" for name in chart_names() for ending in ("png", "svg", "csv")}


def _unwritable(folder: Path, error: OSError) -> UnwritableFolder:
    return UnwritableFolder(
        f"{folder}: cannot write here ({error.strerror or error}); expected a folder that can be written. "
        "Name another one with --out or free the place."
    )
