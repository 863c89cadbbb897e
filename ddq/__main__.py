"""`python -m ddq`."""

import sys

from ddq.cli import main

if __name__ == "__main__":
    sys.exit(main())
