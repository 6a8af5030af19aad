"""Identifiers of works and people: their normal forms, what their addresses say, and what is malformed.

Syntax and check digits are idutils' (https://idutils.readthedocs.io, the `checks` extra, imported on first use: that
takes a quarter of a second); it knows neither ClinicalTrials.gov nor which of two spellings is the bare one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from clinanswer.model import Reference

__all__ = [
    "Identifier", "bare", "canonical", "id_in_url", "identifiers_of", "malformed", "missing_library", "normal",
]  # fmt: skip

FIELDS: Final = ("doi", "pmid", "pmcid", "isbn", "issn", "nct")
"""The identifiers of a reference."""
NAMES: Final[Mapping[str, str]] = {
    "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "issn": "ISSN", "nct": "NCT number",
    "orcid": "ORCID iD",
}  # fmt: skip

# What people write before the identifier itself: its name, or the address at which it resolves.
_PREFIXES: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(rf"\s*(?:{pattern})\s*", re.IGNORECASE)
    for name, pattern in {
        "doi": r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi\s?:|doi\s|info:doi/|urn:doi:",
        "pmid": r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)|pmid\s?:|pmid\s|pubmed\s?:",
        "pmcid": r"(?:https?://)?(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov/articles/|ncbi\.nlm\.nih\.gov/pmc/articles/)|pmcid\s?:|pmcid\s",
        "isbn": r"isbn(?:-1[03])?\s?:|isbn(?:-1[03])?\s|urn:isbn:",
        "issn": r"e?-?issn\s?:|e?-?issn\s|urn:issn:",
        "nct": r"(?:https?://)?(?:www\.)?clinicaltrials\.gov/(?:ct2/show/|study/|show/)",
    }.items()
}
_NCT: Final = re.compile(r"NCT\d{8}", re.ASCII)  # https://clinicaltrials.gov: NCT and eight digits
_LONGEST: Final = 8
"""How many digits a PMID or PMCID has at most, for many years to come."""


def missing_library(name: str) -> bool:
    """Whether a library that a rule needs is not installed. Does not import it."""
    return find_spec(name) is None


Identifier: TypeAlias = tuple[int, str, str, str]
"""An identifier of a reference: the reference's position, the field, its value, and the value bare."""


def identifiers_of(references: Iterable[Reference]) -> list[Identifier]:
    """Every identifier of some references."""
    return [
        (position, name, value, bare(name, value))
        for position, reference in enumerate(references)
        for name in FIELDS
        if (value := getattr(reference, name))
    ]


def bare(name: str, value: str) -> str:
    """An identifier without its name or address, in its normal letters: `doi:10.5555/1` is `10.5555/1`."""
    value = value.strip()
    if value.isdecimal():  # as every PMID
        return f"PMC{value}" if name == "pmcid" else value
    if name == "doi" and value.startswith("10."):  # as most DOIs
        return value
    found = _PREFIXES[name].match(value)
    if found:
        value = value[found.end() :]
        if name in {"pmid", "pmcid", "nct"}:
            value = re.split(r"[/?#]", value)[0]
    if name == "pmcid":
        value = f"PMC{value}" if value.isdecimal() else value.upper()
    return value.upper() if name in {"nct", "issn"} else value


def canonical(name: str, value: str) -> str:
    """The form in which two spellings of an identifier are equal."""
    return normal(name, bare(name, value))


def normal(name: str, value: str) -> str:
    """The form in which two bare spellings of an identifier are equal."""
    if name == "doi":
        return unquote(value).lower().rstrip(".")  # DOI names are case-insensitive (ISO 26324)
    return value.lstrip("0") if name == "pmid" else value.replace("-", "").replace(" ", "").upper()


def malformed(name: str, value: str) -> str | None:
    """Why a bare identifier cannot be one, or None. Needs idutils."""
    if name == "nct":
        return None if _NCT.fullmatch(value) else "expected NCT and 8 digits"
    if name in {"doi", "pmid", "pmcid"} and not value.isalnum() and len(value.split()) > 1:
        return "it holds a space"
    if not _test(name)(value):
        return _EXPECTED[name]
    if name in {"pmid", "pmcid"}:
        digits = value.removeprefix("PMC")
        if len(digits) > _LONGEST or digits.startswith("0"):
            return f"expected at most {_LONGEST} digits, the first not 0"
    return None


_EXPECTED: Final[Mapping[str, str]] = {
    "doi": "expected a prefix such as 10.1000, a slash and a suffix",
    "pmid": "expected digits",
    "pmcid": "expected PMC and digits",
    "isbn": "its length or its check digit does not fit",
    "issn": "its length or its check digit does not fit",
    "orcid": "its length, its range or its check digit does not fit",
}


@cache
def _test(name: str) -> Callable[[str], object]:
    """What tells whether a text is an identifier of a kind."""
    test: Callable[[str], object] = getattr(import_module("idutils"), f"is_{name}")
    return test


_IN_PATH: Final = re.compile(r"/(10\.\d{4,9}(?:\.\d+)*/[^?#\s]+)")
# What publishers' pages put behind the DOI in their addresses.
_BEHIND: Final = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|epub|html|fulltext|meta|summary|references|figures|suppl\w*|fig-\d+).*|\.pdf|\.full"
    r"(?:\.\w+)*|\.abstract|v\d+(?:\.full.*|\.abstract)?|/)$",
    re.IGNORECASE,
)
_HOSTS: Final = (
    ("pmid", ("pubmed.ncbi.nlm.nih.gov",), re.compile(r"/(\d+)(?:/|$)")),
    ("pmid", ("ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"), re.compile(r"/pubmed/(\d+)(?:/|$)")),
    (
        "pmcid",
        ("pmc.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "europepmc.org"),
        re.compile(r"/(PMC\d+)(?:/|$)", re.IGNORECASE),
    ),
    ("nct", ("clinicaltrials.gov", "www.clinicaltrials.gov"), re.compile(r"/(NCT\d{8})(?:/|$)", re.IGNORECASE)),
)


def id_in_url(url: str) -> tuple[str, str] | None:
    """The identifier that an address holds, in canonical form, and which kind it is: `("doi", "10.5555/1")`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    for name, hosts, pattern in _HOSTS:
        if host in hosts and (found := pattern.search(parts.path)):
            return name, canonical(name, found[1])
    path = unquote(parts.path)
    found = _IN_PATH.search(path)
    if found is None:
        return None
    doi = found[1] if host.endswith("doi.org") else _BEHIND.sub("", found[1])
    return "doi", canonical("doi", doi)
