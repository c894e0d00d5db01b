"""Archives (.zip): read like a folder, under limits on number, size and depth, and never written where they say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from budgetlib.machine.leftovers import scratch
from budgetlib.machine.limits import keep
from budgetlib.readers.document import Document, UnreadableReport
from budgetlib.readers.sniff import BROKEN_ZIP

MOST_FILES = 2000
_UTF8 = 0x800
"""Flag of a member whose name is written in UTF-8; names packed in China often are GB 18030 without a flag."""


def read_zip(path: Path) -> Document:
    """Read an archive that holds the one file of a report.

    Raises UnreadableReport for a damaged one, one with a password, one beyond the limits, and one that holds several
    files or none: whether these are one report or many only their reader can tell.
    """
    from budgetlib.readers import FORMATS, read

    files = [file for file in unpack(path, scratch()) if file.suffix.lower() in FORMATS]
    if not files:
        raise UnreadableReport(
            f"{path}: 压缩包里没有可能是报告的文件，请解压查看 / the archive holds no file that could be a report; "
            "unpack it and look."
        )
    if len(files) > 1:
        raise UnreadableReport(
            f"{path}: 压缩包里有 {len(files)} 个文件，请用 read_reports 或 parse 全部读取，或解压后合读同一份报告 / "
            f"the archive holds {len(files)} files ({'; '.join(file.name for file in files[:5])}); read "
            "them all with read_reports or parse, or unpack it and read those of one report together."
        )
    try:
        return read(files[0])
    except UnreadableReport as error:
        raise UnreadableReport(str(error).replace(str(files[0]), f"{path}: {files[0].name}")) from error


def unpack(path: Path, folder: Path) -> list[Path]:
    """Unpack an archive into a folder; the files, sorted. Raises UnreadableReport as ``read_zip`` does."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and not _is_litter(_name(member))]
            _must_be_within(path, members)
            return sorted(_unpacked(archive, member, folder) for member in members)
    except (OSError, *BROKEN_ZIP) as error:
        raise UnreadableReport(
            f"{path}: 文件不完整或已损坏，请重新下载 / "
            f"expected a sound {path.suffix or 'archive'} file, but it is damaged; download it again."
        ) from error
    except RuntimeError as error:
        raise UnreadableReport(
            f"{path}: 压缩包设有密码，请解压后再读 / the archive asks for a password; unpack it and read the files."
        ) from error


def _must_be_within(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """A small archive can claim any size."""
    keep("size", sum(member.file_size for member in members) >> 20)
    if len(members) > MOST_FILES:
        raise UnreadableReport(
            f"{path}: 压缩包里有 {len(members)} 个文件，超出上限，请自行解压再读文件夹 / "
            f"the archive holds {len(members)} files, at most {MOST_FILES} are unpacked; "
            "unpack it yourself and read the folder."
        )


def _name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    """Write one file under the folder, whatever path it claims."""
    parts = [part for part in PurePosixPath(_name(member).replace("\\", "/")).parts if part not in ("/", "..")]
    target = folder.joinpath(*(part.replace(":", "_") for part in parts))
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, target.open("wb") as copy:
        for chunk in _chunks(source.read, member.file_size):
            copy.write(chunk)
    return target


def _chunks(read: object, limit: int) -> Iterator[bytes]:
    """Pieces of a member; never more than it claimed, as a claim may be false."""
    left = limit + 1
    while left > 0 and callable(read) and (chunk := read(min(left, 1 << 20))):
        left -= len(chunk)
        yield chunk
