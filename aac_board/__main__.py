"""`python -m aac_board`: the same as the command `aac-board`."""

import sys

from aac_board.cli import main

if __name__ == "__main__":
    sys.exit(main())
