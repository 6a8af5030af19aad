"""Which rules run and how bad their findings are: `Config`, from the call or from a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from clinanswer.checks._rule import Rule, Severity
from clinanswer.checks._suppress import near

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["Config", "find_config", "load_config"]

_FILES: Final = ("clinanswer.toml", "pyproject.toml")
_KEYS: Final = ("select", "ignore", "severity")


def to_codes(value: str | Iterable[str]) -> tuple[str, ...]:
    """Codes or their beginnings; a text is split at its commas."""
    return tuple(code.strip() for code in (value.split(",") if isinstance(value, str) else value) if code.strip())


def to_severities(value: Mapping[str, Severity | str]) -> dict[str, Severity]:
    """Severities by code; a text is one by value."""
    return {code: _severity(code, severity) for code, severity in value.items()}


def _severity(code: str, value: object) -> Severity:
    try:
        return Severity(str(value))
    except ValueError:
        allowed = ", ".join(Severity)
        raise ValueError(f"{value!r} is no severity for {code}; use one of: {allowed}") from None


@frozen
class Config:
    """What to check. Codes may be given by their beginning (`CR`, `CN0`); the longer of two that fit decides.

    `select` names the rules that run (all, when it is empty), `ignore` those that do not; `severity` sets the severity
    of a rule's findings, whatever the rule says.
    """

    select: tuple[str, ...] = field(default=(), converter=to_codes)
    ignore: tuple[str, ...] = field(default=(), converter=to_codes)
    severity: Mapping[str, Severity] = field(factory=dict, converter=to_severities)

    def runs(self, code: str) -> bool:
        """Whether the rule with this code runs."""
        chosen = max((len(each) for each in self.select if code.startswith(each)), default=-1 if self.select else 0)
        refused = max((len(each) for each in self.ignore if code.startswith(each)), default=-1)
        return chosen > refused or (chosen == 0 and refused < 0)

    def refuses(self, code: str) -> bool:
        """Whether `ignore` names the code or its beginning."""
        return code.startswith(self.ignore) if self.ignore else False

    def severity_of(self, code: str) -> Severity | None:
        """The severity that is set for a code, or None."""
        fitting = [each for each in self.severity if code.startswith(each)]
        return self.severity[max(fitting, key=len)] if fitting else None

    def merged(
        self, select: str | Iterable[str], ignore: str | Iterable[str], severity: Mapping[str, Severity | str]
    ) -> Config:
        """This configuration with what a call or a command line adds: its `select` replaces, the rest is joined."""
        chosen = to_codes(select)
        return Config(chosen or self.select, (*self.ignore, *to_codes(ignore)), {**self.severity, **severity})

    def unknown(self, codes: Collection[str]) -> str | None:
        """What is wrong with a code that no rule has, or None.

        An unknown code is an error, since what its author meant to switch on or off stays as it was.
        """
        for given in (*self.select, *self.ignore, *self.severity):
            if not any(code.startswith(given) for code in codes):
                return f"no rule has the code {given!r}{near(given, codes)}"
        return None


def load_config(path: str | Path) -> Config:
    """The configuration in a TOML file: `[tool.clinanswer]` of `pyproject.toml`, or the whole of any other file.

    Raises:
        ValueError: the file is no TOML, or holds a key or value that is none of a configuration.
        OSError: the file cannot be read.
    """
    path = Path(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.name == "pyproject.toml":
            table = table.get("tool", {}).get("clinanswer", {})
        return _config(table)
    except (ValueError, AttributeError) as error:
        raise ValueError(f"{path}: {error}") from None


def _config(table: Mapping[str, object]) -> Config:
    for key in table:
        if key not in _KEYS:
            raise ValueError(f"unknown key {key!r}{near(key, _KEYS)}; known are {', '.join(_KEYS)}")
    for key in ("select", "ignore"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ValueError(f'{key} must be a list of codes, as in {key} = ["CR", "CC09"]')
    severity = table.get("severity", {})
    if not isinstance(severity, dict):
        raise ValueError(  # noqa: TRY004 (it is the file's content that is wrong)
            'severity must be a table of severities by code, as in severity = { CC01 = "error" }'
        )
    select, ignore = table.get("select", []), table.get("ignore", [])
    return Config(select, ignore, severity)  # type: ignore[arg-type]


def find_config(start: str | Path) -> Path | None:
    """The nearest file with a configuration, in the folder `start` or above it.

    That is a `clinanswer.toml`, or a `pyproject.toml` with a table `[tool.clinanswer]`.
    """
    folder = Path(start).resolve()
    for each in (folder, *folder.parents):
        for name in _FILES:
            path = each / name
            if path.is_file() and (name != "pyproject.toml" or _configures(path)):
                return path
    return None


def _configures(path: Path) -> bool:
    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except ValueError:
        return True  # let `load_config` say what is wrong with it
    return isinstance(tool, dict) and "clinanswer" in tool


def codes_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The codes of rules."""
    return tuple(rule.code for rule in rules)
