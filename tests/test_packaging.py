"""What pyproject.toml promises holds."""

import re
import tomllib

import clinanswer
import outside

PROJECT = tomllib.loads((outside.ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_version_is_written_the_same_in_both_places():
    assert clinanswer.__version__ == PROJECT["version"]


def test_the_core_needs_attrs_cattrs_and_lxml_only():
    assert [re.split(r"\W", requirement)[0] for requirement in PROJECT["dependencies"]] == [
        "attrs",
        "cattrs",
        "lxml",
    ]


def test_the_extra_all_is_every_other_extra():
    extras = PROJECT["optional-dependencies"]
    assert extras["all"] == [f"clinanswer[{','.join(name for name in extras if name != 'all')}]"]


def test_constraints_are_exact_versions_without_addresses():
    lines = (outside.ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9._-]+==[0-9][0-9a-z.]*", pin)] == []
