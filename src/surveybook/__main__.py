"""``python -m surveybook``: the ``surveybook`` command."""

import sys

from .cli import main

sys.exit(main())
