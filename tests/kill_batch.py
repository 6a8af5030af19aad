"""End a batch at every point of its work, resume it, and compare: `python tests/kill_batch.py` prints a log.

The process of the batch is ended by SIGKILL before, during and after each write, and before and after each rename and
each mark of a task done. After each of these: no file under its final name is half, and the resumed batch leaves the
folders as an undisturbed one does, to the byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

import clinanswer as ca
from clinanswer import batch
from clinanswer.batch import _work

STEPS = ("_write", "_rename", "_mark")
FORMATS = ("html", "jats", "json")


def corpus(folder: Path, documents: int) -> Path:
    """A folder with page texts, one of them bad, and a JSON Lines file with one bad line."""
    folder.mkdir(parents=True)
    for number in range(documents):
        page = (
            f"What helps in case {number}?\n\nWhat Helps\n\nIt helps. 1\n\nDetails\n\n  • It helps {number} times 1\n"
        )
        (folder / f"page{number}.txt").write_text(page, encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\xff")
    lines = [ca.to_json(ca.from_text((folder / f"page{number}.txt").read_bytes())) for number in range(documents)]
    (folder / "lines.jsonl").write_text("\n".join([*lines, "{", *lines]), encoding="utf-8")
    return folder


def tree(*folders: Path) -> dict[str, str]:
    """The digest of every file of the folders, those with hidden names too."""
    files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
    return {f"{each.relative_to(folders[0].parent)}": hashlib.sha256(each.read_bytes()).hexdigest() for each in files}


def finished(files: dict[str, str]) -> dict[str, str]:
    """The files under their final names."""
    return {name: digest for name, digest in files.items() if not name.endswith(".part")}


def run(source: Path, place: Path, *, resume: bool = False) -> None:
    """The batch: everything below `place`."""
    batch.convert(source, place / "out", to=FORMATS, quarantine=place / "quarantine", resume=resume)


def end() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def armed(step: str, when: str, number: int) -> None:
    """Let the process end at the `number`th call of a step."""
    usual = getattr(_work, step)
    calls = Counter()

    def wrapped(path, data):
        calls[step] += 1
        if calls[step] != number:
            return usual(path, data)
        if when == "during":
            usual(path, [b"".join(data)[:7]])
        elif when == "after":
            usual(path, data)
        return end()

    setattr(_work, step, wrapped)


def counted(source: Path, place: Path) -> Counter:
    """How often an undisturbed batch takes each step."""
    counts = Counter()
    usual = {step: getattr(_work, step) for step in STEPS}
    for step, function in usual.items():
        setattr(_work, step, lambda path, data, s=step, f=function: (counts.update([s]), f(path, data))[1])
    run(source, place)
    for step, function in usual.items():
        setattr(_work, step, function)
    return counts


def killed(source: Path, place: Path, step: str, when: str, number: int) -> int:
    """Run the batch in a process of its own that ends there; the signal that ended it."""
    child = os.fork()
    if child == 0:
        armed(step, when, number)
        run(source, place)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def main(documents: int = 2) -> int:
    """Try every point; 1 when one of them breaks the promise. The last line counts them."""
    wrong = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        source = corpus(Path(folder) / "in", documents)
        place = Path(folder) / "undisturbed"
        counts = counted(source, place)
        expected = tree(place / "out", place / "quarantine")
        for step in STEPS:
            for when in ("before", "during", "after") if step == "_write" else ("before", "after"):
                for number in range(1, counts[step] + 1):
                    place = Path(folder) / "killed"
                    ended = killed(source, place, step, when, number)
                    left = tree(place / "out", place / "quarantine")
                    whole = finished(left).items() <= expected.items()
                    run(source, place, resume=True)
                    same = tree(place / "out", place / "quarantine") == expected
                    good = ended == signal.SIGKILL and whole and same
                    tried, wrong = tried + 1, wrong + (not good)
                    result = "resumed to the same bytes" if good else f"WRONG ({ended=}, {whole=}, {same=})"
                    print(f"killed {when} {step.strip('_')} {number}: {len(left)} files left, {result}")
                    shutil.rmtree(place)
    print(json.dumps({"points": tried, "wrong": wrong, "files": len(expected)}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
