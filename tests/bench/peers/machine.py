"""What a process and its children take of the machine, by Linux's account."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path
from typing import IO, Iterator, Sequence

# Between two looks at the memory of a process. A peak that is shorter may be missed, the same for all contenders.
EVERY = 0.05

BLOCK = 512
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(process: int) -> Iterator[int]:
    """A process and all below it. What ends meanwhile is left out."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return


def resident(process: int) -> int:
    """Bytes of memory that a process holds, what it shares with others included."""
    try:
        return PAGE * int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0


def on_disk(folder: Path) -> int:
    """Bytes that a folder takes of the disk. Files with holes are longer than that."""
    return sum(BLOCK * path.lstat().st_blocks for path in folder.rglob("*"))


class Watched:
    """A program that runs, its lines as they come, and the most memory that it and its children held together."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        self.peak = 0
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _watch(self) -> None:
        while self.process.poll() is None:
            self.peak = max(self.peak, sum(resident(process) for process in tree(self.process.pid)))
            time.sleep(EVERY)

    def lines(self) -> Iterator[tuple[float, str]]:
        """Each line that is printed, and how many seconds after the start."""
        output: IO[str] | None = self.process.stdout
        assert output is not None
        for line in output:
            yield time.monotonic() - self.began, line

    def end(self) -> None:
        """Waits for the end, which must be a good one."""
        if self.process.wait() != 0:
            raise SystemExit(f"{self.process.args} ended with {self.process.returncode}")
        self._watching.join()
