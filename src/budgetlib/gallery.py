"""The page that opens build/: a picture and a finding for each notebook, the reports, the tables."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from budgetlib.report import Report


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that ran from top to bottom: its file, title, and the HTML page written."""

    source: Path
    page: Path
    notebook: NotebookNode


FAMILY = "Budgetlib Sans SC"


def write_font(out: Path) -> None:
    """Put the Chinese font of the charts beside the pages, for machines that have none."""
    import pylopdf_fonts_zh_cn

    source = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
    target = out / "fonts" / source.name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def font_face(depth: int = 0) -> str:
    """The style rule that loads that font on a page ``depth`` folders below ``out``."""
    url = "../" * depth + "fonts/NotoSansSC-Regular.otf"
    return f'@font-face {{ font-family: "{FAMILY}"; src: url("{url}"); font-display: block; }}'


def notebook_style() -> str:
    """The style of a notebook's page: its own fonts first, the Chinese one for what they lack."""
    prose, code = f"'{FAMILY}', system-ui, sans-serif", f"Menlo, Consolas, 'DejaVu Sans Mono', '{FAMILY}', monospace"
    return (
        f"<style>{font_face(depth=1)} body {{ --jp-content-font-family: {prose} !important; "
        f"--jp-ui-font-family: {prose} !important; --jp-code-font-family: {code} !important; font-family: {prose}; }} "
        f"pre, code {{ font-family: {code} !important; }}</style>"
    )


def write_index(executed: Sequence[Executed], reports: Iterable[Report], out: Path) -> Path:
    """Write ``out/index.html``, which reads well on a phone and on a desktop and needs no network."""
    page = Template(resources.files("budgetlib.reference").joinpath("gallery.html").read_text(encoding="utf-8"))
    index = out / "index.html"
    index.write_text(
        page.substitute(
            font_face=font_face(),
            cards="\n".join(_card(one, out) for one in executed),
            reports="\n".join(_report(report) for report in reports),
            tables="\n".join(_links(out, "tables")),
            charts="\n".join(_links(out, "charts")),
        ),
        encoding="utf-8",
    )
    return index


def _card(executed: Executed, out: Path) -> str:
    title, picture, finding = _title(executed.notebook), _last_picture(executed.notebook), _finding(executed.notebook)
    image = f'<img alt="" src="data:image/png;base64,{picture}">' if picture else ""
    link = executed.page.relative_to(out).as_posix()
    return f'<a class="card" href="{link}">{image}<h2>{html.escape(title)}</h2><p>{html.escape(finding)}</p></a>'


def _title(notebook: Any) -> str:
    """The first heading of the notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return str(line[2:])
    return ""


def _last_picture(notebook: Any) -> str | None:
    """The notebook's main chart: the first picture that it shows, as base64."""
    for output in _outputs(notebook):
        picture = output.get("data", {}).get("image/png")
        if picture:
            return str(picture).replace("\n", "")
    return None


def _finding(notebook: Any) -> str:
    """The first sentence of the last text that the notebook prints: its answer."""
    printed = [output["text"] for output in _outputs(notebook) if output.get("output_type") == "stream"]
    lines = [line.strip() for line in (printed[-1] if printed else "").splitlines() if line.strip()]
    return lines[0] if lines else ""


def _outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.get("outputs", [])]


def _report(report: Report) -> str:
    row = next(iter(report.records("reports")))
    facts = [html.escape(str(row["title"])), str(row["fiscal_year"]), html.escape(str(row["source"]))]
    facts += ["样本副本，可能是稿本 / sample copy, perhaps a draft"] if row["edition"] == "sample" else []
    return f"<li>{' · '.join(facts)}</li>"


def _links(out: Path, folder: str) -> list[str]:
    """Links to the files of a sub-folder, one line a name with all its formats."""
    by_name: dict[str, list[Path]] = {}
    for path in sorted((out / folder).glob("*.*")) if (out / folder).is_dir() else []:
        by_name.setdefault(path.stem, []).append(path)
    return [
        f"<li>{html.escape(name)} "
        + " ".join(f'<a href="{folder}/{path.name}">{path.suffix[1:].upper()}</a>' for path in paths)
        + "</li>"
        for name, paths in by_name.items()
    ]
