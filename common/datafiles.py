"""The site's own data and texts: reviewed YAML files beside the code that reads them."""

from pathlib import Path
from typing import Any

import yaml

# A tenth of the time where PyYAML was built with libyaml, as its wheels are. For files of ours alone: what a stranger
# sends may nest deeper than C code can follow; see reporting.yaml_places.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Any:
    """What a file says, in plain values."""
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - either loader is a safe one # nosec B506
