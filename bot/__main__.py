"""`python -m bot` is the command `drumbeat`."""

import sys

from bot.cli import main

sys.exit(main())
