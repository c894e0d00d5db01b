"""Figures of scanned pages: right, flagged, and wrong without a flag, on pictures of pages whose text is known.

    python benchmarks/bench_ocr.py [FILE.pdf[:PAGE,PAGE…] ...] [--dpi 150 200]

Without files two pages of statements of each bundled report are read. Each page (from 1) is made a picture, read again
by OCR (extra ``ocr``), and its figures are laid beside those of the text layer. A figure is right where OCR gives it as
often as the page; of the others one that OCR is not sure of is flagged, and the rest is wrong. Missing are figures of
the page that OCR has not.
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from budgetlib.readers.document import Document
from budgetlib.readers.pdf import read_pdf

DATA = Path(__file__).parents[1] / "data" / "reports"
PAGES = (
    "putuo-commerce-budget-2025.pdf:6,11",
    "putuo-planning-2024.pdf:4,8",
    "putuo-social-work-2024.pdf:5,8",
    "putuo-wanli-budget-2024.pdf:6,9",
    "urumqi-science-technology-2024.pdf:10,18",
)
FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")


def figures(document: Document) -> Counter[str]:
    """Every number in cells and paragraphs."""
    texts = [cell.text for _, grid in document.grids() for cell in grid.cells]
    texts += [paragraph.text for _, paragraph in document.paragraphs()]
    return Counter(found for text in texts for found in FIGURE.findall(text.replace("\n", "")))


def saved(pdf: Any) -> bytes:
    """A file as bytes."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def picture_of(page: Any, dpi: int) -> bytes:
    """A file of one page that is a picture, at so many dots an inch, grey and packed as scanners do."""
    image = page.render(scale=dpi / 72).to_pil().convert("L")
    jpeg, pdf = io.BytesIO(), pdfium.PdfDocument.new()
    image.save(jpeg, format="JPEG", quality=80)
    sheet, item = pdf.new_page(*page.get_size()), pdfium.PdfImage.new(pdf)
    item.load_jpeg(io.BytesIO(jpeg.getvalue()), inline=True)
    item.set_matrix(pdfium.PdfMatrix().scale(*page.get_size()))
    sheet.insert_obj(item)
    sheet.gen_content()
    return saved(pdf)


def judged(original: Document, scan: Document) -> Counter[str]:
    """How many figures are right, flagged, wrong and missing."""
    printed, read = figures(original), figures(scan)
    doubts = Counter(FIGURE.findall(" ".join(re.findall("“([^”]*)”", " ".join(scan.losses)))))
    other = read - printed
    flagged = (other & doubts).total()
    return Counter(
        right=(read & printed).total(),
        flagged=flagged,
        wrong=other.total() - flagged,
        missing=max((printed - read).total() - other.total(), 0),
        figures=printed.total(),
    )


def read(folder: Path, data: bytes) -> Document:
    """A file of bytes."""
    path = folder / "page.pdf"
    path.write_bytes(data)
    return read_pdf(path)


def main() -> None:
    """Measure every page at every resolution."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=[str(DATA / one) for one in PAGES])
    parser.add_argument("--dpi", nargs="+", type=int, default=[150, 200])
    given = parser.parse_args()
    print("| pictures of pages of | dpi | figures right | flagged | wrong, unflagged | missing, unflagged | s a page |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for one in given.files:
            path, _, listed = one.partition(":")
            source = pdfium.PdfDocument(path)
            pages = [int(number) for number in listed.split(",") if number] or range(1, len(source) + 1)
            said = f"{Path(path).stem}, {', '.join(map(str, pages)) if listed else 'all'}"
            for dpi in given.dpi:
                total, begun = Counter[str](), time.process_time()
                for number in pages:
                    alone = pdfium.PdfDocument.new()
                    alone.import_pages(source, [number - 1])
                    original = read(Path(name), saved(alone))
                    total += judged(original, read(Path(name), picture_of(source[number - 1], dpi)))
                seconds = (time.process_time() - begun) / len(pages)
                counts = " | ".join(f"{total[key]:,}" for key in ("right", "flagged", "wrong", "missing"))
                print(f"| {said} | {dpi} | {counts} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
