"""Many documents: files, folders, JSON Lines to other formats, in parallel and resumable; partitions on a cluster."""

from clinanswer.batch._partition import Record, convert_partition
from clinanswer.batch._run import ERRORS, LOSSES, Failure, Loss, Summary, convert
from clinanswer.batch._work import Outcome

__all__ = [
    "ERRORS", "LOSSES", "Failure", "Loss", "Outcome", "Record", "Summary", "convert", "convert_partition",
]  # fmt: skip
