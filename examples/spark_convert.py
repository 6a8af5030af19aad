"""JSON Lines to HTML and JATS with Spark: `python examples/spark_convert.py docs.jsonl OUT`.

`convert_partition` is the whole of the work, as it is. Each worker writes the files of its own partition, under the
names that `clinanswer convert docs.jsonl OUT` gives them: OUT/docs/000000/000000001.html (by line: let no line be
blank). Local mode with two workers here; on a cluster OUT is a folder that all workers see, or the records are saved
as a data frame.

Needs `pip install pyspark` and a Java runtime.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyspark import SparkConf, SparkContext

from clinanswer.batch import Record, convert_partition

SUFFIXES = {"html": ".html", "jats": ".xml"}


def write(records: Iterable[tuple[Record, int]], folder: Path) -> Iterator[int]:
    """Write the documents of a partition, each of which comes with its place in the input; count them."""
    written = 0
    for record, place in records:
        if record["errors"] is None:
            stem = folder / f"{place // 1000:06}" / f"{place + 1:09}"
            stem.parent.mkdir(parents=True, exist_ok=True)
            for name, suffix in SUFFIXES.items():
                stem.with_suffix(suffix).write_bytes((record[name] or "").encode())
            written += 1
    yield written


def main(source: Path, output: Path) -> int:
    """Convert a file; the result is how many documents were written."""
    configuration = SparkConf().setMaster("local[2]").setAppName("clinanswer").set("spark.ui.enabled", "false")
    with SparkContext(conf=configuration) as spark:
        lines = spark.textFile(str(source), minPartitions=4)
        records = lines.mapPartitions(lambda part: convert_partition(part, to=tuple(SUFFIXES)))
        folder = output / source.stem
        return int(records.zipWithIndex().mapPartitions(lambda part: write(part, folder)).sum())


if __name__ == "__main__":
    print(f"{main(Path(sys.argv[1]), Path(sys.argv[2])):,} documents written")
