"""Good reports and bad files for the tests of this folder, all made up."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

TEXT = """某市{name}局{year}年度部门决算

一、收入支出决算总体情况说明

{year}年度收入总计{amount:.2f}万元，其中：本年收入合计{amount:.2f}万元，年初结转和结余0.00万元。
"""
WHOLE = (
    TEXT
    + """
收入支出决算总表

单位：万元

收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t{amount:.2f}\t一、一般公共服务支出\t{amount:.2f}
本年收入合计\t{amount:.2f}\t本年支出合计\t{amount:.2f}
总计\t{amount:.2f}\t总计\t{amount:.2f}
"""
)
"""Sentences and a statement: TEXT alone could be the half of a report, which waits for the last file of its folder."""


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


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, j = bytearray(), 0
    for n, byte in enumerate(data, 1):
        i = n % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked(content: str, user: str, owner: str) -> bytes:
    """A file of one page, encrypted with 40 bits: who opens it gives ``user``, who changes it ``owner``."""

    def padded(password: str) -> bytes:
        return (password.encode() + _PAD)[:32]

    def md5(data: bytes) -> bytes:
        return hashlib.md5(data, usedforsecurity=False).digest()

    of_owner = _rc4(md5(padded(owner))[:5], padded(user))
    key = md5(padded(user) + of_owner + (-44).to_bytes(4, "little", signed=True) + b"0")[:5]
    hidden = _rc4(md5(key + (4).to_bytes(3, "little") + bytes(2))[:10], content.encode()).decode("latin-1")
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << /Font 7 0 R >> >>",
        f"<< /Length {len(hidden)} >>\nstream\n{hidden}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{of_owner.hex()}> /U <{_rc4(key, _PAD).hex()}> >>",
        "<< /F1 5 0 R >>",
        trailer="/Encrypt 6 0 R /ID [<30> <30>]",
    )


def pages(content: str, count: int) -> bytes:
    """A file of that many pages with the same content."""
    return pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number + 5} 0 R' for number in range(count))}] /Count {count} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
        *(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 3 0 R /Resources << /Font 4 0 R >> >>"
            for _ in range(count)
        ),
    )


RULES = "10 10 m 300 10 l 300 300 l 10 300 l 10 10 l S 10 100 m 300 100 l S 100 10 m 100 300 l S"
"""A drawn grid, so that the page is given to the engine of tables."""


def bytes_name(folder: Path, name: bytes) -> Path:
    """A file name that need not be UTF-8."""
    return Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))


PIECES = [
    *[
        "（一）",
        "2023年度",
        "2022年",
        "收入总计",
        "支出总计",
        "本年收入合计",
        "其中：",
        "基本支出",
        "项目支出",
        "“三公”经费",
        "公务接待费",
        "公务用车购置及运行维护费",
        "因公出国（境）费",
        "一般公共服务支出（类）",
        "财政事务（款）",
        "行政运行（项）",
        "12.34万元",
        "100.00元",
        "1.2亿元",
        "0",
        "12,345.60",
        "5%",
        "3辆",
        "12批次",
        "增加",
        "减少",
        "比上年",
        "较2022年",
        "与预算持平",
        "占",
        "的",
        "完成年初预算的",
        "主要原因是",
        "，",
        "。",
        "；",
        "：",
        "、",
        "（",
        "）",
        "(",
        ")",
        "…",
        "—",
        "第3页",
        "**",
        "<p>",
    ],
    "一、收入支出决算总体情况说明\n",
    "第二部分 ",
    "\n",
    "\n\n",
    "\t",
    " ",
    "…………12\n",
    "- 4 -",
    "| 项目 | 金额 |\n| --- | --- |\n",
    "$\\geq 90\\%$",
    "单位：万元\n",
    "部门整体支出绩效自评表\n",
    "收入支出决算总表\n",
    "9" * 400,
    "1." * 20,
]
"""Pieces of reports out of which the fuzzer makes texts."""

FORM = [
    "项目名称",
    "主管部门",
    "实施单位",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
    "产出指标",
    "数量指标",
    "满意度指标",
    "总分",
    "年初预算数",
    "全年预算数",
    "全年执行数",
    "年度总体目标",
    "≥90%",
    "编码",
    "功能分类科目编码",
    "科目名称",
    "合计",
    "基本支出",
    "项目支出",
    "栏次",
    "行次",
    "类",
    "款",
    "项",
    "201",
    "20101",
    "2010101",
    "一般公共服务支出",
    "收入",
    "支出",
    "本年收入合计",
]
"""Words of tables and forms."""


def flipped(data: bytes, changes: list[tuple[float, int]], cut: float) -> bytes:
    """``data`` with some bytes changed (place as a share of the length, and what to change them by), and cut short."""
    out = bytearray(data[: int(len(data) * cut)])
    for place, change in changes:
        out[int(place * len(out))] ^= change
    return bytes(out)
