"""Sound files with a few changes: what a bad line, a bad disk or a bad program makes of them, or an enemy."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import strategies as st

HUGE = [b"0", b"-1", b"99999", b"2147483647", b"4294967296", b"9" * 30, b"1e308", b"0.000001"]
"""What a number is changed to."""


class Change(NamedTuple):
    """What is done to a file at a place, which is a share of its length."""

    kind: str
    place: float
    size: int


changes = st.lists(
    st.builds(
        Change,
        st.sampled_from(["flip", "drop", "double", "move", "number"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 255),
    ),
    max_size=8,
)


def changed(data: bytes, what: Iterable[Change]) -> bytes:
    """``data`` with these changes, one after the other."""
    for kind, place, size in what:
        at = int(place * len(data))
        piece, rest = data[at : at + size], data[at + size :]
        if kind == "flip" and data:
            data = data[:at] + bytes([data[at] ^ size]) + data[at + 1 :]
        elif kind == "drop":
            data = data[:at] + rest
        elif kind == "double":
            data = data[:at] + piece * 3 + rest
        elif kind == "move":
            data = piece + data[:at] + rest
        elif number := re.compile(rb"\d+").search(data, at):
            data = data[: number.start()] + HUGE[size % len(HUGE)] + data[number.end() :]
    return data


def in_a_member(data: bytes, what: list[Change], number: int) -> bytes:
    """An archive with one of its members changed, packed again soundly; the file itself where it is none."""
    if not data.startswith(b"PK"):
        return changed(data, what)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        for name in names:
            content = source.read(name)
            target.writestr(name, changed(content, what) if name == names[number % len(names)] else content)
    return out.getvalue()


_STREAM = re.compile(rb"(?<=stream\r\n)(.*?)(?=endstream)|(?<=stream\n)(.*?)(?=endstream)", re.DOTALL)


def in_a_stream(data: bytes, what: list[Change], number: int) -> bytes:
    """A PDF with one of its packed parts changed and packed again soundly, so that no checksum tells."""
    packed = [found for found in _STREAM.finditer(data) if _unpacked(found[0])]
    if not packed:
        return changed(data, what)
    chosen = packed[number % len(packed)]
    again = zlib.compress(changed(_unpacked(chosen[0]), what), 9)
    return data[: chosen.start()] + again.ljust(len(chosen[0]), b"\n") + data[chosen.end() :]


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""


def in_lines(text: str, what: Iterable[Change], pieces: list[str]) -> str:
    """A text with lines left out, said twice, moved and broken, and with pieces of other reports in them."""
    lines = text.split("\n")
    for kind, place, size in what:
        at = int(place * len(lines))
        line = lines[at] if lines else ""
        cut = int(place * 1000) % (len(line) + 1)
        edited = {
            "flip": [line[:cut] + pieces[size % len(pieces)] + line[cut:]],
            "drop": [],
            "double": [line, line, line],
            "move": [line[:cut], line[cut:]],
            "number": [re.sub(r"\d+(?:\.\d+)?", HUGE[size % len(HUGE)].decode(), line, count=2)],
        }
        lines[at : at + 1] = edited[kind]
    return "\n".join(lines)
