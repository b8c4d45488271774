"""The two doors to these pages: anybody's, and that of a clerk who writes down what somebody else tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """Names of the addresses behind it, of the cookie that holds the draft's key, and the frame of its pages."""

    page: str
    begin: str  # after "start anew"
    leave: str
    cookie: str
    frame: str


PUBLIC = Door("complaint_page", "complaint_new", "complaint_leave", "draft", "base.html")
DESK = Door("register_page", "register", "exit", "register", "desk.html")
