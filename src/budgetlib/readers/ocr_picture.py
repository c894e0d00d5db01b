"""The picture of a scanned page: what is printed on it, and how askew it lies. OpenCV does the work."""

from __future__ import annotations

from typing import Any

from budgetlib.readers.ocr_grid import Pixels

_MOST_SKEW = 1.2
"""Degrees; a page that lies more askew than this was not put on the glass by hand."""
SMALLEST_MARK = 9
"""Pixels of height below which ink is dirt (or a dot, or a dash) and no figure."""


def inked(picture: Any) -> Any:
    """White where something is printed, also on a grey ground."""
    import cv2

    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def cleaned(ink: Any) -> Any:
    """Ink without single dots."""
    import cv2

    return cv2.medianBlur(ink, 3)


def is_blank(ink: Any) -> bool:
    """Whether nothing is larger than dirt: such a page is not given to the engine, which takes long to say so."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return all(max(row[2], row[3]) < SMALLEST_MARK for row in stats[1:count])


def cut(picture: Any, box: Pixels) -> Any:
    """What of a picture is in a box."""
    return picture[max(box[1], 0) : box[3], max(box[0], 0) : box[2]]


def skew_of(ink: Any) -> float:
    """Degrees, counterclockwise, by which to turn the page so that rules and lines of text lie level."""
    import cv2
    import numpy as np

    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)

    def level(angle: float) -> float:
        rows = rotated(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.2), key=level)
    return float(max((coarse + step for step in np.arange(-0.16, 0.17, 0.04)), key=level))


def rotated(picture: Any, degrees: float, ground: Any) -> Any:
    """A picture turned about its middle, counterclockwise; the corners that come free take the colour of the ground."""
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=ground)
