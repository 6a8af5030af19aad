"""Every comparison of docs/performance.md. `python -m benchmarks` runs them all; each bench_*.py has some.

A bench module has `rows(quick: bool) -> Iterator[Row]`, and makes its rows with `compare`.
"""
