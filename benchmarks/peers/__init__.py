"""The same work done with other libraries: what the benchmarks compare us with."""
