"""Files that appear together or not at all: written aside, put in place when all are whole, tidied up after a kill."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from budgetlib.machine.leftovers import abandoned, owned
from budgetlib.text import Refusal

_WRITING, _WHOLE = ".writing", ".whole"
"""How the names of folders begin that hold files on their way, and files that only have to be put in place."""


class UnwritableFolder(Refusal):
    """An output folder that cannot be written; the message names it and says what to try."""


def tidy(folder: Path) -> None:
    """Finish or remove what killed runs left in an output folder, and remove what they left in a cache."""
    with suppress(OSError):
        for path in folder.iterdir():
            if not abandoned(path.name):
                continue
            if path.name.startswith(_WHOLE):
                _put_in_place(path, folder)
            elif path.name.startswith(_WRITING):
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix == ".part":
                path.unlink()


class Staged:
    """A folder ``stage`` beside its target ``folder``: what is written there is put in place at the end of the block.

    Use as a context manager. After an exception, a full disk or SIGTERM nothing of it is left; after a kill the next
    writer, or reader, of the folder removes it or, if all was whole, finishes it. Raises UnwritableFolder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[Path] = []

    def __enter__(self) -> Staged:
        self._made = not self.folder.exists()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            tidy(self.folder)
            self.stage = Path(tempfile.mkdtemp(prefix=owned(_WRITING), dir=self.folder))
        except OSError as error:
            raise unwritable(self.folder, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        try:
            if kind is None:
                self._free_the_places()
                whole = self.stage.with_name(self.stage.name.replace(_WRITING, _WHOLE, 1))
                os.replace(self.stage, whole)  # from here on the tables are written, whatever happens
                self.written = _put_in_place(whole, self.folder)
        except OSError as failed:
            raise unwritable(self.folder, failed) from failed
        finally:
            shutil.rmtree(self.stage, ignore_errors=True)
            if self._made:
                with suppress(OSError):  # it is not empty: something was written
                    self.folder.rmdir()
        if isinstance(error, OSError):
            raise unwritable(self.folder, error) from error

    def _free_the_places(self) -> None:
        for path in self.stage.iterdir():
            target = self.folder / path.name
            if target.is_dir() and not path.is_dir():
                raise UnwritableFolder(
                    f"{target}: a folder stands in the place of a table; expected a file or nothing. "
                    "Move it away or name another folder with --out."
                )


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A path beside ``folder`` for a folder that takes its place at the end of the block; after an exception nothing
    has changed. Raises UnwritableFolder.
    """
    stage = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        tidy(folder.parent)
        stage = Path(tempfile.mkdtemp(prefix=owned(_WRITING), dir=folder.parent))
        yield stage / folder.name
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(stage / folder.name, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)


def _put_in_place(whole: Path, folder: Path) -> list[Path]:
    """Move finished files and folders; Parquet has two forms, of which only the newer may be found."""
    written = []
    for path in sorted(whole.iterdir()):
        target = folder / path.name
        if path.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            target.with_name(f"{path.name}.parquet").unlink(missing_ok=True)
        elif path.suffix == ".parquet":
            shutil.rmtree(folder / path.stem, ignore_errors=True)
        os.replace(path, target)
        written.append(target)
    whole.rmdir()
    return written


def unwritable(folder: Path, error: OSError) -> UnwritableFolder:
    """One sentence on why a folder cannot be written."""
    return UnwritableFolder(
        f"{folder}: cannot write here ({error.strerror or error}); expected a folder that can be written. "
        "Name another one with --out or free the place."
    )
