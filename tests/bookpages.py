"""What no page of a book may show, whatever the report: gaps, codes in place of words, another office."""

from __future__ import annotations

import re
from pathlib import Path

GAPS = ("这张图没有画", "略过。", "No chart here", "does not hold the figures asked for")
RAW = re.compile(r"<t[hd][^>]*>\s*(NaN|nan|None|&lt;NA&gt;|report_type|agency|section|item|context|innocent|says)\s*<")
FIGURE = re.compile(r"\d[\d,]*\.\d+|\d[\d,]*(?=[个条项张行份处])")


def article(page: Path) -> str:
    """What a page says, without its contents and code."""
    text = page.read_text(encoding="utf-8").split("<article", 1)[1].split("</article", 1)[0]
    return re.sub(r"<details class=\"hide.*?</details>", "", text, flags=re.DOTALL)


def faults(page: Path, others: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a page; ``others`` are names of offices that it is not about."""
    said = article(page)
    found = [f"a gap: {gap}" for gap in GAPS if gap in said]
    found += [f"a raw value: {raw}" for raw in sorted(set(RAW.findall(said)))]
    found += [f"another office: {name}" for name in others if name in said]
    headings = re.findall(r"<h2>(.*?)</h2>\s*(?:</section>|<section)", said, flags=re.DOTALL)
    found += [f"a heading over nothing: {heading[:40]}" for heading in headings]
    if len(FIGURE.findall(re.sub(r"<[^>]+>", " ", said))) < 5:
        found.append("fewer than five figures")
    return [f"{page.parent.name}/{page.name}: {one}" for one in found]
