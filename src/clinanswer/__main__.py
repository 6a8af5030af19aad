"""`python -m clinanswer`: the command line."""

import sys

from clinanswer.cli import main

if __name__ == "__main__":
    sys.exit(main())
