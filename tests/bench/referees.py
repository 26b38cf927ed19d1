"""Compares what Paperside read with what PDFium, MuPDF and Poppler read of the same files.

    python tests/bench/referees.py FOLDER READ.jsonl [TRUTH]

FOLDER holds the PDFs, READ.jsonl is what `cargo xtask eval read FOLDER READ.jsonl` wrote. Needs pypdfium2, PyMuPDF
(for this comparison only; it is under the AGPL) and `pdftotext`. TRUTH may hold `NAME.txt` for `NAME.pdf`.

Without a truth, each reader is held against what the majority of the other three found on the page: a word counts as
often as the median of their counts, so no reader is its own judge. Words are runs of letters and digits, ligatures
and case folded; of Chinese and Japanese, which know no blanks, each character. "order" is the same for pairs of neighbouring words.
"""

import collections
import json
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import unicodedata

READERS = ["paperside", "pdfium", "mupdf", "poppler"]
LONGEST = 60  # seconds a reader may take for a file


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"(\w)[-\u2010]\s*\n\s*(\w)", r"\1\2", text)
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+", text.casefold())


def pairs(found):
    return list(zip(found, found[1:]))


def majority(others):
    """The median count of each item over three readers."""
    counts = [collections.Counter(other) for other in others]
    items = set().union(*counts)
    return collections.Counter({item: sorted(count[item] for count in counts)[len(counts) // 2] for item in items})


def f1(found, expected):
    """Of two multisets; none if nothing is expected and nothing found."""
    found = collections.Counter(found)
    shared, total = sum((found & expected).values()), sum(found.values()) + sum(expected.values())
    return 2 * shared / total if total else None


def read_with(reader, file):
    """Pages of text and seconds of computing, in a process of its own; none if it does not open the file."""
    if reader == "poppler":
        command = ["pdftotext", "-q", str(file), "-"]
    else:
        command = [sys.executable, __file__, "--read-with", reader, str(file)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        ended = subprocess.run(command, capture_output=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return None, LONGEST
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if ended.returncode != 0:
        return None, seconds
    if reader == "poppler":
        pages = ended.stdout.decode("utf-8", "replace").split("\f")[:-1]
        return pages, seconds
    answer = json.loads(ended.stdout)
    return answer["pages"], answer["seconds"]


def read_here(reader, file):
    """Runs in the child: pages as JSON, with the seconds of computing for them alone."""
    import time

    if reader == "pdfium":
        import pypdfium2

        began = time.process_time()
        document = pypdfium2.PdfDocument(file)
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range() if text.count_chars() else "")
    else:
        import pymupdf

        pymupdf.TOOLS.mupdf_display_errors(False)
        began = time.process_time()
        document = pymupdf.open(file, filetype="pdf")
        if document.needs_pass:
            sys.exit(1)
        pages = [page.get_text() for page in document]
    seconds = time.process_time() - began
    json.dump({"pages": pages, "seconds": seconds}, sys.stdout)


def main(folder, read, truth=None):
    scores = {reader: collections.defaultdict(list) for reader in READERS}
    seconds, pages_read = collections.Counter(), collections.Counter()
    opened, refused = collections.Counter(), []
    compared = 0
    for line in open(read, encoding="utf-8"):
        ours = json.loads(line)
        file = pathlib.Path(folder) / ours["file"]
        texts = {"paperside": None if ours["refused"] else [page["text"] for page in ours["pages"]]}
        seconds["paperside"] += ours["computed"] / 1000
        for reader in READERS[1:]:
            texts[reader], used = read_with(reader, file)
            seconds[reader] += used
        for reader, pages in texts.items():
            opened[reader] += pages is not None
            pages_read[reader] += len(pages or [])
        if texts["paperside"] is None and texts["pdfium"] is not None:
            refused.append((ours["file"], ours["refused"]))
        known = truth and pathlib.Path(truth) / (file.stem + ".txt")
        if known and known.exists():
            expected = collections.Counter(words(known.read_text("utf-8")))
            for reader in READERS:
                score = f1(words("\n".join(texts[reader] or [])), expected)
                scores[reader]["truth"].append(score or 0.0)
        if any(pages is None for pages in texts.values()) or len({len(pages) for pages in texts.values()}) != 1:
            continue
        compared += 1
        by_file = {reader: collections.defaultdict(list) for reader in READERS}
        for page in range(len(texts["paperside"])):
            found = {reader: words(texts[reader][page]) for reader in READERS}
            for reader in READERS:
                others = [found[other] for other in READERS if other != reader]
                for name, shape in [("words", list), ("order", pairs)]:
                    expected = majority([shape(other) for other in others])
                    score = f1(shape(found[reader]), expected)
                    if score is not None and sum(expected.values()) >= 5:
                        by_file[reader][name].append(score)
        for reader in READERS:
            for name, values in by_file[reader].items():
                scores[reader][name].append(statistics.mean(values))
        worst = by_file["paperside"]["words"]
        if worst and statistics.mean(worst) < 0.8:
            best = max(statistics.mean(by_file[other]["words"] or [0]) for other in READERS[1:])
            print(f"low {statistics.mean(worst):.3f} (best of the others {best:.3f}) {ours['file']}", file=sys.stderr)
    print(f"{compared} files that all four open, with as many pages each\n")
    print("| reader | opens | word F1 | order | word F1 against the truth | CPU ms a page |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for reader in READERS:
        mean = lambda name: f"{statistics.mean(scores[reader][name]):.4f}" if scores[reader][name] else ""
        cpu = 1000 * seconds[reader] / max(1, pages_read[reader])
        print(f"| {reader} | {opened[reader]} | {mean('words')} | {mean('order')} | {mean('truth')} | {cpu:.1f} |")
    print(f"\nRefused here and opened by PDFium: {len(refused)}")
    for file, reason in refused:
        print(f"  {file}: {reason}")


if __name__ == "__main__":
    if sys.argv[1] == "--read-with":
        read_here(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
