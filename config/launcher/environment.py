"""The virtual environment of the checkout: made once, refreshed when the locked requirements change."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from config.launcher.place import CHECKOUT, LauncherError

VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.sha256"
BASE = ("base", "embedded")
DEV = (*BASE, "dev")


def digest(paths: Iterable[Path], *, salt: str = "") -> str:
    """One fingerprint of some files, names included."""
    total = hashlib.sha256(salt.encode())
    for path in sorted(paths):
        total.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def provide(sets: tuple[str, ...]) -> None:
    """Installs the locked requirements into .venv unless they are there."""
    files = [CHECKOUT / "requirements" / f"{name}.txt" for name in sets]
    wanted = {f"{file.name} {digest([file])}" for file in files}
    have = set(STAMP.read_text().splitlines()) if STAMP.exists() and PYTHON.exists() else set()
    if wanted <= have:
        return
    print(f"Installing Python packages ({', '.join(sets)}) into .venv …", flush=True)
    if not (uv(files) or pip(files)):
        raise LauncherError(
            "The Python packages could not be installed; what the installer said stands above."
        )
    STAMP.write_text(
        "\n".join(sorted(wanted | {line for line in have if line.split()[0] not in names(wanted)})) + "\n"
    )


def names(lines: Iterable[str]) -> set[str]:
    """File names of stamp lines."""
    return {line.split()[0] for line in lines}


def uv(files: list[Path]) -> bool:
    """Installs with uv where there is one; much faster, the same hashes."""
    program = shutil.which("uv")
    if not program:
        return False
    lists = [word for file in files for word in ("-r", str(file))]
    # Like pip, it shall trust what the machine trusts; a company's proxy may have an authority of its own.
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    made = PYTHON.exists() or run(program, "venv", "-q", "--python", sys.executable, str(VENV))
    return made and run(program, "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", *lists)


def pip(files: list[Path]) -> bool:
    """Installs with the pip that comes with Python."""
    lists = [word for file in files for word in ("-r", str(file))]
    bare = not (VENV / "bin" / "pip").exists()  # absent, or made by uv
    made = not bare or run(sys.executable, "-m", "venv", str(VENV))
    return made and run(str(PYTHON), "-m", "pip", "install", "-q", "--no-input", "--require-hashes", *lists)


def run(*command: str) -> bool:
    """Runs a program in the checkout; True when it succeeded."""
    return subprocess.run(command, cwd=CHECKOUT).returncode == 0


def enter() -> None:
    """Goes on inside .venv: the same step, the same process, the other Python."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.chdir(CHECKOUT)
        os.execv(PYTHON, [str(PYTHON), "-m", "config.launcher", *sys.argv[1:]])
