"""Documents of several files become one: blocks in order of the files, each knowing its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budgetlib.readers.document import Document


def merge_documents(documents: Sequence[Document]) -> Document:
    """One document of the files of one report, in the order given; raises ValueError for none."""
    if not documents:
        raise ValueError("a report needs at least one file.")
    first = documents[0]
    if len(documents) == 1:
        return first
    blocks = tuple(
        replace(block, file=number) for number, document in enumerate(documents) for block in document.blocks
    )
    names = {document.source.name for document in documents}
    losses = tuple(
        f"{document.source.name}: {loss}"
        for document in documents
        for loss in document.losses
        if not any(name in loss for name in names)
    )
    about = {key: value for document in reversed(documents) for key, value in document.about.items()}
    others = tuple(document.files[0] for document in documents[1:])
    engine = next((document.engine for document in documents if document.engine), "")
    return replace(first, blocks=blocks, others=others, losses=losses, about=about, engine=engine)
