"""A fact sheet on disk: a page, its Markdown, and a folder of crops, charts and a Chinese font; all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from budgetlib.book.font import write_subset
from budgetlib.output.show_text import SourceLine
from budgetlib.output.staging import Staged
from budgetlib.report import Report
from budgetlib.show import SourceParts
from budgetlib.story import pages
from budgetlib.story.content import Proof, Story, tell
from budgetlib.story.years import one_office

HTML, MARKDOWN = "story.html", "story.md"
CHARTS = "charts"


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
    with Staged(Path(out)) as staged:
        files = staged.stage / pages.FILES
        files.mkdir()
        sources = [_source(report, proof, files, number) for number, proof in enumerate(story.proofs, 1)]
        _draw(story, files)
        texts = {HTML: pages.html(report, story, sources, lang), MARKDOWN: pages.markdown(report, story, sources, lang)}
        for name, text in texts.items():
            (staged.stage / name).write_text(text, encoding="utf-8")
        write_subset(texts.values(), files)
        shown = sorted(path.relative_to(staged.stage) for path in files.rglob("*") if path.is_file())
    return [Path(out) / name for name in [*map(Path, texts), *shown]]


def _source(report: Report, proof: Proof, files: Path, number: int) -> pages.Source:
    """The page that proves a finding, as a picture in ``files``; of a text report the lines; None without figures."""
    try:
        seen = report.show_source(proof.evidence)
    except ValueError:
        return None
    if isinstance(seen, SourceLine | SourceParts):
        return seen
    name = f"finding-{number}.png"
    seen.quantize(64).save(files / name, format="PNG", optimize=True)
    return f"{pages.FILES}/{name}"


def _draw(story: Story, files: Path) -> None:
    """The charts that the report allows, each as PNG, SVG and the CSV behind it."""
    import matplotlib.pyplot as plt

    from budgetlib import charts

    for picture in story.pictures:
        if picture.headline:
            drawing = picture.draw()
            charts.save(drawing, picture.name, files / CHARTS)
            plt.close(drawing)
