"""What the modules share that make functions from the shapes: each writes source, and compiles it here.

A function of its own for every class, with its fields' names and defaults in it, takes a third of the time of one
that looks at the shape while it runs. The source is ours alone: nothing of any input gets into it.
"""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinanswer._json._shapes import Field, Shape

__all__ = ["compile_functions", "default_of", "differs", "indent"]


def compile_functions(lines: list[str], names: dict[str, Any], title: str) -> None:
    """Define the functions in `names`, which holds what they use. Tracebacks show their source."""
    source = "\n".join(lines)
    filename = f"<clinanswer: JSON {title}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), names)  # noqa: S102  (our own text: see above)


def indent(lines: list[str]) -> list[str]:
    """The lines one level further in."""
    return [f"    {line}" for line in lines]


def default_of(shape: Shape, field: Field, names: dict[str, Any]) -> str:
    """The expression for a field's default."""
    if field.default is None or field.default == () or type(field.default) in (bool, int):
        return repr(field.default)
    name = f"default_{shape.cls.__name__}_{field.name}"
    names[name] = field.default
    return name


def differs(shape: Shape, field: Field, names: dict[str, Any]) -> str:
    """The test of whether the variable `value` is not the field's default."""
    if field.default is None or type(field.default) is bool:
        return f"value is not {field.default}"
    if field.many:
        return "value"
    default = default_of(shape, field, names)
    if type(field.default) is int:
        return f"value != {default}"
    # Nearly always it is the default itself, and asking an `Extras` anything is a call.
    return f"value is not {default} and value != {default}"
