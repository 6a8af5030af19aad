"""Batches: what becomes an output and what a failure, resuming, processes, and the promise about interruptions."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

import clinanswer as ca
import kill_batch
import outside
from clinanswer import _io, cli
from clinanswer.batch import _tasks, _work, _workers

PAGE = "What helps?\n\nWhat Helps\n\nIt helps. 1\n"
DOC = ca.from_text(PAGE)
LINE = ca.to_json(DOC)


def lines(count: int) -> list[str]:
    return [ca.to_json(ca.ClinicalAnswer(f"Question {number}?", answer=ca.claim("Yes"))) for number in range(count)]


def outputs(folder: Path) -> list[str]:
    """The files of a folder without the marks."""
    files = (each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
    return sorted(each for each in files if not each.startswith(".clinanswer/"))


@pytest.fixture
def corpus(tmp_path):
    return kill_batch.corpus(tmp_path / "in", 3)


# ---------------------------------------------------------------------------------------- inputs, outputs


def test_folder(corpus, tmp_path):
    below = corpus / "below"
    below.mkdir()
    (below / "same.json").write_text(LINE, encoding="utf-8")
    (below / "same.txt").write_text(PAGE, encoding="utf-8")
    for ignored in (".hidden.txt", "notes.pdf"):
        (corpus / ignored).write_bytes(b"")
    out = tmp_path / "out"
    summary = ca.batch.convert(corpus, out, to="html,json")
    names = [
        "below/same.json", "below/same.txt", "page0", "page1", "page2",
        *(f"lines/000000/{number:09}" for number in (1, 2, 3, 5, 6, 7)),
    ]  # fmt: skip
    assert outputs(out) == sorted(f"{name}.{suffix}" for name in names for suffix in ("html", "json"))
    assert (summary.documents, summary.failed, summary.skipped) == (13, 2, 0)
    assert ca.read(out / "page0.json") == ca.read(corpus / "page0.txt")
    assert (out / "below/same.json.html").read_text(encoding="utf-8") == ca.to_html(DOC)
    assert (
        summary.bytes
        == sum(each.stat().st_size for each in _tasks._walk(corpus, out))
        == _tasks.total_bytes([corpus], out)
    )


def test_the_output_folder_may_lie_in_the_input_folder(corpus):
    out = corpus / "out"
    first = ca.batch.convert(corpus, out, to="html,json")
    again = ca.batch.convert(corpus, out, to="html,json")
    assert first.documents == again.documents == 9 + 2


def test_files_and_patterns(corpus, tmp_path):
    out = tmp_path / "out"
    ca.batch.convert([corpus / "page0.txt", str(corpus / "page[12].txt")], out, to="jats")
    assert outputs(out) == ["page0.xml", "page1.xml", "page2.xml"]
    ca.batch.convert(str(tmp_path / "**" / "page1.txt"), out, to="text")
    assert ca.from_text((out / "in/page1.txt").read_bytes()) == ca.from_text((corpus / "page1.txt").read_bytes())


def test_several_folders_keep_their_names(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(PAGE, encoding="utf-8")
    ca.batch.convert([tmp_path / "a", tmp_path / "b"], tmp_path / "out", to="json")
    assert outputs(tmp_path / "out") == ["a/page.json", "b/page.json"]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_lines(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(_tasks, "CHUNK_BYTES", 200)
    plain, packed = tmp_path / "docs.jsonl", tmp_path / f"docs.jsonl{suffix}"
    data = "".join(f"{line}\n" for line in lines(9)).encode()
    plain.write_bytes(data)
    if suffix == ".gz":
        packed.write_bytes(gzip.compress(data))
    else:
        packed.write_bytes(pytest.importorskip("zstandard").compress(data))
    for source in (plain, packed):
        ca.batch.convert(source, tmp_path / source.suffix, to="html")
    assert _tasks.total_bytes([packed], tmp_path) is None
    assert (
        outputs(tmp_path / suffix) == outputs(tmp_path / ".jsonl") == [f"docs/000000/{n:09}.html" for n in range(1, 10)]
    )
    again = ca.batch.convert(packed, tmp_path / suffix, to="html", resume=True)
    assert again.skipped == 9


def test_a_damaged_file_is_named(tmp_path):
    source = tmp_path / "docs.jsonl.gz"
    source.write_bytes(gzip.compress(LINE.encode() * 9)[:-9])
    with pytest.raises(ca.ClinAnswerError, match=r"docs\.jsonl\.gz: the file is damaged"):
        ca.batch.convert(source, tmp_path / "out", to="html")


def test_standard_input(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("\n".join(["", *lines(2)]).encode())))
    assert ca.batch.convert("-", tmp_path / "out", to="text").documents == 2
    assert outputs(tmp_path / "out") == ["stdin/000000/000000002.txt", "stdin/000000/000000003.txt"]


def test_a_line_that_is_too_long_stops_nothing(tmp_path, monkeypatch):
    """Nor is it held in memory: its reader gets so much of it that it refuses the rest."""
    for module in (_tasks, _work):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    monkeypatch.setattr("clinanswer._json.from_json.__kwdefaults__", {"max_bytes": 1000, "max_nodes": 1000})
    source = tmp_path / "docs.jsonl"
    source.write_text("\n".join([LINE, '{"' + "x" * 5000 + '"}', LINE, '{"' + "x" * 5000]), encoding="utf-8")
    summary = ca.batch.convert(source, tmp_path / "out", to="html")
    assert (summary.documents, summary.failed) == (4, 2)
    assert outputs(tmp_path / "out") == ["docs/000000/000000001.html", "docs/000000/000000003.html"]
    assert [failure.line for failure in summary.failures] == [2, 4]
    assert "too-big" in summary.failures[0].message


@pytest.mark.parametrize(
    "inputs, output, message",
    [
        (["notes.pdf"], "out", "notes.pdf: the suffix .pdf stands for no format; say the format with --from"),
        (["README"], "out", "README: no suffix tells the format; say the format with --from"),
        (["page.txt", "notes.pdf"], "out", "notes.pdf: the suffix .pdf stands for no format"),
        (["page.txt"], ".", "an output could overwrite this input"),
        (["page.txt"], "notes.pdf", "is no folder"),
    ],
)
def test_what_cannot_be_done(tmp_path, monkeypatch, inputs, output, message):
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    for name in ("notes.pdf", "README"):
        Path(name).write_bytes(b"")
    with pytest.raises(_io.UsageError, match=message):
        ca.batch.convert(inputs, output, to="text")
    assert not Path("out").exists()


def place(folder: Path, *names: str) -> None:
    """Documents of these names, JSON Lines where the name says so."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if path.suffix == ".txt" else LINE, encoding="utf-8")


@pytest.mark.parametrize(
    "files, inputs, pair",
    [
        (["a.json"], ["a.json", "./a.json"], ("a.json", "a.json")),
        (["a.json", "x/a.txt"], ["a.json", "x/a.txt"], ("a.json", "x/a.txt")),
        (["x/in/b/c.json", "y/in/b/c.txt"], ["x/in", "y/in"], ("x/in/b/c.json", "y/in/b/c.txt")),
        (["in/a.json"], ["in", "in"], ("in/a.json", "in/a.json")),
        (["in/b/a.txt", "x/in/b/a.json"], ["x/**/*.json", "in"], ("x/in/b/a.json", "in/b/a.txt")),
        (["in/a.json", "in/a.txt", "in/a.json.html"], ["in"], ("in/a.json", "in/a.json.html")),
        (["in/d.jsonl", "in/d/000000/000000001.json"], ["in"], ("in/d.jsonl", "in/d/000000/000000001.json")),
        (["d.jsonl", "d/000000001.txt"], ["d.jsonl", "d"], ("d.jsonl", "d/000000001.txt")),
    ],
)
def test_inputs_with_the_same_outputs_are_told_before_anything_is_done(tmp_path, monkeypatch, files, inputs, pair):
    """Whether files, folders of one name, a pattern and a folder, or JSON Lines and what came of them."""
    monkeypatch.chdir(tmp_path)
    place(tmp_path, "0.txt", *files)
    more = ["0.txt"] if len(inputs) > 1 else []
    with pytest.raises(_io.UsageError) as caught:
        ca.batch.convert([*more, *inputs], "out", to="html")
    assert str(caught.value) == f"{pair[0]} and {pair[1]} would be written to the same files; convert them apart"
    assert not Path("out").exists()


def test_folders_of_one_name_are_joined_where_their_files_differ(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place(tmp_path, "x/in/a.json", "y/in/b.json", "y/in/d.jsonl", "y/in/d/a.json", "y/in/d/000000/a.json")
    assert ca.batch.convert(["x/in", "y/in"], "out", to="text").documents == 5
    assert outputs(Path("out")) == [
        "in/a.txt", "in/b.txt", "in/d/000000/000000001.txt", "in/d/000000/a.txt", "in/d/a.txt",
    ]  # fmt: skip


def test_a_folder_called_by_dots_has_its_own_name(tmp_path, monkeypatch):
    """Else what comes of `..` would be written beside the output folder, not into it."""
    place(tmp_path, "in/a.json", "in/below/b.json", "page.txt")
    monkeypatch.chdir(tmp_path / "in" / "below")
    ca.batch.convert(["..", "../../page.txt"], tmp_path / "out", to="text")
    assert outputs(tmp_path / "out") == ["in/a.txt", "in/below/b.txt", "page.txt"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "out", "page.txt"]


def test_what_would_be_overwritten_is_told_before_anything_is_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place(tmp_path, "other/x/a.txt", "in/b.txt")
    with pytest.raises(_io.UsageError, match=r"in/b\.txt: an output could overwrite this input"):
        ca.batch.convert(["other/x", "in"], ".", to="html")
    assert outputs(tmp_path) == ["in/b.txt", "other/x/a.txt"]


@pytest.mark.parametrize(
    "name, message",
    [("none.txt", "No such file or directory: '{}'"), ("none*.txt", "no file matches this pattern: '{}'")],
)
def test_an_input_that_is_not_there_is_told_before_anything_is_done(tmp_path, name, message):
    page, missing = tmp_path / "page.txt", tmp_path / name
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(FileNotFoundError) as caught:
        ca.batch.convert([page, missing], tmp_path / "out", to="text")
    assert str(caught.value).endswith(message.format(missing))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("to", ["pdf", "", "html,pdf", []])
def test_formats_that_are_not(tmp_path, to):
    with pytest.raises(ca.ClinAnswerError, match="use some of json, html, jats"):
        ca.batch.convert(tmp_path, tmp_path / "out", to=to)


def test_the_format_may_be_said(tmp_path):
    (tmp_path / "page.dat").write_text(PAGE, encoding="utf-8")
    ca.batch.convert(tmp_path / "page.dat", tmp_path / "out", to="json", source="text")
    assert ca.read(tmp_path / "out" / "page.json") == DOC


# ---------------------------------------------------------------------------------------------- failures


def test_failures_are_told_and_kept_aside(corpus, tmp_path):
    aside = tmp_path / "aside"
    summary = ca.batch.convert(corpus, tmp_path / "out", to="json", quarantine=aside)
    assert outputs(aside) == ["bad.txt", "errors.jsonl", "lines/000000/000000004.json"]
    assert (aside / "bad.txt").read_bytes() == b"\xff"
    assert (aside / "lines/000000/000000004.json").read_bytes() == b"{"
    records = [json.loads(line) for line in (aside / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["input"], each.get("line"), each["copy"]) for each in records] == [
        (str(corpus / "bad.txt"), None, "bad.txt"),
        (str(corpus / "lines.jsonl"), 4, "lines/000000/000000004.json"),
    ]
    assert records[0]["problems"][0]["code"] == "encoding"
    assert [failure.input for failure in summary.failures] == [record["input"] for record in records]


def test_what_is_mended_is_no_failure_any_more(corpus, tmp_path):
    out, aside = tmp_path / "out", tmp_path / "aside"
    do = partial(ca.batch.convert, corpus, out, to="json", quarantine=aside, resume=True)
    do()
    (corpus / "bad.txt").write_text(PAGE, encoding="utf-8")
    (corpus / "lines.jsonl").write_text("", encoding="utf-8")
    summary = do()
    assert (summary.documents, summary.failed, summary.skipped) == (4, 0, 3)
    assert not (aside / "errors.jsonl").exists()


def test_what_breaks_loses_its_outputs(corpus, tmp_path):
    out = tmp_path / "out"
    ca.batch.convert(corpus, out, to="json")
    (corpus / "page0.txt").write_bytes(b"\xff")
    ca.batch.convert(corpus, out, to="json", resume=True)
    assert not (out / "page0.json").exists()
    assert (out / "page1.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_permissions(corpus, tmp_path):
    (corpus / "page0.txt").chmod(0)
    assert ca.batch.convert(corpus, tmp_path / "out", to="json").failed == 3


def test_an_unreadable_file_is_a_failure(corpus, tmp_path, monkeypatch):
    def fail(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(_work, "read_bytes", fail)
    summary = ca.batch.convert(corpus / "page0.txt", tmp_path / "out", to="json", quarantine=tmp_path / "aside")
    assert [failure.message for failure in summary.failures] == ["Permission denied [unreadable]"]
    assert outputs(tmp_path / "aside") == ["errors.jsonl"]


def test_a_fault_of_ours_in_one_document_stops_no_other(tmp_path, monkeypatch):
    def fail(data, source, name, **options):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("clinanswer._io.read_bytes_as", fail)
    record = next(ca.batch.convert_partition([LINE], to="html"))
    assert record["html"] is None
    assert json.loads(record["errors"])[0]["message"] == "ZeroDivisionError: oops; please report this document"


def test_a_missing_extra_stops_everything(tmp_path, monkeypatch):
    def fail(data, source, name, **options):
        raise ca.ClinAnswerError("needs an extra")

    monkeypatch.setattr("clinanswer._io.read_bytes_as", fail)
    with pytest.raises(ca.ClinAnswerError, match="needs an extra"):
        list(ca.batch.convert_partition([LINE], to="html"))


# ------------------------------------------------------------------------------------------------ losses

ARTICLE = """<article><front><article-meta><title-group><article-title>A trial</article-title></title-group></article-meta>
</front><body><p>It helps <underline>much</underline>.</p><fig><media/></fig></body></article>
"""
STRAY = "What helps?\n\nWhat Helps\n\nIt helps.\x00 1\n"
"""Page text with a character that no format carries, and a citation without a reference list."""


@pytest.fixture
def lossy(tmp_path):
    """An article of others, a page with a stray character, and two that lose nothing, one with an unclear number."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "article.xml").write_text(ARTICLE, encoding="utf-8")
    (folder / "stray.txt").write_text(STRAY, encoding="utf-8")
    (folder / "unclear.txt").write_text(f"{PAGE}\nDetails\n\n  • CKD stage 1\n  • it helps 1\n", encoding="utf-8")
    (folder / "whole.json").write_text(LINE, encoding="utf-8")
    return folder


def reported(path: Path) -> list[ca.Problem]:
    problems: list[ca.Problem] = []
    ca.read(path, report=problems)
    return problems


def test_losses_are_counted_told_and_kept(lossy, tmp_path):
    """What one document alone is told to have lost is told of many: a page with an unclear number has lost nothing."""
    aside = tmp_path / "aside"
    summary = ca.batch.convert(lossy, tmp_path / "out", to="json", quarantine=aside)
    assert (summary.documents, summary.failed, summary.lossy) == (4, 0, 2)
    assert outputs(aside) == ["losses.jsonl"]
    article, stray = map(json.loads, (aside / "losses.jsonl").read_text(encoding="utf-8").splitlines())
    assert (article["input"], article["document"]) == (str(lossy / "article.xml"), "article")
    assert [ca.Problem(**problem) for problem in article["problems"]] == reported(lossy / "article.xml")
    assert stray["problems"][0]["code"] == "character"
    assert sorted(each["code"] for each in stray["problems"]) == sorted(
        problem.code for problem in reported(lossy / "stray.txt")
    )
    assert reported(lossy / "unclear.txt")
    first, second = summary.losses
    assert (first.input, first.line, first.message.partition(": ")[0]) == (
        str(lossy / "article.xml"),
        article["problems"][0]["line"],
        article["problems"][0]["path"],
    )
    assert (second.input, second.line) == (str(lossy / "stray.txt"), 5)


def test_what_loses_nothing_any_more_is_not_told(lossy, tmp_path):
    do = partial(ca.batch.convert, lossy, tmp_path / "out", to="json", quarantine=tmp_path / "aside", resume=True)
    first, again = do(), do()
    assert (again.skipped, again.lossy, again.losses) == (4, 2, first.losses)
    for name in ("article.xml", "stray.txt"):
        (lossy / name).unlink()
    assert do().lossy == 0
    assert not (tmp_path / "aside" / "losses.jsonl").exists()


def test_strictly_a_loss_is_a_failure(lossy, tmp_path):
    summary = ca.batch.convert(lossy, tmp_path / "out", to="json", quarantine=tmp_path / "aside", strict=True)
    assert (summary.documents, summary.failed, summary.lossy) == (4, 2, 0)
    assert outputs(tmp_path / "out") == ["unclear.json", "whole.json"]
    assert outputs(tmp_path / "aside") == ["article.xml", "errors.jsonl", "stray.txt"]


def test_strictness_is_another_setting(lossy, tmp_path):
    ca.batch.convert(lossy, tmp_path / "out", to="json")
    summary = ca.batch.convert(lossy, tmp_path / "out", to="json", strict=True, resume=True)
    assert (summary.skipped, summary.failed) == (0, 2)


def test_two_processes_tell_the_same_losses(lossy, tmp_path):
    one = ca.batch.convert(lossy, tmp_path / "one" / "out", to="json", quarantine=tmp_path / "one" / "aside")
    two = ca.batch.convert(lossy, tmp_path / "two" / "out", to="json", quarantine=tmp_path / "two" / "aside", jobs=2)
    assert one.losses == two.losses
    for name in ("out", "aside"):
        assert kill_batch.tree(tmp_path / "one" / name) == kill_batch.tree(tmp_path / "two" / name)


def test_killed_at_every_point_of_a_batch_with_losses(tmp_path):
    """As `test_killed_at_every_point`, of pages that all lose something, so that `losses.jsonl` is written too."""
    script = tmp_path / "kill.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(kill_batch.__file__).parent)!r})\n"
        "import kill_batch\n"
        "def corpus(folder, documents):\n"
        "    folder.mkdir()\n"
        "    for number in range(documents):\n"
        f"        (folder / f'page{{number}}.txt').write_text({STRAY!r})\n"
        "    return folder\n"
        "kill_batch.corpus = corpus\n"
        "sys.exit(kill_batch.main())\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["files"] == 2 * 3 + 2 + 1  # in three formats, the marks, the losses
    assert counted["points"] == 9 * (3 + 2) + 2 * 2  # each file is written and renamed; before and after each mark


def test_command_tells_losses(capsys, lossy, tmp_path):
    command = ("convert", lossy, tmp_path / "out", "--to", "json", "-j1")
    code, _, err = run(capsys, *command)
    assert code == 0
    first, second, last = err.splitlines()
    alone = run(capsys, "convert", lossy / "article.xml", tmp_path / "alone.json")[2].splitlines()
    assert first == f"{alone[0]} (and {len(alone) - 1} more)"
    assert second.startswith(f"clinanswer: note: {lossy}/stray.txt:5: ")
    assert last.startswith("converted 4 documents in ")
    assert last.endswith("; 2 with losses, 0 failed")
    assert run(capsys, *command, "--quiet") == (0, "", "")
    code, _, err = run(capsys, *command, "--strict")
    assert code == 1
    assert err.splitlines()[0].startswith(f"clinanswer: error: {lossy}/article.xml:")
    assert err.splitlines()[-1].startswith("converted 2 documents in ")
    assert err.splitlines()[-1].endswith("; 2 failed")


def test_how_pages_are_read_is_said_for_all(tmp_path):
    pages = tmp_path / "in"
    pages.mkdir()
    (pages / "other.html").write_text("<h1>Does it?</h1><p>It does.</p>", encoding="utf-8")
    (pages / "two.html").write_text(
        ca.to_html(DOC, fragment=True, id_prefix="a-") + ca.to_html(DOC, fragment=True, id_prefix="b-"),
        encoding="utf-8",
    )
    nested = "What helps?\n\nWhat Helps\n\nIt helps.\n\nTreatment\n\nDosing\n\n  • 5 mg\n"
    (pages / "nested.txt").write_text(nested, encoding="utf-8")
    assert ca.batch.convert(pages, tmp_path / "out", to="json").failed == 2
    out = tmp_path / "out"
    assert ca.batch.convert(pages, out, to="json", lenient=True, id_prefix="a-", sections="flat").failed == 0
    assert ca.read(out / "other.json") == ca.from_html("<h1>Does it?</h1><p>It does.</p>", lenient=True)
    assert ca.read(out / "two.json") == DOC
    assert ca.read(out / "nested.json") == ca.from_text(nested, sections="flat") != ca.from_text(nested)


# ------------------------------------------------------------------------------------------------ resume


def test_resume_does_what_is_not_done_or_has_changed(corpus, tmp_path):
    out = tmp_path / "out"
    do = partial(ca.batch.convert, corpus, out, to="html,json", resume=True)
    assert do().skipped == 0
    expected = kill_batch.tree(out)
    assert (do().skipped, do().failed) == (9, 2)
    (out / "page0.json").unlink()
    (out / "page1.json").write_bytes(b"cut")
    (out / ".clinanswer/page2.json").write_bytes(b"{")
    assert do().skipped == 6
    assert kill_batch.tree(out) == expected
    (corpus / "page0.txt").write_text(PAGE, encoding="utf-8")
    assert do().skipped == 8
    assert kill_batch.tree(out) != expected


def test_other_settings_are_other_work(corpus, tmp_path):
    out = tmp_path / "out"
    ca.batch.convert(corpus, out, to="json")
    assert ca.batch.convert(corpus, out, to="html,json", resume=True).skipped == 0
    assert ca.batch.convert(corpus, out, to="html,json", resume=True, quarantine=tmp_path / "aside").skipped == 0


def test_another_journal_is_other_work(corpus, tmp_path):
    """A publisher's corpus is Publishing JATS, which an ISSN makes; without the journal it is Archiving again."""
    journal = ca.jats.Journal(title="Answers", issn="0378-5955")
    do = partial(ca.batch.convert, corpus, tmp_path / "out", to="jats,html", resume=True)
    other = ca.jats.Journal(title="Others", issn="0378-5955")
    for options in ({"journal": journal}, {"journal": other}, {"journal": other, "tag_set": "archiving"}, {}):
        assert do(**options).skipped == 0
        assert do(**options).skipped == 9
        doc = ca.read(corpus / "page0.txt")
        assert (tmp_path / "out" / "page0.xml").read_text(encoding="utf-8") == ca.to_jats(doc, **options)


@pytest.mark.parametrize(
    "to, options, message",
    [
        ("html", {"tag_set": "archiving"}, "the tag set and the journal are for JATS"),
        ("jats", {"tag_set": "publishing"}, "the Publishing tag set requires an ISSN"),
        ("jats", {"tag_set": "green"}, "'green' is not a tag set"),
    ],
)
def test_a_tag_set_that_cannot_be_is_told_before_anything_is_done(corpus, tmp_path, to, options, message):
    with pytest.raises(ca.ClinAnswerError, match=message):
        ca.batch.convert(corpus, tmp_path / "out", to=to, **options)
    assert not (tmp_path / "out").exists()
    with pytest.raises(ca.ClinAnswerError, match=message):
        ca.batch.convert_partition([LINE], to=to, **options)


def test_killed_at_every_point():
    """Before, during and after each write, before and after each rename and mark: see `kill_batch`."""
    done = subprocess.run(
        [sys.executable, kill_batch.__file__], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["wrong"] == 0
    assert counted["points"] > 100


def _convert(corpus: Path, place: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "clinanswer", "convert", str(corpus), f"{place}/out/", "--to", "html,jats,json"]
    return [*command, "--jobs", "2", "--quarantine", str(place / "quarantine"), *more]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A corpus that takes a moment, the bytes it becomes, and how long that takes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    corpus = kill_batch.corpus(folder / "in", 150)
    begun = time.monotonic()
    done = subprocess.run(_convert(corpus, folder), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("converted 450 documents in ")
    return corpus, kill_batch.tree(folder / "out", folder / "quarantine"), time.monotonic() - begun


@pytest.mark.parametrize("number", range(5))
def test_killed_at_a_random_moment(undisturbed, tmp_path, number):
    """`kill -9` of the whole batch of two workers: what is there is whole, and resuming does the rest."""
    corpus, expected, seconds = undisturbed
    with subprocess.Popen(_convert(corpus, tmp_path), stderr=subprocess.DEVNULL) as process:
        time.sleep(random.Random(number).uniform(0.2, 0.9) * seconds)
        process.kill()
    time.sleep(0.5)  # the workers see that their parent is gone
    left = kill_batch.tree(tmp_path / "out", tmp_path / "quarantine")
    assert kill_batch.finished(left).items() <= expected.items()
    subprocess.run(_convert(corpus, tmp_path, "--resume"), stderr=subprocess.DEVNULL, check=False)
    assert kill_batch.tree(tmp_path / "out", tmp_path / "quarantine") == expected


def test_interrupted_from_the_keyboard(undisturbed, tmp_path):
    """Ctrl-C ends the batch after the documents that are begun, and leaves nothing half."""
    corpus, expected, seconds = undisturbed
    command = _convert(corpus, tmp_path)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        time.sleep(0.6 * seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate()
    assert "Traceback" not in errors
    left = kill_batch.tree(tmp_path / "out", tmp_path / "quarantine")
    assert left.items() <= expected.items()
    assert process.returncode == (130 if errors == "clinanswer: error: interrupted\n" else 1)
    subprocess.run(_convert(corpus, tmp_path, "--resume"), stderr=subprocess.DEVNULL, check=False)
    assert kill_batch.tree(tmp_path / "out", tmp_path / "quarantine") == expected


# --------------------------------------------------------------------------------------------- processes


def test_two_processes_do_what_one_does(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(_tasks, "CHUNK_BYTES", 300)
    told = []
    one = ca.batch.convert(corpus, tmp_path / "one" / "out", to="html,json", quarantine=tmp_path / "one" / "q")
    two = ca.batch.convert(
        corpus,
        tmp_path / "two" / "out",
        to="html,json",
        quarantine=tmp_path / "two" / "q",
        jobs=2,
        progress=told.append,
    )
    assert (one.documents, one.failed, one.bytes, one.failures) == (two.documents, two.failed, two.bytes, two.failures)
    assert sum(outcome.documents for outcome in told) == one.documents
    for name in ("out", "q"):
        assert kill_batch.tree(tmp_path / "one" / name) == kill_batch.tree(tmp_path / "two" / name)


def test_few_tasks_are_given_out_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(_tasks, "CHUNK_BYTES", 1)
    monkeypatch.setattr(_workers, "_WINDOW", 1)
    source = tmp_path / "docs.jsonl"
    source.write_text("\n".join(lines(9)), encoding="utf-8")
    assert ca.batch.convert(source, tmp_path / "out", to="json", jobs=2).documents == 9


def test_a_worker_that_is_ended_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(_workers, "work", _end)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(ca.ClinAnswerError, match="ended before its work was done"):
        ca.batch.convert(tmp_path / "page.txt", tmp_path / "out", to="json", jobs=2)


def _end(task, settings):
    os._exit(9)


def test_a_worker_leaves_ctrl_c_to_its_parent(monkeypatch):
    done = []
    monkeypatch.setattr(_workers.signal, "signal", lambda *given: done.append(given))
    monkeypatch.setattr(_workers.threading.Thread, "start", lambda thread: done.append(thread.daemon))
    _workers._begin_worker()
    assert done == [(signal.SIGINT, signal.SIG_IGN), True]


def test_a_worker_ends_with_its_parent(monkeypatch):
    codes = []
    monkeypatch.setattr(
        _workers, "multiprocessing", SimpleNamespace(parent_process=lambda: SimpleNamespace(sentinel=7))
    )
    monkeypatch.setattr(_workers, "connection", SimpleNamespace(wait=lambda sentinels: sentinels))
    monkeypatch.setattr(os, "_exit", codes.append)
    _workers._end_with_parent()
    assert codes == [1]
    monkeypatch.setattr(_workers, "multiprocessing", SimpleNamespace(parent_process=lambda: None))
    _workers._end_with_parent()
    assert codes == [1]


# ------------------------------------------------------------------------------------------ command line


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_command(capsys, corpus, tmp_path):
    out, aside = tmp_path / "out", tmp_path / "aside"
    command = ("convert", corpus, out, "--to", "html,jats,json", "--jobs", "1", "--quarantine", aside)
    code, printed, err = run(capsys, *command)
    assert (code, printed) == (1, "")
    told = err.splitlines()
    assert told[0].startswith(f"clinanswer: error: {corpus}/bad.txt:1: byte 0xFF at position 0")
    assert told[1].startswith(f"clinanswer: error: {corpus}/lines.jsonl:4: ")
    assert told[2].startswith("converted 9 documents in ")
    assert told[2].endswith("; 2 failed")
    code, _, err = run(capsys, *command, "--resume", "--quiet")
    assert (code, len(err.splitlines())) == (1, 2)
    code, _, err = run(capsys, *command, "--resume")
    assert err.splitlines()[-1].startswith("converted 0 documents in ")
    assert "9 done before" in err.splitlines()[-1]


def test_command_with_one_file_and_several_formats(capsys, corpus, tmp_path):
    assert run(capsys, "convert", corpus / "page0.txt", tmp_path / "out", "--to", "html,json", "-q", "-j1")[0] == 0
    assert outputs(tmp_path / "out") == ["page0.html", "page0.json"]


def test_command_without_failures(capsys, tmp_path):
    (tmp_path / "docs.jsonl").write_text("\n".join(lines(3)), encoding="utf-8")
    code, _, err = run(capsys, "convert", tmp_path / "docs.jsonl", tmp_path / "out", "--to", "txt", "-j1")
    assert code == 0
    assert err.startswith("converted 3 documents")


@pytest.mark.parametrize("kept", [True, False])
def test_command_with_many_failures(capsys, tmp_path, kept):
    (tmp_path / "docs.jsonl").write_text("{\n" * 25, encoding="utf-8")
    more = ("--quarantine", tmp_path / "aside") if kept else ()
    code, _, err = run(capsys, "convert", tmp_path / "docs.jsonl", tmp_path / "out", "--to", "txt", "-j1", *more)
    assert code == 1
    assert len(err.splitlines()) == 22
    where = f"see {tmp_path / 'aside' / 'errors.jsonl'}" if kept else "--quarantine keeps them all"
    assert err.splitlines()[20] == f"clinanswer: error: and 5 more documents; {where}"


def test_command_from_standard_input(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(LINE.encode())))
    code, _, _ = run(capsys, "convert", "-", tmp_path / "out", "--from", "jsonl", "--to", "json", "-j1", "-q")
    assert code == 0
    assert outputs(tmp_path / "out") == ["stdin/000000/000000001.json"]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["in", "out/"], "--to is missing"),
        (["in", "-", "--to", "html"], "many documents do not go to standard output"),
        (["in/page0.txt", "x.html", "--to", "html,json"], "several formats need a folder"),
        (["in/page0.txt", "-", "--to", "html,json"], "several formats need a folder"),
        (["in", "out/", "--to", "html", "--quarantine", "in/bad"], "let it lie outside the inputs"),
        (["in", "out/", "--to", "html,pdf"], "use some of"),
        (["in", "out/", "--to", "html", "--jobs", "0"], "is no number of processes"),
    ],
)
def test_command_called_wrongly(capsys, corpus, monkeypatch, arguments, message):
    monkeypatch.chdir(corpus.parent)
    code, _, err = run(capsys, "convert", *arguments)
    assert code == 2
    assert message in err


@pytest.mark.parametrize("name", ["none.txt", "none*.txt"])
def test_command_with_an_input_that_is_not_there(capsys, corpus, tmp_path, name):
    code, _, err = run(capsys, "convert", corpus / name, corpus, tmp_path / "out", "--to", "html", "-j1")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith(f"clinanswer: error: {corpus / name}: ")


def test_one_document_more_than_are_named(capsys, tmp_path):
    (tmp_path / "docs.jsonl").write_text("{\n" * 21 + LINE, encoding="utf-8")
    _, _, err = run(capsys, "convert", tmp_path / "docs.jsonl", tmp_path / "out", "--to", "txt", "-j1")
    assert "and 1 more document; --quarantine keeps them all" in err
    assert "converted 1 document in " in err


def test_one_process_alone_loads_nothing_for_many(tmp_path):
    """Half of the time of a small batch went into modules that only worker processes need, or another command."""
    (tmp_path / "doc.json").write_text(LINE, encoding="utf-8")
    code = (
        "import sys; from clinanswer.cli import main\n"
        "assert main(['convert', *sys.argv[1:], '--to', 'json', '-q', '--jobs', '1']) == 0\n"
        "unneeded = ('multiprocessing', 'concurrent.futures', 'clinanswer._check_command', 'clinanswer.checks', 'lxml')\n"
        "print([name for name in unneeded if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "doc.json"), f"{tmp_path}/out/"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_progress_on_a_terminal(capsys, corpus, tmp_path, monkeypatch):
    pytest.importorskip("rich")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    _, _, err = run(capsys, "convert", corpus, tmp_path / "out", "--to", "json", "-j1")
    assert "11 documents, 2 failed" in err
    assert "100%" in err


# ------------------------------------------------------------------------------------------- partitions


def test_partition_of_lines():
    records = list(ca.batch.convert_partition([LINE, "", b"{", LINE.encode() + b"\r\n", "\ud800"], to="html, jats"))
    assert [list(record) for record in records] == [["digest", "html", "jats", "errors"]] * 4
    assert records[0] == records[2]
    assert records[0]["html"] == ca.to_html(DOC)
    assert records[0]["jats"] == ca.to_jats(DOC)
    assert records[0]["errors"] is None
    assert records[1]["html"] is None
    assert [json.loads(record["errors"])[0]["code"] for record in (records[1], records[3])]


def test_partition_of_columns():
    columns = ca.batch.convert_partition({"text": [LINE, "{"]}, to=["json"])
    assert list(columns) == ["digest", "json", "errors"]
    assert columns["json"] == [LINE, None]


def test_partition_for_a_journal():
    journal = ca.jats.Journal(issn="0378-5955")
    record = next(ca.batch.convert_partition([LINE], to="jats,json", journal=journal))
    assert (record["jats"], record["json"]) == (ca.to_jats(DOC, journal=journal), LINE)
    columns = ca.batch.convert_partition({"text": [LINE]}, to="jats", journal=journal, tag_set="archiving")
    assert columns["jats"] == [ca.to_jats(DOC, journal=journal, tag_set="archiving")]


def test_partition_is_what_a_batch_writes(tmp_path):
    source = tmp_path / "docs.jsonl"
    source.write_text("\n".join(lines(5)), encoding="utf-8")
    ca.batch.convert(source, tmp_path / "out", to="html")
    with source.open(encoding="utf-8") as file:
        records = list(ca.batch.convert_partition(file, to="html"))
    assert [record["html"] for record in records] == [
        (tmp_path / "out" / name).read_text(encoding="utf-8") for name in outputs(tmp_path / "out")
    ]


def _java_for_spark() -> Path:
    """The home of a Java runtime with every module that Spark asks for; runtimes cut down to size lack some."""
    for java in filter(None, (shutil.which("java"), outside.find_java())):
        listed = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
        if "jdk.incubator.vector" in listed:
            return Path(java).resolve().parent.parent
    pytest.skip("no Java runtime with the module jdk.incubator.vector, which Spark needs")


@pytest.mark.full
def test_spark_does_what_one_machine_does(tmp_path):
    """Two workers of Spark in local mode write, to the byte, what the batch writes."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install pyspark")
    source = tmp_path / "docs.jsonl"
    source.write_text("\n".join([*lines(300), "{"]), encoding="utf-8")
    ca.batch.convert(source, tmp_path / "one", to="html,jats")
    home = {"JAVA_HOME": str(_java_for_spark()), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    command = [sys.executable, str(outside.ROOT / "examples" / "spark_convert.py"), str(source), str(tmp_path / "many")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **home}, timeout=300)
    assert done.stdout == "300 documents written\n", done.stderr
    assert len(outputs(tmp_path / "one")) == 600
    assert outputs(tmp_path / "many") == outputs(tmp_path / "one")
    for name in outputs(tmp_path / "one"):
        assert (tmp_path / "many" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


@pytest.mark.full
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of this process alone is told by Linux")
def test_memory_stays_flat(tmp_path):
    """From 1,000 to 100,000 documents the peak memory of a batch grows by at most 10 MB."""
    peaks = {}
    for count in (1_000, 100_000):
        source = tmp_path / f"docs{count}.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(f'{{"format": "clinanswer", "version": 1, "question": {{"text": "Question {number}?"}}}}\n')
        code = (
            "import sys; from clinanswer import batch; batch.convert(sys.argv[1], sys.argv[2], to='json');"
            "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        )
        command = [sys.executable, "-c", code, str(source), str(tmp_path / f"out{count}")]
        peaks[count] = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print("peak memory in kB:", peaks)
    assert peaks[100_000] - peaks[1_000] <= 10_000


@pytest.mark.full
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of this process alone is told by Linux")
def test_memory_stays_flat_over_files(tmp_path):
    """From 1,000 to 100,000 files in folders of 1,000, to see that none clash takes at most 5 MB more."""
    peaks = {}
    for count in (1_000, 100_000):
        for number in range(count):
            path = tmp_path / str(count) / f"{number // 1000}" / f"{number}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        code = (
            "import sys, pathlib; from clinanswer.batch import _tasks;"
            "_tasks.require_apart([sys.argv[1]], pathlib.Path('out'));"
            "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        )
        command = [sys.executable, "-c", code, str(tmp_path / str(count))]
        peaks[count] = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print("peak memory in kB:", peaks)
    assert peaks[100_000] - peaks[1_000] <= 5_000
