#!/usr/bin/env python3
"""`cargo xtask bench peers [FOLDER]`: Paperside beside what people build or install instead, in the same run.

The same PDFs and the same questions go through each contender by turns, some rounds of it, and the median counts. What is
compared, and what is not, stands in docs/peers.md.

FOLDER holds PDFs and a ``questions.jsonl``, of which each line names the question, the file that answers it, and the pages
there that do, from 0: ``{"question": "…", "file": "report.pdf", "pages": [3]}``. Without one, documents of this repository
are taken.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable

import measured
import paperside
from measured import Measured

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
RIVALS = HERE.parent / "embed" / "rivals.py"

# What Chroma wants to find in the folder of its model before it takes it for downloaded.
OF_CHROMA = ["config.json", "special_tokens_map.json", "tokenizer_config.json", "tokenizer.json", "vocab.txt"]

CONTENDERS = {
    "paperside": "Paperside",
    "chroma": "LangChain and Chroma",
    "lance": "the recipe of AnythingLLM",
}

# Between these the table stands in a document.
FROM, TO = "<!-- peers: begin -->", "<!-- peers: end -->"


def main() -> None:
    """Runs all rounds and prints the table."""
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="peers-") as work:
        folder, questions = material(arguments, Path(work))
        prepare(arguments.model, arguments.models)
        asked = [question["question"] for question in questions]
        rounds: dict[str, list[Measured]] = {name: [] for name in arguments.contenders}
        for number in range(arguments.rounds):
            for name in rounds:
                store = Path(work) / f"{name}-{number}"
                store.mkdir()
                if name == "paperside":
                    round_ = paperside.run(arguments.paperside, folder, store, asked)
                else:
                    round_ = measured.run(name, folder, store, arguments.models, asked)
                rounds[name].append(round_)
                told = f"{round_.imported:.1f} s to import, {statistics.median(round_.milliseconds):.1f} ms a search"
                print(f"round {number + 1}, {CONTENDERS[name]}: {told}", file=sys.stderr, flush=True)
                shutil.rmtree(store)
    text = report(arguments, rounds, questions)
    print(text)
    if arguments.write:
        write(arguments.write, text)


def parse_arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="cargo xtask bench peers", description="Paperside beside its peers.")
    parser.add_argument("folder", nargs="?", type=Path, help="PDFs and questions.jsonl [default: of this repository]")
    parser.add_argument("--questions", type=int, default=500, help="how many, drawn by chance (default: 500)")
    parser.add_argument("--seed", type=int, default=7, help="what that chance begins with (default: 7)")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is done (default: 3)")
    parser.add_argument("--write", type=Path, help="a document to put the table in")
    parser.add_argument("--only", dest="contenders", action="append", choices=CONTENDERS, help="not all contenders")
    parser.add_argument("--paperside", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--model", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--models", type=Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.contenders = [name for name in CONTENDERS if name in (arguments.contenders or CONTENDERS)]
    return arguments


def material(arguments: argparse.Namespace, work: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A folder with nothing but the PDFs, read once so that no contender waits for the disk, and the questions."""
    source, asked = (arguments.folder, arguments.folder / "questions.jsonl") if arguments.folder else (
        CORPUS,
        HERE / "questions.jsonl",
    )
    questions = [json.loads(line) for line in asked.read_text(encoding="utf-8").splitlines()]
    # Of the repository's corpus only those that are asked about: others are made to be hard to read, and one is locked.
    wanted = sorted(source.glob("*.pdf")) if arguments.folder else {source / question["file"] for question in questions}
    folder = work / "documents"
    folder.mkdir()
    for file in wanted:
        shutil.copy(file, folder)
    if len(questions) > arguments.questions:
        questions = random.Random(arguments.seed).sample(questions, arguments.questions)
    return folder, questions


def prepare(model: Path, models: Path) -> None:
    """The shared model in the forms that the peers load. Made once, and in no figure."""
    if (models / "is-ready").exists():
        return
    # At this operator set ONNX Runtime fuses the attention of fp32, at the other one more of eight bits: each peer gets
    # the faster file.
    for opset, precision in ((12, "fp32"), (17, "int8")):
        made = models / f"opset-{opset}"
        command = [sys.executable, RIVALS, "prepare", "--model", model, "--work", made, "--opset", str(opset)]
        subprocess.run(command, check=True)
        (made / f"{precision}.onnx").rename(models / f"{precision}.onnx")
        shutil.rmtree(made)
    shutil.copy(model / "tokenizer.json", models)
    chroma = models / "chroma" / "onnx"
    chroma.mkdir(parents=True, exist_ok=True)
    for name in OF_CHROMA:
        # Those that the model does not come with are looked for and not read.
        (chroma / name).touch()
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(model / name, chroma)
    shutil.copy(models / "fp32.onnx", chroma / "model.onnx")
    (models / "is-ready").touch()


def report(arguments: argparse.Namespace, rounds: dict[str, list[Measured]], questions: list[dict[str, Any]]) -> str:
    """The table: each contender's median, and how many times better Paperside is."""
    base = rounds.get("paperside")
    names = list(rounds)
    head, rule = [""], ["---"]
    for name in names:
        head.append(CONTENDERS[name])
        rule.append("---:")
        if base and name != "paperside":
            head.append("×")
            rule.append("---:")
    lines = [head, rule]
    for title, figure, form, more_is_better in rows(questions):
        line = [title]
        for name in names:
            value = middle(rounds[name], figure)
            line.append("–" if value is None else form.format(value))
            if base and name != "paperside":
                line.append(ratio(middle(base, figure), value, more_is_better))
        lines.append(line)
    some = next(iter(rounds.values()))[0]
    where = "documents of this repository" if arguments.folder is None else f"`{arguments.folder.name}`"
    of_what = f"{len({question['file'] for question in questions})} files asked about, {some.pages} pages, {len(questions)}"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    told = f"Of {where}: {of_what} questions; the median of {arguments.rounds} rounds ({machine})."
    return "\n".join([told, "", *("| " + " | ".join(line) + " |" for line in lines)])


Row = tuple[str, Callable[[Measured], float | None], str, bool | None]


def rows(questions: list[dict[str, Any]]) -> list[Row]:
    """What the table tells: a title, the figure of a round, how it is written, and whether more of it is better, if that can be said."""
    return [
        ("pages imported a second", lambda it: it.pages / it.imported, "{:.1f}", True),
        ("from the start to the first passages", lambda it: it.first_passages, "{:.1f} s", False),
        ("from the start to the first cited answer", lambda it: it.first_answer, "{:.1f} s", False),
        ("a search, p50", lambda it: within(it.milliseconds, 0.5), "{:.1f} ms", False),
        ("a search, p95", lambda it: within(it.milliseconds, 0.95), "{:.1f} ms", False),
        ("right page first", lambda it: hits(it, questions, 1), "{:.3f}", True),
        ("right page among the first five", lambda it: hits(it, questions, 5), "{:.3f}", True),
        ("most memory", lambda it: it.memory / 1e6, "{:.0f} MB", False),
        ("on disk", lambda it: it.disk / 1e6, "{:.1f} MB", False),
        ("passages", lambda it: float(it.pieces), "{:.0f}", None),
    ]


def middle(rounds: list[Measured], figure: Callable[[Measured], float | None]) -> float | None:
    """The median over the rounds, if there is such a figure."""
    values = [value for value in map(figure, rounds) if value is not None]
    return statistics.median(values) if values else None


def ratio(ours: float | None, theirs: float | None, more_is_better: bool | None) -> str:
    """How many times better ours is."""
    if not ours or not theirs or more_is_better is None:
        return ""
    return f"{ours / theirs if more_is_better else theirs / ours:.2f}"


def within(milliseconds: list[float], share: float) -> float:
    """The time within which this share of all were done."""
    return sorted(milliseconds)[int((len(milliseconds) - 1) * share)]


def hits(measured_: Measured, questions: list[dict[str, Any]], first: int) -> float:
    """The share of questions of which one of the first passages stands, if only with a part, on a page that answers."""

    def is_hit(question: dict[str, Any], passages: list[tuple[str, list[int]]]) -> bool:
        right = set(question["pages"])
        return any(file == question["file"] and right.intersection(pages) for file, pages in passages[:first])

    return statistics.mean(is_hit(*pair) for pair in zip(questions, measured_.found, strict=True))


def write(document: Path, text: str) -> None:
    """Puts the table where it belongs in a document."""
    before, _, rest = document.read_text(encoding="utf-8").partition(FROM)
    _, end, behind = rest.partition(TO)
    if not end:
        raise SystemExit(f"{document} has no place for the table: lines with {FROM} and {TO}")
    document.write_text(f"{before}{FROM}\n{text}\n{TO}{behind}", encoding="utf-8")


if __name__ == "__main__":
    main()
