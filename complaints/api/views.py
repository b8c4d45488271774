"""Version 1 for programs: cases. Each method reads its caller, its body, calls the use case, answers."""

from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Kind
from accounts.api.door import Door, Need, inside
from accounts.roles import Permission
from accounts.scopes import Scope
from common.api.bodies import read
from common.api.describing import BODY, CALLER, LANGUAGE, answers, query
from common.api.problems import Problem, faults_of_form
from common.storage import NoRoom
from complaints.api import examples, intake, moving, reading, shapes, words
from complaints.casework import opening
from complaints.evidence.uploads import SpoolHandler
from complaints.transfers.forms import FileForm
from complaints.transfers.package import NotTaken
from complaints.transfers.services import take_in
from complaints.vocabulary import Category, Matter, Mode, Stage
from vault.services import Locked

READ = Need((Permission.QUEUE,), Scope.READ)
FILTERS = [
    query("q", "A reference, or words in what the caller's institution may search."),
    query("whose", "One of the queue's views.", enum=reading.VIEWS),
    query("status", "Left out: open cases.", enum=["ended", "all"]),
    query("order", "Left out: the nearest deadline first.", enum=["newest", "oldest"]),
    query("stage", "Where the case stands.", enum=Stage.values),
    query("category", "What is alleged.", enum=Category.values),
    query("matter", "Kind of case.", enum=Matter.values),
    query("mode", "How the person is known.", enum=Mode.values),
    query("governorate", "Where it happened.", type=OpenApiTypes.INT),
    query("holder", "Who of the institution holds it.", type=OpenApiTypes.UUID),
    query("tag", "A tag of the institution, by its number.", type=OpenApiTypes.INT),
    query("danger", "Somebody is in danger.", enum=["on"]),
    query("held", "Somebody is held.", enum=["on"]),
    query("grave", "It is grave.", enum=["on"]),
    query("since", "Arrived on this day or later.", type=OpenApiTypes.DATE),
    query("until", "Arrived on this day or before.", type=OpenApiTypes.DATE),
    query("after", "As the last page's `next` has it."),
    query("before", "As its `previous` has it."),
]
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{16,128}$"},
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "Best a random UUID, kept until an answer came. The same key with the same body files one case and gives the "
        "same answer for at least 24 hours; with another body it is refused."
    ),
)


class Complaints(Door):
    """The queue of the caller's institution, and filing what people bring to it."""

    needs = {"GET": READ, "POST": Need((Permission.REGISTER,), Scope.INTAKE)}

    @extend_schema(
        operation_id="complaints_list",
        tags=["Complaints"],
        summary="The queue, a page at a time",
        parameters=[*FILTERS, LANGUAGE],
        responses=answers({200: shapes.Listed}, *CALLER, "invalid"),
        examples=[examples.LISTED],
    )
    @inside
    def get(self, request: Request) -> Response:
        """Cursors stay where they are while cases arrive and leave."""
        path = request.build_absolute_uri(request.path)
        return Response(reading.page_of(request.auth, request.query_params, path=path, now=timezone.now()))

    @extend_schema(
        operation_id="complaints_file",
        tags=["Complaints"],
        summary="File what somebody brought to the institution",
        parameters=[KEY, LANGUAGE],
        request=shapes.Intake,
        responses=answers({201: shapes.Receipt}, *CALLER, *BODY, "filed", "key_reused"),
        examples=[examples.INTAKE, examples.RECEIPT],
    )
    def post(self, request: Request) -> Response:
        """Words are sealed before anything is stored. Give the code to the person, and keep no copy of it."""
        filed, is_given = intake.file(request, by=request.auth, now=timezone.now())
        told = {
            "reference": filed.reference,
            "receipt_code": filed.code if is_given else None,
            "stage": Stage.RECEIVED.value,
        }
        return Response(told, status=201)


class Complaint(Door):
    """One case."""

    needs = {"GET": READ}

    @extend_schema(
        operation_id="complaints_read",
        tags=["Complaints"],
        summary="One case",
        parameters=[LANGUAGE],
        responses=answers({200: shapes.File}, *CALLER, "not_found"),
    )
    @inside
    def get(self, request: Request, reference: str) -> Response:
        """Words stand in it only where the caller's open vault reaches; for a token they are all `locked`."""
        file = reading.file_of(request.auth, reference, now=timezone.now())
        if file.case.stage == Stage.RECEIVED and file.case.first_opened_at is None and file.tellings:
            opening.opened(case=file.case.pk, by=request.auth, now=file.now)
        return Response(reading.whole(file))


class Moves(Door):
    """Steps of one case along the procedure."""

    needs = {
        "GET": READ,
        "POST": Need((Permission.QUEUE,), Scope.MOVE),
    }

    @extend_schema(
        operation_id="moves_list",
        tags=["Complaints"],
        summary="The moves open to the caller, with the fields each asks",
        parameters=[LANGUAGE],
        responses=answers({200: shapes.Moves}, *CALLER, "not_found"),
    )
    @inside
    def get(self, request: Request, reference: str) -> Response:
        """A condition of the case itself is told on trying."""
        file = reading.file_of(request.auth, reference, now=timezone.now())
        return Response({"results": moving.described(file)})

    @extend_schema(
        operation_id="moves_make",
        tags=["Complaints"],
        summary="Carry a case one step on",
        parameters=[LANGUAGE],
        request=shapes.MOVE_SCHEMA,
        responses=answers({200: shapes.Moved}, *CALLER, *BODY, "not_found", "conflict", "locked"),
        examples=[examples.MOVE],
    )
    @inside
    def post(self, request: Request, reference: str) -> Response:
        """What is written is sealed, so moves that ask words need somebody's open vault."""
        now = timezone.now()
        file = reading.file_of(request.auth, reference, now=now)
        if not isinstance(request.data, dict):
            raise Problem("invalid")
        moving.make(request, file, request.data, by=request.auth, now=now)
        file.case.refresh_from_db(fields=["stage"])
        told = {"reference": file.case.reference, "action": request.data["action"], "stage": file.case.stage}
        return Response(told)


class Messages(Door):
    """Words between the person and the institution."""

    needs = {"POST": Need((Permission.QUEUE, Permission.REGISTER), Scope.MESSAGE)}

    @extend_schema(
        operation_id="messages_write",
        tags=["Complaints"],
        summary="Write a message",
        parameters=[LANGUAGE],
        request=shapes.Message,
        responses=answers({201: shapes.Sent}, *CALLER, *BODY, "not_found", "conflict", "locked"),
        examples=[examples.MESSAGE],
    )
    @inside
    def post(self, request: Request, reference: str) -> Response:
        """With the person's code it is their message; without, the institution's, from an open vault."""
        said, now = read(shapes.Message, request.data), timezone.now()
        if said["receipt_code"]:
            found, file = words.opened(said["receipt_code"], reference, by=request.auth, now=now)
            words.write(found, file, said["message"], now=now)
            case = file.case
        elif request.auth.kind is Kind.TOKEN:
            raise Locked  # words of the institution itself are sealed with a key that no token has
        else:
            desk = reading.file_of(request.auth, reference, now=now)
            moving.make(
                request, desk, {"action": "write", "message": said["message"]}, by=request.auth, now=now
            )
            case = desk.case
        case.refresh_from_db(fields=["stage"])
        return Response({"reference": case.reference, "stage": case.stage}, status=201)


class Evidence(Door):
    """Files of the person who complained."""

    needs = {"POST": Need((Permission.QUEUE, Permission.REGISTER), Scope.EVIDENCE)}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="evidence_add",
        tags=["Complaints"],
        summary="Add files for the person whose code is given",
        parameters=[LANGUAGE],
        request={"multipart/form-data": shapes.Evidence},
        responses=answers({201: shapes.Sent}, *CALLER, *BODY, "not_found", "conflict", "no_room"),
    )
    @inside
    def post(self, request: Request, reference: str) -> Response:
        """The same kinds, sizes and checks as on the site's own pages; all of them are taken, or none."""
        now = timezone.now()
        found, file = words.opened(
            str(request.data.get("receipt_code", "")), reference, by=request.auth, now=now
        )
        words.attach(request, found, file, now=now)
        file.case.refresh_from_db(fields=["stage"])
        return Response({"reference": file.case.reference, "stage": file.case.stage}, status=201)


class Transfers(Door):
    """Cases that another installation sealed to this institution."""

    needs = {"POST": Need((Permission.INDEPENDENT,), None)}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="transfers_take",
        tags=["Transfers"],
        summary="Take in a package",
        parameters=[LANGUAGE],
        request={"multipart/form-data": shapes.Package},
        responses=answers({201: shapes.Arrived}, *CALLER, *BODY, "locked", "no_room"),
    )
    def post(self, request: Request) -> Response:
        """A package opens with the institution's own key, so only somebody signed in, whose vault is open, takes it."""
        form = FileForm(request.data, request.FILES)
        if not form.is_valid():
            raise Problem("invalid", errors=faults_of_form(form))
        try:
            case = take_in(content=form.content, by=request.auth, now=timezone.now())
        except NotTaken as refusal:
            raise Problem("invalid", refusal.sentence) from None
        except NoRoom:
            raise Problem("no_room") from None
        return Response({"reference": case.reference}, status=201)


def spooled(view: Any) -> Any:
    """Files are encrypted while they are read, as on every page that takes them."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.upload_handlers = [SpoolHandler(request)]
        return view(request, *args, **kwargs)

    return door


def waiting(view: Any) -> Any:
    """A package is sealed already: it may wait on disk while it is read."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
        return view(request, *args, **kwargs)

    return door
