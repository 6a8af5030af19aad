"""The comparisons of `bench_json` as pytest-benchmark groups: `python -m pytest benchmarks --benchmark-only`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import clinanswer as ca
from benchmarks.bench_json import EXTRA, msgspec_installed
from benchmarks.corpus import document
from benchmarks.peers import pydantic_model as peer

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SIZES = pytest.mark.parametrize("times", [1, 50])
WAYS = pytest.mark.parametrize("extra", EXTRA)


@SIZES
@WAYS
def test_to_json(benchmark: BenchmarkFixture, times: int, extra: str) -> None:
    """Ours, with msgspec and without."""
    benchmark.group = f"to_json, x{times}"
    with msgspec_installed(hidden=EXTRA[extra]):
        benchmark(ca.to_json, document(times))


@SIZES
def test_to_json_pydantic(benchmark: BenchmarkFixture, times: int) -> None:
    """The peer."""
    benchmark.group = f"to_json, x{times}"
    benchmark(peer.write, peer.read(ca.to_json(document(times))))


@SIZES
@WAYS
def test_from_json(benchmark: BenchmarkFixture, times: int, extra: str) -> None:
    """Ours, with msgspec and without."""
    benchmark.group = f"from_json, x{times}"
    with msgspec_installed(hidden=EXTRA[extra]):
        benchmark(ca.from_json, ca.to_json(document(times)).encode())


@SIZES
def test_from_json_pydantic(benchmark: BenchmarkFixture, times: int) -> None:
    """The peer."""
    benchmark.group = f"from_json, x{times}"
    benchmark(peer.read, ca.to_json(document(times)).encode())
