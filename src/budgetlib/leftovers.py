"""What a killed process leaves behind carries its name, so that the next one knows what it may remove."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

_SCRATCH = "budgetlib"


def owned(prefix: str) -> str:
    """A name that says which process of which machine it belongs to, for what a killed run may leave behind."""
    return f"{prefix}-{socket.gethostname()}-{os.getpid()}-"


def abandoned(name: str) -> bool:
    """Whether the process that an ``owned`` name belongs to is gone; never of another machine's."""
    _, _, rest = name.partition("-")
    host, _, numbers = rest.rpartition(f"{socket.gethostname()}-")
    process = numbers.partition("-")[0]
    if host or not process.isdigit() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def scratch() -> Path:
    """A new folder for what this process needs until it ends; those of killed processes are removed."""
    with suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}-*"):
            if abandoned(path.name):
                shutil.rmtree(path, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=owned(_SCRATCH)))
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
