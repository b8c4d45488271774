"""What is written to the log of an error: where it happened and of which kind, never the values or words in it."""

import logging
import traceback
from types import TracebackType


class Quiet(logging.Formatter):
    """A traceback without the exception's own message, which may quote what somebody typed."""

    def formatException(  # logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, where = ei
        frames = "".join(traceback.format_tb(where))
        return f"{frames}{kind.__name__ if kind else ''}"
