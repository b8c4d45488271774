"""What a worker does for letters: paper. It gets a name, and for a minute the words; never a key of a case."""

from datetime import datetime

from complaints.letters import rendering, services
from record.tasks import works_on


@works_on(rendering.TOPIC)
def paper(state: str, subject: str, now: datetime) -> None:
    """Write what waits under this name. A print of a file stays in the spool until it is fetched or swept."""
    stored = rendering.write(subject, now)
    if stored is not None:
        services.made(name=subject, stored=stored, now=now)
