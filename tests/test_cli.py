"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

import clinanswer as ca
import clinanswer.text
import outside
from clinanswer import _io, cli

EXAMPLE = outside.ROOT / "examples" / "tranexamic-acid.txt"
PAGE = "What helps?\n\nWhat Helps\n\nIt helps. 1\n\nDetails\n\n  • CKD stage 1\n  • it helps 1\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "answer.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def streams(monkeypatch):
    """Standard input and output as bytes."""

    def use(data: bytes) -> io.BytesIO:
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out, write=lambda text: None, flush=lambda: None))
        return out

    return use


@pytest.mark.parametrize("suffix", ["json", "html", "xml", "txt"])
def test_convert_by_suffix(capsys, page, tmp_path, suffix):
    target = tmp_path / f"out.{suffix}"
    code, out, err = run(capsys, "convert", page, target)
    assert (code, out) == (0, "")
    assert ca.read(target) == ca.from_text(PAGE)
    assert err.splitlines()[0] == (
        f"clinanswer: note: {page}:9: $..citations: '1' after “CKD stage” is taken for part of the sentence"
        " [citation-or-number]"
    )


def test_convert_quietly(capsys, page, tmp_path):
    assert run(capsys, "convert", "-q", page, tmp_path / "out.json") == (0, "", "")


@pytest.mark.parametrize("source", ["txt", "text"])
def test_convert_from_stdin_to_stdout(streams, source):
    out = streams(PAGE.encode())
    assert cli.main(["convert", "-", "-", "--from", source, "--to", "json", "--quiet"]) == 0
    assert ca.from_json(out.getvalue()) == ca.from_text(PAGE)


def test_stdin_is_known_by_content(streams):
    out = streams(ca.to_json(ca.from_text(PAGE)).encode())
    assert cli.main(["convert", "-", "-", "--to", "txt"]) == 0
    assert out.getvalue().decode() == ca.to_text(ca.from_text(PAGE))


def test_strict(capsys, page, tmp_path):
    page.write_text(PAGE.replace("What", "What\x00", 1), encoding="utf-8")
    code, _, err = run(capsys, "convert", "--strict", page, tmp_path / "out.json")
    assert code == 1
    assert err.startswith(f"clinanswer: error: {page}:1: ")
    assert not (tmp_path / "out.json").exists()


def test_unreadable_input(capsys, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "clinanswer", "version": 1, "question": 5, "sections": 7}', encoding="utf-8")
    code, out, err = run(capsys, "convert", bad, tmp_path / "out.html")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"clinanswer: error: {bad}:1: $.question")
    assert lines[1].startswith(f"clinanswer: error: {bad}:1: $.sections")
    assert not (tmp_path / "out.html").exists()


def test_many_problems_are_cut_short(capsys, tmp_path):
    bad = tmp_path / "bad.json"
    unknown = ", ".join(f'"unknown{number}": 1' for number in range(50))
    bad.write_text(
        f'{{"format": "clinanswer", "version": 1, "question": {{"text": "?"}}, {unknown}}}', encoding="utf-8"
    )
    code, _, err = run(capsys, "show", bad)
    assert code == 1
    assert len(err.splitlines()) == 21
    assert err.splitlines()[-1] == f"clinanswer: error: {bad}: and 30 more problems"


def test_missing_input(capsys, tmp_path):
    code, _, err = run(capsys, "show", tmp_path / "none.json")
    assert (code, err) == (1, f"clinanswer: error: {tmp_path / 'none.json'}: No such file or directory\n")


@pytest.mark.parametrize(
    "target, said",
    [
        ("out.md", "out.md: the suffix .md stands for no format; use .json, .html, .htm, .xml, .nxml, .jats, .txt"),
        ("out", "out: no suffix tells the format; use .json, .html, .htm, .xml, .nxml, .jats, .txt"),
        ("out.jsonl", "out.jsonl: JSON Lines are read only; use .json, .html, .htm, .xml, .nxml, .jats, .txt"),
        ("-", "standard output: say the format with --to (json, html, jats, text)"),
    ],
)
def test_unclear_output_format(capsys, page, monkeypatch, target, said):
    monkeypatch.chdir(page.parent)
    code, _, err = run(capsys, "convert", page, target)
    assert code == 2
    assert err.startswith(f"clinanswer: error: {said}")


@pytest.mark.parametrize("option", [("--resume",), ("--quarantine", "bad")])
def test_what_is_for_many_is_refused_for_one(capsys, page, tmp_path, option):
    code, _, err = run(capsys, "convert", page, tmp_path / "out.html", *option)
    said = f"{option[0]} is for many documents: let OUT be a folder, or end in /"
    assert (code, err) == (2, f"clinanswer: error: {said}\n")


def test_the_help_names_the_suffixes_that_there_are(capsys):
    told = set(re.findall(r"\.[a-z]+\b", run(capsys, "convert", "--help")[1].partition("positional")[0]))
    assert told <= {*_io.SUFFIXES, ".jsonl"}


def test_a_format_that_is_guessed_is_told(capsys, streams, tmp_path):
    """`.md` is no format yet: it is read as page text, and not in silence."""
    notes = tmp_path / "notes.md"
    notes.write_text(PAGE, encoding="utf-8")
    said = f"clinanswer: note: {notes}: the suffix .md stands for no format; it is taken for page text"
    for command in (("convert", notes, tmp_path / "out.json"), ("show", notes)):
        code, _, err = run(capsys, *command)
        assert code == 0
        assert err.startswith(said)
    assert said not in run(capsys, "convert", notes, tmp_path / "out.json", "--from", "text")[2]
    assert run(capsys, "convert", "-q", notes, tmp_path / "out.json") == (0, "", "")


def test_a_guess_about_standard_input_is_told(capsys, streams):
    streams(b"What helps?\n\nIt helps.\n")
    assert cli.main(["convert", "-", "-", "--to", "json"]) == 0
    assert capsys.readouterr().err.startswith(
        "clinanswer: note: standard input: no suffix tells the format; it is taken"
    )


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("x.pdf", b"%PDF-1.7\n", "a PDF"),
        ("x.docx", b"PK\x03\x04", "a zip archive, as .docx, .odt and .epub are"),
        ("x.txt", b"\x89PNG\r\n", "an image"),
        ("x", b"\x1f\x8b\x08", "packed with gzip"),
    ],
)
def test_what_is_no_text_is_not_read(capsys, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    code, _, err = run(capsys, "convert", path, tmp_path / "out.json")
    assert code == 1
    assert err == (
        f"clinanswer: error: {path}: the input is {said}, and not read; save what it holds as text, HTML, JATS or JSON"
        " [not-text]\n"
    )


def test_too_long_an_input_is_not_said_to_be_as_long_as_what_was_read_of_it(capsys, tmp_path):
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(30_000_000)
    code, _, err = run(capsys, "show", path)
    said = "the input is longer than 20,000,000 bytes, the most that are read [too-big]"
    assert (code, err) == (1, f"clinanswer: error: {path}: {said}\n")


def test_a_folder_that_is_not_there_is_named(capsys, page, tmp_path):
    code, _, err = run(capsys, "convert", "-q", page, tmp_path / "none" / "out.html")
    assert (code, err) == (1, f"clinanswer: error: {tmp_path / 'none'}: there is no such folder\n")


def test_json_lines_are_many_documents(capsys, tmp_path):
    path = tmp_path / "docs.jsonl"
    path.write_text(ca.to_json(ca.from_text(PAGE)), encoding="utf-8")
    code, _, err = run(capsys, "show", path)
    said = "JSON Lines hold many documents, and one is needed; convert makes a file of each"
    assert (code, err) == (2, f"clinanswer: error: {path}: {said}\n")
    assert run(capsys, "show", path, "--from", "json")[0] == 0


def test_messages_speak_of_options(capsys, tmp_path):
    """Not of the arguments that the library has for the same."""
    path, target = tmp_path / "page.html", tmp_path / "out.json"
    path.write_text("<h1>Does it?</h1><p>It does.</p>", encoding="utf-8")
    code, _, err = run(capsys, "convert", path, target)
    assert code == 1
    assert "its marks; use --lenient to read headings" in err
    assert run(capsys, "convert", path, target, "--lenient") == (0, "", "")
    assert ca.read(target) == ca.from_html(path.read_bytes(), lenient=True)
    doc = ca.from_text(PAGE)
    path.write_text(
        ca.to_html(doc, fragment=True, id_prefix="a-") + ca.to_html(doc, fragment=True, id_prefix="b-"),
        encoding="utf-8",
    )
    assert "choose one with --id-prefix (one of 'a-', 'b-')" in run(capsys, "convert", path, target)[2]
    assert run(capsys, "convert", path, target, "--id-prefix", "b-") == (0, "", "")
    code, _, err = run(capsys, "convert", EXAMPLE, target)
    assert "--sections flat decides nothing" in err
    assert "--sections" not in run(capsys, "convert", EXAMPLE, target, "--sections", "flat")[2]
    assert ca.read(target) == ca.from_text(EXAMPLE.read_bytes(), sections="flat")


@pytest.mark.parametrize(
    "options, said",
    [
        (["--journal-issn", "1"], "--journal-issn: '1' is not an ISSN, such as '0378-5955'"),
        (["--journal-title", "\x01"], "--journal-title: "),
        (
            ["--jats-tag-set", "publishing"],
            "the Publishing tag set requires an ISSN: give one with --journal-issn or as",
        ),
    ],
)
def test_wrong_options_for_jats(capsys, page, tmp_path, options, said):
    code, _, err = run(capsys, "convert", "-q", page, tmp_path / "out.xml", *options)
    assert code == 2
    assert err.startswith(f"clinanswer: error: {said}")


def test_a_wrong_issn_in_the_file_of_the_journal(capsys, page, tmp_path):
    journal = tmp_path / "journal.toml"
    journal.write_text('issn = "1"', encoding="utf-8")
    code, _, err = run(capsys, "convert", "-q", page, tmp_path / "out.xml", "--journal", journal)
    assert (code, err) == (1, f"clinanswer: error: {journal}: '1' is not an ISSN, such as '0378-5955'\n")


_SESSION = re.compile(r"^```\n\$ clinanswer (.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_documentation_shows_what_is_printed(capsys, tmp_path, monkeypatch):
    """Every session in docs/cli.md: what is printed, and told on standard error, save for how lines are broken."""
    shutil.copytree(outside.ROOT / "examples", tmp_path / "examples")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(1, 41):
        (corpus / f"page{number}.txt").write_text(PAGE, encoding="utf-8")
    (corpus / "page7.txt").write_bytes(b"\xff")
    (corpus / "page9.txt").write_text("What helps?\n\nWhat Helps\n\nIt helps.\x00\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    sessions = _SESSION.findall((outside.ROOT / "docs" / "cli.md").read_text(encoding="utf-8"))
    assert len(sessions) == 2
    for command, shown in sessions:
        _, out, err = run(capsys, *command.split())
        printed, expected = (
            re.sub(r"[\d,.]+ s, [\d,.]+ a second", "…", " ".join(each.split())) for each in (out + err, shown)
        )
        assert printed == expected


@pytest.mark.parametrize(
    "arguments", [[], ["frobnicate"], ["convert"], ["convert", "a.txt", "b.json", "--to", "pdf"], ["show", "--what"]]
)
def test_usage(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: clinanswer")


def test_help_and_version(capsys):
    assert run(capsys, "--version") == (0, f"clinanswer {ca.__version__}\n", "")
    code, out, _ = run(capsys, "convert", "--help")
    assert code == 0
    assert out.startswith("usage: clinanswer convert")


def test_interrupted(capsys, page, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(clinanswer.text, "from_text", interrupt)
    code, _, err = run(capsys, "show", page)
    assert (code, err) == (130, "clinanswer: error: interrupted\n")


def test_as_a_module(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["clinanswer", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("clinanswer", run_name="__main__")
    assert stop.value.code == 0


def test_importing_the_module_runs_nothing():
    """A worker process imports the main module again."""
    assert "main" in runpy.run_module("clinanswer.__main__", run_name="__mp_main__")


def test_the_reader_of_the_output_goes(capsys, page, monkeypatch):
    """Before anything is written, as `true` does; what is left is not tried again when Python ends."""
    end, start = os.pipe()
    os.close(end)
    with open(start, "w", encoding="utf-8") as stream:  # noqa: PTH123  (an open file)
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["show", str(page)]) == 1
    assert capsys.readouterr().err == ""


class Full(io.RawIOBase):
    """A disk that is full, until something takes its place: `/dev/full`, but for what a test may touch."""

    def __init__(self, number):
        self.number = number

    def writable(self):
        return True

    def fileno(self):
        return self.number

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_output_that_cannot_be_written_is_told(capsys, page, tmp_path, monkeypatch):
    """A few lines stand in a buffer until the end, and the fault was told by Python in its own way, with exit code 120."""
    with (tmp_path / "x").open("wb") as file:
        stream = io.TextIOWrapper(io.BufferedWriter(Full(file.fileno())), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["show", str(page)]) == 1
        assert os.path.samestat(os.fstat(file.fileno()), os.stat(os.devnull))  # noqa: PTH116
        with contextlib.suppress(OSError):
            stream.close()
    assert capsys.readouterr().err == "clinanswer: error: input or output: No space left on device\n"


@pytest.mark.parametrize(
    "arguments, closed",
    [
        (["show", "answer.txt"], "stdout"),
        (["check", "answer.txt", "--no-config"], "stdout"),
        (["diff", "answer.txt", "answer.txt"], "stdout"),
        (["convert", "answer.txt", "-", "--to", "jats", "--quiet"], "stdout"),
        (["schema"], "stdout"),
        (["show", "-"], "stdin"),
        (["check", "-", "--no-config"], "stdin"),
        (["diff", "-", "answer.txt"], "stdin"),
        (["convert", "-", "-", "--to", "json"], "stdin"),
        (["convert", "-", "out/", "--from", "jsonl", "--to", "json", "--jobs", "1"], "stdin"),
    ],
)
def test_a_closed_standard_stream_is_said_to_be_closed(capsys, page, monkeypatch, arguments, closed):
    """The shell closes them (`>&-`), and Python makes them None."""
    monkeypatch.chdir(page.parent)
    monkeypatch.setattr(sys, closed, None)
    assert cli.main(arguments) == (2 if arguments[0] == "diff" else 1)
    assert getattr(sys, closed) is None
    name = {"stdin": "input", "stdout": "output"}[closed]
    assert capsys.readouterr().err == f"clinanswer: error: standard {name}: it is closed\n"


def test_closed_streams_that_are_not_needed_are_no_matter(capsys, page, tmp_path, monkeypatch):
    """What would be told on standard error is not told on standard output instead, as Python's `print` would."""
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["convert", str(page), str(tmp_path / "out.json")]) == 0
    assert cli.main(["frobnicate"]) == 2
    assert capsys.readouterr().out == ""
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, None)
    assert cli.main(["convert", str(page), f"{tmp_path}/out/", "--to", "json", "--jobs", "2"]) == 0
    assert ca.read(tmp_path / "out" / "answer.json") == ca.read(tmp_path / "out.json") == ca.from_text(PAGE)


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_streams_closed_by_a_shell():
    command = f"{sys.executable} -m clinanswer schema >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "clinanswer: error: standard output: it is closed\n")


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="open files by number, as Linux has them")  # noqa: PTH110
def test_standard_output_by_its_path():
    command = [sys.executable, "-m", "clinanswer", "convert", "-q", str(EXAMPLE), "/proc/self/fd/1", "--to", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (ca.to_json(ca.read(EXAMPLE)), "")


def test_a_closed_pipe_is_no_traceback():
    """As when `clinanswer show FILE | head -1` ends: the reader of the output goes before it is all written."""
    command = [sys.executable, "-m", "clinanswer", "convert", str(EXAMPLE), "-", "--to", "html"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert process.wait() == 1
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


# ------------------------------------------------------------------------------------------------- show


def test_show_plain(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "show", EXAMPLE)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "25 claims · 6 references · 2 claims without a citation" in out
    assert "Review: not stated · updated 2026-03-09" in out
    words = " ".join(out.split())
    for claim in ca.iter_claims(ca.read(EXAMPLE)):
        assert " ".join(claim.text.split()) in words


def test_show_every_node(capsys, tmp_path):
    doc = ca.ClinicalAnswer(
        "Q?",
        answer=[
            ca.DefinitionList([ca.Definition("eGFR", "estimated rate")]),
            ca.Table([ca.Row([ca.Cell("a"), ca.Cell("b")])], header=[ca.Row([ca.Cell("x"), ca.Cell("y")])]),
            ca.Callout("warning", "Stop it", title="Beware"),
            ca.Quote("Said so", attribution="Roe"),
            ca.Figure("https://example.org/a.png", alt="a graph"),
            ca.List([ca.ListItem([ca.List([ca.ListItem("in")]), "on\ntwo lines"])], ordered=True, start=3),
        ],
        review=ca.Review([ca.ReviewEvent("approved")]),
        disclaimers=[ca.Disclaimer("No advice")],
        related_questions=[ca.RelatedQuestion("And this?")],
        references=[ca.Reference("1", title="A trial"), ca.Reference("2")],
    )
    path = tmp_path / "answer.json"
    ca.write(doc, path)
    code, out, _ = run(capsys, "show", path)
    assert code == 0
    assert out == (
        "Q?\n\nReview: approved\n0 claims · 2 references\n\n"
        "eGFR\n  estimated rate\n| x | y |\n| --- | --- |\n| a | b |\nWARNING Beware\n  Stop it\n    Said so\n    — Roe\n"
        "Figure: a graph (https://example.org/a.png)\n3. • in\n   on two lines\n\n"
        "References\n1. A trial.\n2. unresolved: the source does not print it\n\n"
        "Related questions\n• And this?\n\nDisclaimer\nNo advice\n"
    )


def test_show_little(capsys, tmp_path):
    path = tmp_path / "answer.json"
    ca.write(ca.ClinicalAnswer("Q?"), path)
    assert run(capsys, "show", path) == (0, "Q?\n\nReview: not stated\n0 claims · 0 references\n\n", "")


def test_show_in_colour(capsys, page, monkeypatch):
    pytest.importorskip("rich")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    code, out, _ = run(capsys, "show", page)
    assert code == 0
    assert "\x1b[1m" in out
    assert "\x1b[1m" not in run(capsys, "show", "--plain", page)[1]


def test_show_without_rich(capsys, page, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert "What Helps" in run(capsys, "show", page)[1]


def test_schema(capsys):
    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert json.loads(out) == ca.json_schema()
