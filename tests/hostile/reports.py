"""Good reports and bad files for the tests of this folder, all made up."""

from __future__ import annotations

import os
from pathlib import Path

TEXT = """某市{name}局{year}年度部门决算

一、收入支出决算总体情况说明

{year}年度收入总计{amount:.2f}万元，其中：本年收入合计{amount:.2f}万元，年初结转和结余0.00万元。
"""


def write_good(folder: Path, count: int) -> None:
    """Reports of that many offices."""
    for number in range(count):
        text = TEXT.format(name=f"甲{number}", year=2023, amount=100.0 + number)
        (folder / f"good-{number:03}.txt").write_text(text, encoding="utf-8")


def pdf(*objects: str, trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1, with a sound table of them; the first is the catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {trailer} >>\n".encode()
    return out + f"startxref\n{out.rindex(b'xref')}\n%%EOF\n".encode()


def page(content: str, resources: str, *more: str) -> bytes:
    """A file of one page with this content."""
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R {resources} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        *more,
    )


RULES = "10 10 m 300 10 l 300 300 l 10 300 l 10 10 l S 10 100 m 300 100 l S 100 10 m 100 300 l S"
"""A drawn grid, so that the page is given to the engine of tables."""


def bytes_name(folder: Path, name: bytes) -> Path:
    """A file name that need not be UTF-8."""
    return Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
