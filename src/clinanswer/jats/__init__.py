"""JATS XML (NISO Z39.96, https://jats.nlm.nih.gov/): `to_jats`, `from_jats`, `to_tree`, `validate`.

One pair of modules holds what is written and read of each subject (`_inline`, `_claims`, `_blocks`, `_front`, …); the
modules `_foreign…` read articles that others wrote.
"""

from __future__ import annotations

from clinanswer.jats._document import to_jats
from clinanswer.jats._journal import Journal
from clinanswer.jats._read import from_jats
from clinanswer.jats._validate import to_tree, validate

__all__ = ["Journal", "from_jats", "to_jats", "to_tree", "validate"]
