"""What takes minutes is collected by `make faults` alone."""

import os

collect_ignore = [] if os.environ.get("FAULTS") else ["test_api.py"]
