"""Labels beside values that lie close together: moved apart as little as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def apart(wanted: Sequence[float], sizes: Sequence[float], floor: float = float("-inf")) -> list[float]:
    """Places for labels of ``sizes`` as close to ``wanted`` as can be (least squares), in their order, none on another.

    Labels that touch are moved as one block, whose middle is where its labels on average want to be; the middle of the
    lowest stays at ``floor`` or above.
    """
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    blocks: list[tuple[float, int]] = []
    offset, offsets = 0.0, dict.fromkeys(order[:1], 0.0)
    for below, above in pairwise(order):
        offset += (sizes[below] + sizes[above]) / 2
        offsets[above] = offset
    for number in order:
        level, count = wanted[number] - offsets[number], 1
        while blocks and blocks[-1][0] > level:
            before, many = blocks.pop()
            level, count = (before * many + level * count) / (many + count), many + count
        blocks.append((level, count))
    levels = [max(level, floor) for level, count in blocks for _ in range(count)]
    found = {number: level + offsets[number] for number, level in zip(order, levels, strict=True)}
    return [found[number] for number in range(len(wanted))]
