"""What the functions that write one page share: options, words, numbering, anchors, and who cites what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, assert_never

from attrs import Attribute, field, fields, frozen

from clinanswer.errors import InvalidNodeError
from clinanswer.html._markup import escape, spaceless, words_in
from clinanswer.html._words import Words, direction, words
from clinanswer.model import (
    Claim,
    ClinicalAnswer,
    Contributor,
    Organization,
    Person,
    Reference,
    SectionRole,
    Software,
)
from clinanswer.model._fields import optional_language

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CLAIM", "MISSING", "REFERENCE", "SAFETY", "SECTION", "Numbers", "Options", "Theme", "Writing", "language_mark",
]  # fmt: skip

Theme: TypeAlias = Literal["auto", "light", "dark"]
Numbers: TypeAlias = Literal["section", "document", "none"]

# The beginnings of ids and of links inside the page. Ids that the page makes up continue with a character that no id
# of the model begins with.
CLAIM: Final = "clm-"
SECTION: Final = "sec-"
REFERENCE: Final = "ref-"
MISSING: Final = "missing-"
OWN: Final = "_"
SAFETY: Final = (SectionRole.PITFALLS, SectionRole.SIDE_EFFECTS, SectionRole.WHEN_TO_SEEK_CARE)
"""The roles of sections that nobody may overlook."""

_PREFIX: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9_-]*)?", re.ASCII)
# A given name in capitals that is this short is initials already.
_INITIALS: Final = 3


def _one_of(*allowed: str | None) -> Callable[[object, Attribute[Any], Any], None]:
    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if value not in allowed:
            raise ValueError(f"{attribute.name}={value!r}: use one of {', '.join(map(repr, allowed))}")

    return check


def _is_prefix(_: object, __: object, value: object) -> None:
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        raise ValueError(f"id_prefix={value!r}: use a letter, then letters, digits, hyphens and underscores")


def _is_flag(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"{attribute.name}={value!r}: use True or False")  # noqa: TRY004  (as every bad option)


def _is_language(_: object, __: object, value: str | None) -> None:
    try:
        optional_language(value)
    except InvalidNodeError as error:
        raise ValueError(f"lang={value!r}: {error.reason}") from None


def _is_address(_: object, __: object, value: str | None) -> None:
    if not isinstance(value, str | None):
        raise ValueError(f"base_url={value!r}: use an address, or None")  # noqa: TRY004  (as every bad option)


@frozen(kw_only=True)
class Options:
    """How a page is written. The data block repeats what is not default, so that a reader can write it again."""

    fragment: bool = field(default=False, validator=_is_flag)
    id_prefix: str = field(default="", validator=_is_prefix)
    theme: Theme = field(default="auto", validator=_one_of("auto", "light", "dark"))
    lang: str | None = field(default=None, validator=_is_language)
    dir: Literal["ltr", "rtl"] | None = field(default=None, validator=_one_of(None, "ltr", "rtl"))
    numbers: Numbers = field(default="section", validator=_one_of("section", "document", "none"))
    popovers: bool = field(default=False, validator=_is_flag)
    images: Literal["link", "embed"] = field(default="link", validator=_one_of("link", "embed"))
    base_url: str | None = field(default=None, validator=_is_address)

    def changed(self) -> dict[str, object]:
        """The options that are not at their default."""
        return {name: value for name, default in _DEFAULTS if (value := getattr(self, name)) != default}


_DEFAULTS: Final = tuple((each.name, each.default) for each in fields(Options))


class Writing:
    """One page while it is written. Functions append finished markup to `out`."""

    __slots__ = (
        "area",
        "base",
        "by_section",
        "cited",
        "claim_label",
        "count",
        "data_images",
        "dir",
        "doc",
        "here",
        "labels",
        "lang",
        "last",
        "letters",
        "links",
        "listed",
        "nested",
        "notices",
        "options",
        "out",
        "own_lang",
        "prefix",
        "quoted",
        "seen",
        "single",
        "tables",
        "text_lang",
        "toc",
        "untold",
        "words",
    )

    def __init__(self, doc: ClinicalAnswer, options: Options) -> None:
        self.doc = doc
        self.options = options
        self.prefix = options.id_prefix
        self.lang = options.lang or doc.language or "en"
        self.dir = options.dir or direction(self.lang)
        self.words: Words = words(self.lang)
        # The attributes that say in which language the page's own words are, and what is around them, where the two
        # are not the same (WCAG 3.1.2).
        around = doc.language or self.lang
        self.own_lang = language_mark(self.words, around)
        self.text_lang = f' lang="{escape(around)}"' if self.own_lang else ""
        self.out: list[str] = []
        # The number of the next claim: `base`, then a count in digits or letters; `seen` counts all claims. Where
        # numbers begin anew, `area` names the part of the page ("In brief 2").
        self.area = ""
        self.single = False
        self.base = ""
        self.by_section = options.numbers == "section"
        self.count = 0
        self.letters = False
        self.nested = False
        self.seen = 0
        self.last = ""
        self.tables = 0
        self.data_images = False
        self.notices = 0
        # Claims of which more is known than what stands in the line, with their numbers, until it is told below them.
        self.untold: list[tuple[Claim, str]] = []
        self.quoted = False
        self.claim_label = f'{self.own_lang} aria-label="{self.words["claim"]}'
        # The anchor and name (as markup) of the place that is being written, and by reference the places that cite it.
        self.here = ("", "")
        self.cited: dict[str, list[tuple[str, str]]] = {}
        self.toc: list[tuple[int, str, str]] = []
        self.labels = _labels(doc)
        self.listed = {reference.id: reference for reference in doc.references}
        self.links: dict[str, str] = {}

    def claim_number(self, claim: Claim) -> tuple[str, str]:
        """The anchor and the printed number of the next claim."""
        self.seen += 1
        self.count += 1
        if not self.by_section:
            number = str(self.seen)
        elif self.letters:
            number = self.base + _letters(self.count)
        else:
            number = f"{self.base}{self.count}"
        self.last = number
        return f"{self.prefix}{CLAIM}{claim.id or f'{OWN}{self.seen}'}", number

    def name_in_area(self, number: str) -> str:
        """What a claim of the area is called elsewhere: in the short answer `In brief 2`, or alone `In brief`."""
        return self.area if self.single else f"{self.area} {number}"

    def cite(self, ref: str) -> str:
        """The link to a reference, as it stands in a citation group; the place that is being written cites it."""
        link = self.links.get(ref) or self._new_link(ref)
        self.cited[ref].append(self.here)
        return link

    def label(self, ref: str) -> str:
        """What is printed for a reference, in the list or not."""
        label = self.labels.get(ref)
        if label is None:
            label = self.labels[ref] = _free_label(ref, self.labels)
        return label

    def _new_link(self, ref: str) -> str:
        kind = REFERENCE if ref in self.labels else MISSING
        label = self.label(ref)
        target = f"{self.prefix}{kind}{ref}"
        reference = self.listed.get(ref)
        title = "" if reference is None else short_name(reference)
        tip = f' title="{escape(title)}"' if title else ""
        word = self.words["reference"]
        own = self.own_lang
        made = f'<a href="#{target}" role="doc-biblioref"{own} aria-label="{word} {label}"{tip}>{label}</a>'
        if self.options.popovers:
            made += (
                f'<button type="button" class="ca-peek" popovertarget="{self.prefix}peek-{ref}"'
                f'{own} aria-label="{self.words["preview"]} {label}"></button>'
            )
        self.links[ref] = made
        self.cited[ref] = []
        return made


def language_mark(own: Words, around: str) -> str:
    """The `lang` attribute for words of the page's own, if the text around them is in another language."""
    return "" if around.lower().partition("-")[0] == own.language else f' lang="{own.language}"'


def short_name(reference: Reference) -> str:
    """Who wrote a reference, where and when, in a few words."""
    names = [name for author in reference.authors[:3] if (name := agent_name(author))]
    who = f"{names[0]} et al." if len(names) > 2 else ", ".join(names)
    where = reference.container_title_short or reference.container_title or ""
    year = reference.issued.year if reference.issued else ""
    short = spaceless(f"{who} {where} {year}")
    if who:
        return short
    return spaceless(". ".join(filter(None, (words_in(reference.title) or reference.text, short))))


def agent_name(agent: Person | Organization) -> str:
    """A person as `Family GI` (the Vancouver style), an organisation by its name, on one line."""
    if isinstance(agent, Organization):
        name = agent.name
    elif agent.literal is not None:
        name = agent.literal
    else:
        given = _initials(agent.given) if agent.given else ""
        name = f"{agent.particles or ''} {agent.family or ''} {given} {agent.suffix or ''}"
    name = spaceless(name).strip(" ,.")
    return re.sub(r"\s*,[\s,]*", ", ", name) if "," in name else name


def _initials(given: str) -> str:
    """`HJ` for `Hiddo Jan`; `HJL` is three initials already."""
    parts = given.replace("-", " ").replace(".", " ").split()
    return "".join([part if part.isupper() and len(part) <= _INITIALS else part[0] for part in parts])


def full_name(person: Person) -> str:
    """`Ann van Example, Jr`."""
    if person.literal is not None:
        return person.literal
    name = " ".join(filter(None, (person.given, person.particles, person.family)))
    return f"{name}, {person.suffix}" if person.suffix else name


def contributor_name(node: Contributor) -> str:
    """The full name of a person, organisation or program."""
    match node.who:
        case Person() as person:
            return full_name(person)
        case Organization(name):
            return name
        case Software() as software:
            return f"{software.name} {software.version}" if software.version else software.name
    assert_never(node.who)


def _labels(doc: ClinicalAnswer) -> dict[str, str]:
    """What is printed for each reference: its id where all are numbers, as on numbered pages, else its position."""
    ids = [reference.id for reference in doc.references]
    if "".join(ids).isdecimal() and not any(each[0] == "0" != each for each in ids):
        return {each: each for each in ids}
    return {each: str(position) for position, each in enumerate(ids, 1)}


def _free_label(ref: str, labels: dict[str, str]) -> str:
    taken = set(labels.values())
    if ref.isdecimal() and ref not in taken:
        return ref
    return next(label for number in range(1, len(taken) + 2) if (label := str(number)) not in taken)


def _letters(count: int) -> str:
    """1 to `a`, 26 to `z`, 27 to `aa`."""
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
