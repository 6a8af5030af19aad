"""`clinanswer check` and `clinanswer diff` as they are called: files, folders, JSON Lines, fixes, exit codes."""

import io
import json
import sys

import attrs
import pytest

import clinanswer as ca
from clinanswer import cli

GOOD = ca.ClinicalAnswer(
    "How is gout treated?",
    title="Gout",
    language="en",
    answer=[ca.claim("Give colchicine.", ["1"], id="c1")],
    references=[ca.Reference("1", text="Alder A. Gout. 2020.", doi="10.5555/1")],
    disclaimers=[ca.Disclaimer("No substitute for judgement.")],
)
PREFIXED = attrs.evolve(GOOD, references=[attrs.evolve(GOOD.references[0], doi="doi:10.5555/1")])
UNCITED = attrs.evolve(GOOD, answer=[ca.claim("Give 5 mg of it.", id="c1")], references=())


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def test_exit_codes(run):
    ca.write(GOOD, "good.json")
    ca.write(UNCITED, "bad.json")
    assert run("check", "good.json") == (0, "good.json: nothing found\n", "")
    code, out, _ = run("check", "bad.json")
    assert code == 1
    assert "error[CN01]" in out
    assert run("check", "bad.json", "--ignore", "CN01")[0] == 0
    assert run("check", "bad.json", "--ignore", "CN01", "--fail-on", "warning")[0] == 1
    assert run("check", "bad.json", "--fail-on", "never")[0] == 0
    assert run("check", "bad.json", "--severity", "CN01=info")[0] == 0
    assert run("check", "bad.json", "--severity", "CN01=info", "--fail-on", "info")[0] == 1


@pytest.mark.parametrize(
    "options,said",
    [
        (["--select", "CC99"], "no rule has the code 'CC99'"),
        (["--severity", "CC01"], "--severity CC01: write it as in CC01=error"),
        (["--severity", "CC01=bad"], "'bad' is no severity for CC01"),
        (["--today", "tomorrow"], "'tomorrow' is no date"),
        (["--config", "bad.toml"], "unknown key 'x'"),
        (["--sources", "good.json"], "expected a JSON object of texts by reference id"),
        (["notes.md"], "notes.md: the suffix .md stands for no format; say the format with --from"),
        (["--config", "missing.toml"], "missing.toml: No such file or directory"),
        (["--sources", "missing"], "missing: No such file or directory"),
        (["--sources", "bad.toml"], "bad.toml: expected a folder of texts, or a JSON object of them by reference id: "),
        (["--jobs", "0"], "'0' is no number of processes; write one from 1"),
    ],
)
def test_wrong_calls(run, tmp_path, options, said):
    ca.write(GOOD, "good.json")
    (tmp_path / "bad.toml").write_text("x = 1\n")
    (tmp_path / "notes.md").write_text("# Gout\n")
    code, out, err = run("check", "good.json", *options)
    assert (code, out) == (2, "")
    assert said in err


def test_an_input_that_is_not_there_does_not_stop_the_rest(run):
    ca.write(GOOD, "good.json")
    code, out, err = run("check", "missing.json", "none*.json", "good.json")
    assert code == 1
    assert err == (
        "clinanswer: error: missing.json: No such file or directory\n"
        "clinanswer: error: none*.json: no file matches this pattern\n"
    )
    assert out == ("good.json: nothing found\n1 document checked, 2 could not be read: 0 errors, 0 warnings, 0 hints\n")


def test_nothing_to_check(run, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.md").write_text("# Gout\n")
    note = "clinanswer: note: empty: there is no document to check\n"
    assert run("check", "empty") == (0, "", note)
    code, out, err = run("check", "empty", "--format", "sarif")
    assert (code, err, json.loads(out)["runs"][0]["results"]) == (0, note, [])


def test_unreadable_input_does_not_stop_the_rest(run, tmp_path):
    (tmp_path / "broken.json").write_text('{"format": "clinanswer"')
    ca.write(GOOD, "good.json")
    code, out, err = run("check", "broken.json", "good.json")
    assert code == 1
    assert err.startswith("clinanswer: error: broken.json:1: ")
    assert out.startswith("good.json: nothing found\n")
    assert "1 document checked, 1 could not be read: 0 errors, 0 warnings, 0 hints\n" in out


def test_a_file_that_cannot_be_opened(run, tmp_path, monkeypatch):
    ca.write(GOOD, "good.json")
    monkeypatch.setattr(
        "clinanswer._io.read_bytes", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert run("check", "good.json") == (1, "", "clinanswer: error: good.json: Permission denied\n")


def test_a_format_whose_extra_is_missing(run, tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text("<p>A</p>")

    def refuse(*_, **__):
        raise ca.ClinAnswerError("install clinanswer[html]")

    monkeypatch.setattr("clinanswer._io.read_bytes_as", refuse)
    assert run("check", "a.html") == (1, "", "clinanswer: error: a.html: install clinanswer[html]\n")


def test_a_folder_and_json_lines_in_parallel_with_a_summary_by_rule(run, tmp_path):
    (tmp_path / "in").mkdir()
    ca.write(UNCITED, "in/a.json")
    ca.write(GOOD, "in/b.html")
    lines = "\n".join([ca.to_json(GOOD), "", ca.to_json(PREFIXED), "{", ca.to_json(UNCITED)])
    (tmp_path / "in" / "c.jsonl").write_text(lines, encoding="utf-8")
    code, out, err = run("check", "in", "--jobs", "2")
    assert code == 1
    assert "in/b.html: nothing found" in out
    assert "in/c.jsonl:3: $.references[0].doi (1)" in out
    assert err.startswith("clinanswer: error: in/c.jsonl:4: ")
    assert out.endswith(
        "       2 CC01  A claim has no citation, neither its own nor one inherited from the list item above it.\n"
        "       2 CN01  A dose, percentage, pressure, duration, score or ratio is stated without a citation.\n"
        "       1 CR05  An identifier carries its name or an address.\n"
        "5 documents checked, 1 could not be read: 2 errors, 2 warnings, 1 hint\n"
    )
    alone = run("check", "in", "--jobs", "1")
    assert alone == (code, out, err)
    assert run("check", "in", "--quiet")[1].startswith("       2 CC01")


def test_many_lines_keep_their_order(run, tmp_path, monkeypatch):
    monkeypatch.setattr("clinanswer.batch._tasks.CHUNK_BYTES", 1000)
    monkeypatch.setattr("clinanswer._check_command._WINDOW", 1)
    (tmp_path / "many.jsonl").write_text((ca.to_json(GOOD) + "\n") * 50, encoding="utf-8")
    code, out, _ = run("check", "many.jsonl", "--jobs", "1")
    assert code == 0
    assert out.splitlines()[:50] == [f"many.jsonl:{number}: nothing found" for number in range(1, 51)]


def test_standard_input(run):
    assert run("check", "-", stdin=ca.to_json(GOOD).encode()) == (0, "standard input: nothing found\n", "")
    assert run("check", "-", "--from", "xml", stdin=ca.to_jats(GOOD).encode())[0] == 0
    assert run("check", "-", "--from", "html", stdin=ca.to_html(GOOD).encode())[0] == 0
    two = f"{ca.to_json(GOOD)}\n{ca.to_json(UNCITED)}\n".encode()
    code, out, _ = run("check", "-", "--from", "jsonl", stdin=two)
    assert code == 1
    assert "-:2: $.answer[0].content[0] (c1)" in out


def test_json_sarif_and_html(run):
    ca.write(UNCITED, "bad.json")
    ca.write(GOOD, "good.json")
    code, out, _ = run("check", "bad.json", "good.json", "--format", "json")
    first, second = map(json.loads, out.splitlines())
    assert (code, first["file"], first["counts"]["error"], second["findings"]) == (1, "bad.json", 1, [])
    log = json.loads(run("check", "bad.json", "good.json", "--format", "sarif")[1])
    assert {result["ruleId"] for result in log["runs"][0]["results"]} == {"CC01", "CN01"}
    page = run("check", "bad.json", "--format", "html")[1]
    assert page.startswith("<!DOCTYPE html>")
    assert "CN01" in page


def test_configuration_nearest_or_named_or_none(run, tmp_path):
    ca.write(UNCITED, "bad.json")
    (tmp_path / "clinanswer.toml").write_text('ignore = ["CN", "CC"]\n')
    assert run("check", "bad.json") == (0, "bad.json: nothing found\n", "")
    assert run("check", "bad.json", "--no-config")[0] == 1
    (tmp_path / "own.toml").write_text('select = ["CC"]\n')
    assert "1 warning\n" in run("check", "bad.json", "--config", "own.toml")[1]


def test_sources_from_a_folder_or_a_file(run, tmp_path):
    quoting = attrs.evolve(GOOD, answer=[ca.claim("It helps.", [ca.Citation("1", quote="it helps a lot")])])
    ca.write(quoting, "a.json")
    assert "note: CC06 did not run" in run("check", "a.json")[1]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "1.txt").write_text("We found that it helps a lot.")
    assert run("check", "a.json", "--sources", "texts")[1] == "a.json: nothing found\n"
    (tmp_path / "texts.json").write_text('{"1": "It does not."}')
    assert "error[CC06]" in run("check", "a.json", "--sources", "texts.json")[1]


def test_fixes_are_shown_and_then_applied(run, tmp_path):
    ca.write(PREFIXED, "a.json")
    code, out, _ = run("check", "a.json", "--diff")
    assert code == 0
    assert out.startswith("a.json\nchanged: reference 1\n  --> $.references[0]\n")
    assert "[-doi:" in out
    assert ca.read("a.json") == PREFIXED
    code, out, _ = run("check", "a.json", "--fix")
    assert (code, out) == (0, "a.json: nothing found\n")
    assert ca.read("a.json") == GOOD
    assert run("check", "a.json", "--fix", "--quiet")[1].endswith("1 document checked: 0 errors, 0 warnings, 0 hints\n")
    ca.write(PREFIXED, "b.json")
    assert run("check", "b.json", "--fix", "--quiet")[1].endswith("0 hints; 1 fixed\n")


@pytest.mark.parametrize("name", ["a.html", "a.xml"])
def test_our_own_pages_are_fixed_too_and_other_files_are_left_alone(run, tmp_path, name):
    ca.write(PREFIXED, name)
    assert run("check", name, "--fix")[1] == f"{name}: nothing found\n"
    assert ca.read(name) == GOOD
    ca.write(PREFIXED, name)
    path = tmp_path / name
    path.write_bytes(path.read_bytes() + b"\n")
    before = path.read_bytes()
    out = run("check", name, "--fix")[1]
    assert out.startswith(f"{name}: not fixed, for more than that would change")
    assert path.read_bytes() == before
    said = "; 1 not fixed, for more than that would change: convert to JSON first\n"
    assert run("check", name, "--fix", "--quiet")[1].endswith(said)


def edited(doc):
    """An article of ours to which somebody has added a sentence where none can be read."""
    return ca.to_jats(doc).replace("<body>", "<body><p>Do not use ever.</p>", 1)


WITH_SECTION = attrs.evolve(GOOD, sections=[ca.Section("Details", [ca.Paragraph("It is cheap.")])])


def test_what_is_lost_is_told_by_every_command(run, tmp_path):
    """In the words in which `convert` tells it, and with `--quiet` by none."""
    (tmp_path / "ed.xml").write_text(edited(WITH_SECTION), encoding="utf-8")
    told = run("convert", "ed.xml", "out.json")[2]
    assert told.startswith("clinanswer: note: ed.xml:3: /article/body/p: this has no place in a document; ")
    assert told.count("\n") == 1
    assert run("check", "ed.xml") == (0, "ed.xml: nothing found\n", told)
    assert run("show", "ed.xml")[2] == told
    assert run("diff", "ed.xml", "ed.xml") == (0, "no changes\n", told * 2)
    code, _, err = run("check", "-", stdin=edited(WITH_SECTION).encode())
    assert (code, err) == (0, told.replace("ed.xml", "standard input"))
    for command in (("check", "ed.xml"), ("show", "ed.xml"), ("diff", "ed.xml", "ed.xml")):
        code, _, err = run(*command, "--quiet")
        assert (code, err) == (0, "")


def test_of_many_documents_the_first_twenty_that_lose_something_are_named(run, tmp_path):
    """Each with the first thing that it loses, as `convert` tells it of many."""
    (tmp_path / "in").mkdir()
    for number in range(22):
        twice = edited(WITH_SECTION).replace("<back>", "<back><p>It may harm.</p>", number % 2)
        (tmp_path / "in" / f"{number:02}.xml").write_text(twice, encoding="utf-8")
    code, _, err = run("check", "in", "--jobs", "2")
    lines = err.splitlines()
    assert (code, len(lines)) == (0, 21)
    for number, line in enumerate(lines[:20]):
        assert line.startswith(f"clinanswer: note: in/{number:02}.xml:3: ")
        assert line.endswith("[unread] (and 1 more)" if number % 2 else "[unread]")
    assert lines[20] == "clinanswer: note: and 2 more documents; convert tells what each loses"
    assert run("convert", "in", "out/", "--to", "json", "--jobs", "1")[2].splitlines()[:20] == lines[:20]
    assert len(run("check", "in/01.xml")[2].splitlines()) == 2
    assert run("check", "in", "--jobs", "1", "--quiet")[2] == ""


def test_a_format_of_standard_input_that_is_guessed_is_told(run):
    code, out, err = run("check", "-", "--select", "CS", stdin=b"What helps?\n\nIt helps.\n")
    assert (code, out) == (0, "standard input: nothing found\n")
    assert err.startswith("clinanswer: note: standard input: no suffix tells the format; it is taken for page text")
    assert run("check", "-", "--select", "CS", "--from", "text", stdin=b"What helps?\n\nIt helps.\n")[2] == ""


def test_files_of_one_name_are_checked_alike(run):
    """A pattern may match them: `check` writes nothing, so that they are in nobody's way."""
    ca.write(GOOD, "a.json")
    ca.write(GOOD, "a.html")
    assert run("check", "a.*")[1].startswith("a.html: nothing found\na.json: nothing found\n")


def test_colours_on_a_terminal(run, monkeypatch):
    ca.write(UNCITED, "bad.json")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[1;31merror[CN01]" in run("check", "bad.json")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", "bad.json")[1]


def test_diff(run):
    ca.write(GOOD, "a.json")
    ca.write(UNCITED, "b.json")
    assert run("diff", "a.json", "a.json") == (0, "no changes\n", "")
    code, out, _ = run("diff", "a.json", "b.json")
    assert code == 1
    assert out.startswith("removed: claim c1\n  --> $.answer[0].content[0]\n   | [-Give colchicine.-]\n")
    assert run("diff", "a.json", "b.json", "--format", "html")[1].startswith('<!DOCTYPE html><html lang="en">')


def test_how_pages_are_read_is_said_in_options(run, tmp_path):
    """Neither `check` nor `diff` tells somebody at the command line to pass an argument of Python."""
    (tmp_path / "other.html").write_text("<h1>Does it?</h1><p>It does.</p>")
    for command in (("check", "other.html"), ("diff", "other.html", "other.html")):
        code, out, err = run(*command)
        assert (code, out) == (2 if command[0] == "diff" else 1, "")
        assert "use --lenient to read headings" in err
        assert "lenient=" not in err
    assert run("check", "other.html", "--lenient", "--no-config", "--select", "CC")[2] == ""
    assert run("diff", "other.html", "other.html", "--lenient") == (0, "no changes\n", "")


def test_a_diff_says_when_it_could_only_guess_a_format(run, tmp_path):
    (tmp_path / "a.md").write_text("What helps?\n\nIt helps.\n")
    note = "the suffix .md stands for no format; it is taken for page text (--from says otherwise) [format-guessed]"
    assert run("diff", "a.md", "a.md") == (0, "no changes\n", f"clinanswer: note: a.md: {note}\n" * 2)
    assert run("diff", "a.md", "a.md", "--from", "txt") == (0, "no changes\n", "")


def test_a_diff_of_what_cannot_be_read_is_no_diff(run, tmp_path):
    ca.write(GOOD, "a.json")
    (tmp_path / "broken.json").write_text("{")
    assert run("diff", "a.json", "none.json") == (2, "", "clinanswer: error: none.json: No such file or directory\n")
    code, out, err = run("diff", "a.json", "broken.json")
    assert (code, out) == (2, "")
    assert err.startswith("clinanswer: error: broken.json:1: ")
