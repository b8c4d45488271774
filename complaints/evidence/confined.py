"""Runs `inspector` or `cleaner` on one file, in a process of its own that may do next to nothing.

Started as a script (see `inspecting`): which of the two and the kind of the file are its arguments, the file comes
on standard input, the answer goes to standard output. Neither it nor those two import anything of the project. They
get no environment and write no file, and limits stop them where a file makes a parser run away: that, too, is an
answer.
"""

import resource
import sys
from runpy import run_path


def confine(memory: int, seconds: int) -> None:
    """No file written, bounded memory (bytes of address space) and processor time. The environment is empty
    already."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main() -> None:
    """Let the script answer."""
    script = run_path(sys.argv[1])
    confine(script["MEMORY"], script["SECONDS"])
    try:
        answer = script["answer"](sys.stdin.buffer.read(), sys.argv[2])
    except MemoryError:
        answer = [b"huge"]
    sys.stdout.buffer.writelines(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
