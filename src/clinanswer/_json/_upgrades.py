"""What turns a file of an older version into one of this version, one version at a time.

Each step is a pure function from the plain object of one version to that of the next; it leaves what it does not know
as it is, so that faults are reported by the reader and not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from clinanswer._json._shapes import VERSION

__all__ = ["UPGRADES", "upgrade"]

Step: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: Final[Mapping[int, Step]] = MappingProxyType({})
"""By version, the step from it to the next. Version 1 is the first there was."""


def upgrade(value: dict[str, Any], steps: Mapping[int, Step] = UPGRADES, to: int = VERSION) -> dict[str, Any]:
    """The document in version `to`. Its own version is known to be a whole number from 1 to `to`."""
    for version in range(int(value["version"]), to):
        value = {**steps[version](value), "version": version + 1}
    return value
