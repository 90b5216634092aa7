"""Run the command line with ``python -m sphinx_commspolicy.cli``."""

import sys

from sphinx_commspolicy.cli import main

sys.exit(main())
