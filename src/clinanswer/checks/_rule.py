"""What a rule is and what it says: `Rule`, `Hit`, `Finding`, `Fix`, `Severity`."""

from __future__ import annotations

import inspect
import re
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from clinanswer.checks._facts import Facts, Place
    from clinanswer.model import ClinicalAnswer

__all__ = ["Check", "Finding", "Fix", "Hit", "Rule", "Severity", "is_code", "rule"]

_CODE: Final = re.compile(r"[A-Z]{1,8}[0-9]{2,4}")


class Severity(StrEnum):
    """How bad a finding is: an error must not be published, a warning needs an editor's eye, info is a hint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def to_severity(value: Severity | str) -> Severity:
    """A severity, or the text that names one."""
    return value if type(value) is Severity else Severity(value)


@frozen
class Fix:
    """A safe, mechanical repair: a function from document to document, and what it does in words.

    Applied to a document in which its place has changed it does nothing, so that applying it twice is applying it once.
    """

    title: str
    apply: Callable[[ClinicalAnswer], ClinicalAnswer]

    def __call__(self, doc: ClinicalAnswer) -> ClinicalAnswer:
        """The repaired document."""
        return self.apply(doc)


@frozen
class Finding:
    """One thing that is wrong with a document.

    `path` leads to it (`$.sections[2].blocks[0]`), `where` is the id of the claim or reference it concerns; `fix`, a
    function from document to document, is there when a repair needs no judgement. `text` is the sentence in question
    and `span` the part of it that is meant, as start and end.
    """

    code: str
    severity: Severity = field(converter=to_severity)
    path: str
    message: str
    where: str | None = None
    fix: Callable[[ClinicalAnswer], ClinicalAnswer] | None = field(default=None, eq=False, repr=False)
    text: str | None = field(default=None, kw_only=True)
    span: tuple[int, int] | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        where = "" if self.where is None else f" ({self.where})"
        return f"{self.path}{where}: {self.severity}: {self.message} [{self.code}]"


class Hit(NamedTuple):
    """What a rule yields: a finding before it has its rule's code and severity. `place` may be a path."""

    place: Place | str
    message: str
    where: str | None = None
    fix: Fix | None = None
    text: str | None = None
    span: tuple[int, int] | None = None
    severity: Severity | None = None


Check: TypeAlias = "Callable[[Facts], Iterable[Hit | Finding]]"
"""What a rule is written as: from what one walk over the document found to what is wrong with it."""


@frozen
class Rule:
    """A check with its code and severity. `needs` names the libraries without which it does not run.

    Calling a rule calls its function, so that rules can be tried one by one.
    """

    code: str
    severity: Severity
    check: Check
    needs: tuple[str, ...] = ()

    def __call__(self, facts: Facts) -> Iterable[Hit | Finding]:
        """What the rule finds."""
        return self.check(facts)

    @property
    def name(self) -> str:
        """The name of its function, in words."""
        return getattr(self.check, "__name__", self.code).strip("_").replace("_", "-")

    @property
    def title(self) -> str:
        """What is wrong, in one sentence: the first line of the docstring."""
        return (inspect.getdoc(self.check) or self.name).partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why that matters, with its source: the docstring from its second paragraph up to the examples."""
        return " ".join(" ".join(_paragraphs(self.check)).split())

    @property
    def group(self) -> str:
        """The module in which the rule stands: the name of its page in the documentation."""
        return getattr(self.check, "__module__", "").rpartition(".")[2]

    def example(self, label: str) -> str | None:
        """The example of the docstring under `Fires:` or `Silent:`, as Python."""
        found = re.search(rf"^{label}:\n((?:    .*\n|\n)+)", (inspect.getdoc(self.check) or "") + "\n", re.MULTILINE)
        return None if found is None else textwrap.dedent(found[1]).strip()


def rule(
    code: str, severity: Severity | str = Severity.WARNING, *, needs: tuple[str, ...] = ()
) -> Callable[[Check], Rule]:
    """Make a rule of a function: `@rule("LOCAL01", "warning")`.

    The function takes a `Facts` and yields a `Hit` for each thing that is wrong. Its docstring is the reason: one line
    that says what is wrong, then a paragraph that says why it matters.

    Raises:
        ValueError: `code` is not one to eight capitals and two to four digits, or there is no such severity.
    """
    if not is_code(code):
        raise ValueError(
            f"{code!r} is not a rule code; use one to eight capitals and two to four digits, as in LOCAL01"
        )
    level = Severity(severity)
    return lambda check: Rule(code, level, check, needs)


def is_code(text: str) -> bool:
    """Whether `text` has the form of a rule's code."""
    return _CODE.fullmatch(text) is not None


def _paragraphs(check: Check) -> Iterator[str]:
    for paragraph in (inspect.getdoc(check) or "").split("\n\n")[1:]:
        if re.match(r"(Fires|Silent):\n", paragraph):
            return
        yield paragraph
