"""The JSON Schema accepts what `from_json` accepts, and says so to readers and tools."""

import contextlib
import hashlib
import json
from functools import cache

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import clinanswer as ca
from clinanswer._json._schema import _EXAMPLES, BEYOND
from clinanswer._json._shapes import VERSION
from outside import ROOT
from strategies import documents
from test_json import LOOSE
from test_json_faults import FAULTS, HEAD, WHOLE, mutated

COMMITTED = ROOT / "docs" / f"clinanswer-{VERSION}.schema.json"
# By version, the fingerprint of its schema. A change that adds something optional replaces the fingerprint; a change
# after which an older reader would misread or refuse a file that it used to read needs a new VERSION and an upgrade.
FINGERPRINTS = {1: "f2e35948ee07f8c0"}


# A validator in Python takes a tenth of a second for what we read in a millisecond.
FEWER = settings(max_examples=settings().max_examples // 4)


@cache
def validator():
    return jsonschema.Draft202012Validator(ca.json_schema())


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(ca.json_schema())


def test_nothing_changed_without_a_decision():
    """The words may change freely; what is accepted may not."""
    rules = json.dumps(_without_words(ca.json_schema()), sort_keys=True)
    assert hashlib.sha256(rules.encode()).hexdigest()[:16] == FINGERPRINTS[VERSION]


def _without_words(value):
    if isinstance(value, dict):
        words = {"description", "title", "examples", "$comment"}
        return {key: _without_words(part) for key, part in value.items() if key not in words or isinstance(part, dict)}
    return [_without_words(part) for part in value] if isinstance(value, list) else value


def test_the_committed_schema_is_the_one_that_is_served():
    assert COMMITTED.read_text(encoding="utf-8") == json.dumps(ca.json_schema(), indent=2, ensure_ascii=False) + "\n"


def test_every_call_gives_a_schema_of_ones_own():
    ca.json_schema()["$defs"].clear()
    assert ca.json_schema()["$defs"]


def test_everything_has_a_title_and_every_class_a_description():
    schema = ca.json_schema()
    unions = {"Phrase", "PhraseInLink", "Inline", "Block", "Phrases", "PhrasesInLink", "Inlines"}
    for name, part in schema["$defs"].items():
        assert part.get("title") or name in unions, name
        assert part.get("description") or name in unions | {"Boolean", "Integer", "Json"}, name
    assert len(_EXAMPLES) == sum(
        isinstance(part["examples"][0], dict) for part in schema["$defs"].values() if "examples" in part
    )


@given(documents())
@FEWER
def test_what_is_written_is_valid(doc):
    """Fails on any field, class or character that the model has and the schema does not."""
    validator().validate(json.loads(ca.to_json(doc)))


@pytest.mark.parametrize("case", LOOSE, ids=[case[0] for case in LOOSE])
def test_other_spellings_are_valid_too(case):
    validator().validate(json.loads(f"{{{HEAD},{case[1]}}}"))


def test_examples_in_the_schema_are_valid():
    schema = ca.json_schema()
    for name, part in schema["$defs"].items():
        for example in part.get("examples", ()):
            jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}).validate(example)
    for example in schema["examples"]:
        assert ca.to_json(ca.from_json(json.dumps(example))) == json.dumps(example, separators=(",", ":"))


# What the sentences of `BEYOND` look like in the reader's errors: code, and words of the message.
_BEYOND = (
    ("too-deep", ""), ("invalid-value", "nested"), ("invalid-value", "cannot be a link"),
    ("invalid-value", "cannot be an image source"), ("invalid-value", "a data: URL must be"),
    ("invalid-value", "the cell "), ("invalid-value", "the row "), ("invalid-value", "rowspan"),
    ("duplicate-id", ""), ("invalid-value", "no date of the calendar"), ("invalid-value", "has no day"),
    ("invalid-value", "2**53"), ("invalid-value", "too large"), ("wrong-type", "JSON cannot hold"),
    ("duplicate-key", ""), ("invalid-value", "stands twice"), ("invalid-value", "U+1FFF"),
)  # fmt: skip


def _beyond(problem):
    return any(problem.code == code and words in problem.message for code, words in _BEYOND)


def agree(plain):
    """Whether schema and reader say the same of a plain value, or differ only by what a schema cannot say."""
    valid = validator().is_valid(plain)
    try:
        ca.from_json(json.dumps(plain))
    except ca.ReadError as error:
        return not valid or all(map(_beyond, error.problems))
    return valid


def test_the_list_of_what_a_schema_cannot_say_is_short():
    assert len(BEYOND) == 9


@pytest.mark.parametrize("members, _expected", FAULTS)
def test_faults_are_invalid(members, _expected):
    try:
        plain = json.loads(f"{{{HEAD},{members}}}")
    except ValueError:
        pytest.skip("Python's json does not take an integer of that length")
    assert agree(plain)


@pytest.mark.parametrize(
    "data",
    [data for data, _ in WHOLE if isinstance(data, str) and data[:1] == "{" and data[-1:] == "}" and len(data) < 1000],
)
def test_other_files_are_invalid(data):
    with contextlib.suppress(ValueError):  # not JSON at all
        assert not validator().is_valid(json.loads(data))


@given(mutated())
@settings(FEWER, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_mutated_documents_are_judged_alike(plain):
    """In both directions: what the schema accepts is read, and what is read is valid. NaN is no JSON to begin with."""
    text = json.dumps(plain)
    if "NaN" in text or "Infinity" in text or "\\ud" in text:
        return
    assert agree(plain)
