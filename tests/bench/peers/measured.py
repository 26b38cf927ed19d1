"""What was measured of a contender in one round, and what a round of it is."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from machine import Watched, on_disk
from recipes import Found


@dataclass(frozen=True)
class Measured:
    """One round. Times are in seconds from the start of the first process, memory and disk in bytes."""

    pages: int
    pieces: int
    imported: float
    first_passages: float
    first_answer: float | None
    milliseconds: list[float]
    found: list[Found]
    memory: int
    disk: int


def run(recipe: str, folder: Path, store: Path, models: Path, questions: list[str]) -> Measured:
    """A round of a peer, in a process of its own from start to end."""
    asked = store.with_suffix(".json")
    asked.write_text(json.dumps(questions), encoding="utf-8")
    script = Path(__file__).with_name("recipes.py")
    # Chroma would tell its makers of the run, and wait for a network that need not be there.
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    watched = Watched([sys.executable, "-W", "ignore", script, recipe, folder, store, models, asked])
    (imported, folder_told), (first, _), (_, told) = ((at, json.loads(line)) for at, line in watched.lines())
    watched.end()
    return Measured(
        pages=folder_told["pages"],
        pieces=folder_told["pieces"],
        imported=imported,
        first_passages=first,
        first_answer=None,
        milliseconds=told["milliseconds"],
        found=[[(file, pages) for file, pages in passages] for passages in told["found"]],
        memory=watched.peak,
        disk=on_disk(store),
    )
