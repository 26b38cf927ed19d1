"""Paperside's half: its program from the outside, as a person at a terminal and another program use it."""

from __future__ import annotations

import http.client
import json
import signal
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from machine import Watched, on_disk
from measured import Measured
from recipes import PASSAGES, Found


def run(program: Path, folder: Path, store: Path, questions: list[str]) -> Measured:
    """Imports and answers by commands, each a process of its own, and then searches in one that stays."""

    def command(*arguments: str | Path) -> tuple[Watched, list[tuple[float, dict[str, Any]]]]:
        watched = Watched([program, "--library", store, "--json", *arguments])
        lines = [(at, json.loads(line)) for at, line in watched.lines()]
        watched.end()
        return watched, lines

    adding, lines = command("add", folder)
    imported = lines[-1][0]
    documents = [line for _, line in lines if line["type"] == "document"]
    searching, lines = command("search", questions[0], "-k", str(PASSAGES))
    first_passages = imported + lines[-1][0]
    asking, lines = command("ask", questions[0])
    first_answer = imported + next(at for at, line in lines if line["type"] in ("text", "done"))
    serving = Watched([program, "--library", store, "--json", "serve", "--port", "0"])
    try:
        found, milliseconds = ask_server(serving, questions)
    finally:
        serving.process.send_signal(signal.SIGINT)
    serving.end()
    return Measured(
        pages=sum(document["pages"] for document in documents),
        pieces=sum(document["passages"] for document in documents),
        imported=imported,
        first_passages=first_passages,
        first_answer=first_answer,
        milliseconds=milliseconds,
        found=found,
        memory=max(process.peak for process in (adding, searching, asking, serving)),
        disk=on_disk(store),
    )


def ask_server(serving: Watched, questions: list[str]) -> tuple[list[Found], list[float]]:
    """The passages for each question, over one connection, and how long each took on the way there and back."""
    _, line = next(serving.lines())
    told = json.loads(line)
    connection = http.client.HTTPConnection(urlsplit(told["url"]).netloc)
    head = {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"}
    found: list[Found] = []
    milliseconds = []
    # As for the others, one search goes before those that count.
    for number, question in enumerate(questions[:1] + questions):
        body = json.dumps({"query": question, "limit": PASSAGES})
        began = time.perf_counter()
        connection.request("POST", "/v1/search", body, head)
        answer = connection.getresponse()
        text = answer.read()
        took = 1000 * (time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"a search was answered {answer.status}: {text.decode()}")
        if number > 0:
            milliseconds.append(took)
            found.append([place(hit) for hit in json.loads(text)["hits"]])
    connection.close()
    return found, milliseconds


def place(hit: dict[str, Any]) -> tuple[str, list[int]]:
    """The file and the pages of a hit."""
    pages = {hit["page"], *(span[0] for span in hit["spans"])}
    return Path(hit["document"]["path"]).name, sorted(pages)
