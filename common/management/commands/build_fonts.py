"""Make the two web fonts of the site from the installed typeface."""

import hashlib
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FAMILY = "Portal Sans"  # the licence reserves the original name for unmodified files
WEIGHTS = {400: "Regular", 600: "SemiBold"}
FEATURES = ("ccmp", "locl", "isol", "init", "medi", "fina", "rlig", "calt", "liga", "mark", "mkmk", "kern")
# What our languages need: Latin with the accents of French names, Arabic with four letters of foreign names.
RANGES = (
    (0x20, 0x7E), (0xA0, 0xA0), (0xA7, 0xA7), (0xA9, 0xA9), (0xAB, 0xAB), (0xB0, 0xB0), (0xB7, 0xB7),
    (0xBB, 0xBB), (0xC0, 0xC2), (0xC7, 0xCB), (0xCE, 0xCF), (0xD4, 0xD4), (0xD7, 0xD7), (0xD9, 0xDC),
    (0xE0, 0xE2), (0xE7, 0xEB), (0xEE, 0xEF), (0xF4, 0xF4), (0xF9, 0xFC), (0x60C, 0x60C), (0x61B, 0x61B),
    (0x61F, 0x61F), (0x621, 0x63A), (0x641, 0x652), (0x660, 0x66C), (0x670, 0x671), (0x67E, 0x67E),
    (0x686, 0x686), (0x6A4, 0x6A4), (0x6AF, 0x6AF), (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D),
    (0x2026, 0x2026),
)  # fmt: skip


class Command(BaseCommand):
    """Subset the typeface to two small woff2 files under static/fonts; does nothing when they are current."""

    requires_system_checks = ()  # it needs neither models nor addresses
    help = "Make the web fonts under static/fonts from the installed typeface; nothing when they are current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="make them again even when they are current")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        source = _source()
        target = Path(settings.BASE_DIR) / "static" / "fonts"
        stamp = _stamp(source)
        if not force and _is_current(target, stamp):
            self.stdout.write("Fonts are current.")
            return
        target.mkdir(parents=True, exist_ok=True)
        for weight, name in WEIGHTS.items():
            size = subset(
                source / "files" / f"IBMPlexSansArabic-{name}.ttf", target / f"portal-{weight}.woff2", name
            )
            self.stdout.write(f"portal-{weight}.woff2: {size / 1024:.1f} KB")
        shutil.copyfile(source / "LICENSE", target / "LICENSE.txt")
        (target / "stamp").write_text(stamp)  # last: a stopped run is not mistaken for a finished one


def subset(source: Path, target: Path, style: str) -> int:
    """Write the subset of one weight and return its size in bytes. Joined Arabic forms stay; hints go."""
    from fontTools.subset import Options, Subsetter, load_font, save_font  # only at set-up: slow to load

    options = Options(
        flavor="woff2",
        layout_features=list(FEATURES),
        hinting=False,
        drop_tables=["meta", "DSIG"],
        notdef_outline=True,
        name_IDs=[0, 1, 2, 4, 6, 13, 14],  # copyright, names, licence
        name_languages=[0x409],
    )
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in RANGES for point in range(first, last + 1)])
    subsetter.subset(font)
    _rename(font, style)
    save_font(font, str(target), options)
    return target.stat().st_size


def _rename(font: Any, style: str) -> None:
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )


def _source() -> Path:
    try:
        import fontpkg_ibm_plex_sans_arabic as typeface  # type: ignore[import-untyped]
    except ImportError as error:
        raise CommandError(
            "The typeface is not installed: pip install fontpkg-ibm-plex-sans-arabic"
        ) from error
    return Path(typeface.ROOT)


def _stamp(source: Path) -> str:
    """What the result depends on: this file and the typeface's own files."""
    seen = hashlib.sha256(Path(__file__).read_bytes())
    for name in WEIGHTS.values():
        seen.update((source / "files" / f"IBMPlexSansArabic-{name}.ttf").read_bytes())
    return seen.hexdigest()


def _is_current(target: Path, stamp: str) -> bool:
    made = all((target / f"portal-{weight}.woff2").is_file() for weight in WEIGHTS)
    return made and (target / "stamp").is_file() and (target / "stamp").read_text() == stamp
