"""Run the shell's door: ``python -m casualtystats``."""

import sys

from casualtystats.cli import main

if __name__ == "__main__":
    sys.exit(main())
