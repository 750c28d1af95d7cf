import sys

from konak.cli import main

sys.exit(main())
