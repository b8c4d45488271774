"""`make screenshots`: every page type in both languages, at 360 px and on a desktop, and one contact sheet of them all.

The register of pages (tests/pages/register.py) says which there are; they are drawn from the tests' scene, so that
the pages of closed vaults, waiting signatures and refused forms are among them. The pictures are left in
var/screenshots/. Arguments are passed on: `make screenshots ARGUMENTS` of pytest, such as `-k queue`.
"""

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from config.launcher.place import Place


def contact_sheet(pictures: list[Path], target: Path, columns: int = 8, side: int = 300) -> None:
    """All pictures side by side, cut to the same height."""
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * side, rows * side), "white")
    for place, path in enumerate(sorted(pictures)):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize(
                (side - 8, round(picture.height * (side - 8) / picture.width))
            )
            corner = ((place % columns) * side + 4, (place // columns) * side + 4)
            sheet.paste(small.crop((0, 0, side - 8, side - 8)), corner)
    sheet.save(target)


def main() -> int:
    directory = Place.here().var / "screenshots"
    directory.mkdir(parents=True, exist_ok=True)
    if not sys.argv[1:]:  # a part of them is drawn over what is there
        for old in directory.glob("*.png"):
            old.unlink()
    os.environ["PICTURES"] = str(directory)
    status = pytest.main(["tests/pages/pictures.py", "-p", "no:cacheprovider", *sys.argv[1:]])
    pictures = list(directory.glob("*.png"))
    if pictures:
        contact_sheet(pictures, directory / "contact-sheet.png")
    print(f"{len(pictures)} pictures in {directory}")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
