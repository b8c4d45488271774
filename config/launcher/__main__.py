"""`python -m config.launcher STEP`: what the Makefile calls."""

import sys

from config.launcher.place import LauncherError


def main(arguments: list[str]) -> int:
    """Runs one step and returns its exit status."""
    name, *rest = arguments or [""]
    if name == "keep":
        from config.launcher import keeper

        return keeper.main(*rest)
    if name not in ("demo", "test", "check", "bench", "screenshots", "faults", "clean"):
        print(__doc__, file=sys.stderr)
        return 2
    from config.launcher import tasks

    return tasks.run(name, rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LauncherError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
