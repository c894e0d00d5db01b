"""The command line: ``tables`` parse, check and rules; ``pages`` show, story and typeset; ``books`` the rest."""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer

from budgetlib.cli import tables, pages, books  # isort: skip  # the order of the help
from budgetlib.cli.common import app

__all__ = ["app", "books", "main", "pages", "tables"]


def _version(asked: bool) -> None:
    if asked:
        from budgetlib import __version__

        typer.echo(f"budgetlib {__version__}")
        raise typer.Exit(0)


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="版本号 / the version.", callback=_version, is_eager=True)
    ] = False,
) -> None: ...


def main() -> None:
    """Entry point of the ``budgetlib`` command. Ended by SIGTERM it leaves nothing half written, as by Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    app()
