"""A peer: a folder of PDFs into a store of vectors, and the passages nearest to each question.

    recipes.py chroma|lance FOLDER STORE MODELS QUESTIONS

Each recipe is what its makers do when nobody changes anything, with the one model that all contenders share:

- ``chroma``: LangChain with Chroma, as in LangChain's documentation of semantic search. PyPDFLoader, pieces of 1,000
  characters that overlap by 200, Chroma's own embedding function (MiniLM by ONNX Runtime, batches of 32, each text padded
  to 256 tokens) and its index (HNSW).
- ``lance``: the recipe of AnythingLLM. The pages of a file joined, pieces of 1,000 characters that overlap by 20, each
  below a head with the name of its file; MiniLM in eight bits, 25 pieces at a time, padded to the longest of them;
  LanceDB, looked through from one end to the other, by cosine, nothing below 0.25. Its program is written in JavaScript;
  here the same libraries run below Python, and pypdf reads in place of pdf.js.

Prints a line of JSON when the folder is imported, one with the passages for the first question, and one with those for
all, each told as a file and its pages, with the milliseconds that each took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Callable

# As many as are shown with an answer by default, or one more.
PASSAGES = 5

Found = list[tuple[str, list[int]]]


def chroma(folder: Path, store: Path, models: Path) -> tuple[int, int, Callable[[str], Found]]:
    """LangChain and Chroma."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # Where it looks for its model before it downloads it.
    ONNXMiniLM_L6_V2.DOWNLOAD_PATH = models / "chroma"

    class Shipped(Embeddings):
        """Chroma's embedding function as LangChain calls it."""

        def __init__(self) -> None:
            self.function = ONNXMiniLM_L6_V2()

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vector.tolist() for vector in self.function(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    pages = [page for file in sorted(folder.glob("*.pdf")) for page in PyPDFLoader(str(file)).load()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    pieces = splitter.split_documents(pages)
    vectors = Chroma.from_documents(pieces, Shipped(), persist_directory=str(store))

    def find(question: str) -> Found:
        hits = vectors.similarity_search(question, k=PASSAGES)
        return [(Path(hit.metadata["source"]).name, [hit.metadata["page"]]) for hit in hits]

    return len(pages), len(pieces), find


def lance(folder: Path, store: Path, models: Path) -> tuple[int, int, Callable[[str], Found]]:
    """Dense vectors in LanceDB, without an index."""
    import lancedb
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from pypdf import PdfReader

    embed = in_eight(models)
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=20, add_start_index=True)
    database, table, read, count = lancedb.connect(str(store)), None, 0, 0
    for file in sorted(folder.glob("*.pdf")):
        texts = [page.extract_text() for page in PdfReader(file).pages]
        ends = [sum(map(len, texts[: number + 1])) for number in range(len(texts))]
        head = f"<document_metadata>\nsourceDocument: {file.name}\n</document_metadata>\n\n"
        rows: list[dict[str, Any]] = []
        for piece in splitter.create_documents(["".join(texts)]):
            start = piece.metadata["start_index"]
            stop = start + len(piece.page_content)
            first, last = page_of(ends, start), page_of(ends, stop - 1)
            where = {"file": file.name, "pages": list(range(first, last + 1))}
            rows.append({**where, "text": head + piece.page_content})
        for row, vector in zip(rows, embed([row["text"] for row in rows])):
            row["vector"] = vector
        table = database.create_table("documents", rows) if table is None else table
        if count:
            table.add(rows)
        read, count = read + len(texts), count + len(rows)
    assert table is not None, "there is no PDF in the folder"

    def find(question: str) -> Found:
        nearest = table.search(embed([question])[0]).distance_type("cosine").limit(PASSAGES).to_list()
        return [(row["file"], row["pages"]) for row in nearest if 1 - row["_distance"] >= 0.25]

    return read, count, find


def page_of(ends: list[int], place: int) -> int:
    """The page on which a character of the joined text stands."""
    return next(number for number, end in enumerate(ends) if place < end)


def in_eight(models: Path) -> Callable[[list[str]], list[Any]]:
    """MiniLM in eight bits: mean over the tokens, of length one."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(models / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=256)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    session = onnxruntime.InferenceSession(str(models / "int8.onnx"), providers=["CPUExecutionProvider"])
    at_once = 25

    def embed(texts: list[str]) -> list[Any]:
        vectors: list[Any] = []
        for start in range(0, len(texts), at_once):
            encoded = tokenizer.encode_batch(texts[start : start + at_once])
            ids = np.array([text.ids for text in encoded], dtype=np.int64)
            mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
            feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            (states,) = session.run(None, feed)
            means = (states * mask[..., None]).sum(1) / mask.sum(1)[:, None]
            vectors.extend(means / np.linalg.norm(means, axis=1, keepdims=True))
        return vectors

    return embed


def main() -> None:
    """Imports, answers, and tells."""
    name, *paths = sys.argv[1:]
    folder, store, models, questions = map(Path, paths)
    pages, pieces, find = {"chroma": chroma, "lance": lance}[name](folder, store, models)
    print(json.dumps({"pages": pages, "pieces": pieces}), flush=True)
    asked = json.loads(questions.read_text(encoding="utf-8"))
    print(json.dumps({"first": find(asked[0])}), flush=True)
    found, milliseconds = [], []
    for question in asked:
        began = time.perf_counter()
        found.append(find(question))
        milliseconds.append(1000 * (time.perf_counter() - began))
    print(json.dumps({"found": found, "milliseconds": milliseconds}), flush=True)


if __name__ == "__main__":
    main()
