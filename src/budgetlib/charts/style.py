"""One look for all charts: the Chinese font from a package, a colour-blind-safe palette, sizes for a phone.

Nothing happens at import. A chart applies the style by itself; ``use_style`` sets it for a whole notebook and
``chart_style`` for a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager

from budgetlib.reference.wording import width_in_ems

SUBJECT = "#0072B2"
"""Blue of the Okabe-Ito palette: what the chart is about, and a gain."""
FALL = "#D55E00"
"""Vermillion of the Okabe-Ito palette: a fall; told from blue by people with any colour blindness."""
ACCENT = "#E69F00"
"""Orange of the Okabe-Ito palette: a third colour, where two do not do."""
REST = "#B4B9BF"
"""Grey for what the subject is compared with."""
INK = "#1F2328"
"""Text that states something."""
FAINT = "#5B626A"
"""Text that explains; 6:1 against white."""
GRID = "#E3E6E9"

WIDTH = 6.0
"""Inches. At 400 pixels, the width of a phone, text of 11 points is then 10 pixels high."""
TITLE_SIZE = 15.0
TEXT_SIZE = 11.0
SMALL_SIZE = 9.5

_PAUSE = "，。；：,;:."
_NO_LINE_START = _PAUSE + "、！？）”’》％%)"
_TOKEN = re.compile(r"\s+|[（“《(]*(?:[A-Za-z0-9.,%+\-−/']+(?:万元|亿元|年|个|项|分)?|.)", re.DOTALL)


@cache
def font_family() -> str:
    """The name of the Chinese font, registered with matplotlib on the first call (Noto Sans SC, from a package)."""
    from pylopdf_fonts_zh_cn import sans_path

    path = sans_path()
    font_manager.fontManager.addfont(str(path))
    return font_manager.FontProperties(fname=str(path)).get_name()


def settings() -> dict[Any, Any]:
    """The rcParams of the style."""
    return {
        "font.family": [font_family()],
        "font.size": TEXT_SIZE,
        "axes.unicode_minus": True,  # Noto has U+2212, and a hyphen for a minus is too short to be seen on a phone
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.edgecolor": GRID,
        "axes.labelcolor": FAINT,
        "axes.grid": False,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "text.color": INK,
        "text.parse_math": False,  # names are text, whatever signs they hold
        "xtick.color": FAINT,
        "ytick.color": INK,
        "xtick.labelsize": SMALL_SIZE,
        "ytick.labelsize": TEXT_SIZE,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "figure.dpi": 120,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "svg.fonttype": "path",  # outlines: the reader's machine needs no Chinese font
        "svg.hashsalt": "budgetlib",  # the same figure gives the same bytes
        "pdf.fonttype": 3,  # type 42 loses nearly all text of this OTF, silently
    }


@contextmanager
def chart_style() -> Iterator[None]:
    """The style inside a ``with`` block; also a decorator. What was set before comes back after it."""
    with mpl.rc_context(settings()):
        yield


def use_style() -> None:
    """The style for everything drawn from now on; call it again after ``seaborn.set_theme``, which resets the font."""
    mpl.rcParams.update(settings())


def wrap_title(text: str, ems: float) -> str:
    """``text`` in as few lines as ``wrap`` needs, broken after punctuation where that can be, and else evenly."""
    lines = wrap(text, ems).count("\n")
    halves = _halves(text, ems) if lines == 1 else ""
    if halves:
        return halves
    widths = [ems - step / 2 for step in range(int(ems))]  # down to half the width
    fitting = [wrapped for wrapped in (wrap(text, width) for width in widths) if wrapped.count("\n") == lines]
    at_pauses = [wrapped for wrapped in fitting if all(line[-1] in _PAUSE for line in wrapped.split("\n")[:-1])]
    return (at_pauses or fitting)[-1]


def _halves(text: str, ems: float) -> str:
    """``text`` in two lines, broken after the pause that makes them most even; blank where none lets both fit."""
    tokens = _TOKEN.findall(text)
    ends = [number for number, token in enumerate(tokens[:-1], 1) if token[-1] in _PAUSE]
    pairs = [("".join(tokens[:end]).rstrip(), "".join(tokens[end:]).lstrip()) for end in ends]
    longest = {"\n".join(pair): max(map(width_in_ems, pair)) for pair in pairs}
    best = min(longest, key=lambda pair: longest[pair], default="")
    return best if best and longest[best] <= ems else ""


def wrap(text: str, ems: float) -> str:
    """``text`` broken into lines of at most ``ems`` font sizes; numbers and words stay whole.

    Chinese has no spaces to break at and ``textwrap`` counts its characters as narrow, hence this.
    """
    lines = [""]
    for token in _TOKEN.findall(text):
        fits = width_in_ems(lines[-1] + token) <= ems or token in _NO_LINE_START
        if not lines[-1] or fits:
            lines[-1] += token
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(token.lstrip())
    return "\n".join(lines)
