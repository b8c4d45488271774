"""Page 7: the files that go with a draft."""

from django.utils import timezone

from complaints.evidence.choosing import Chosen, listed
from complaints.evidence.forms import FilesField, show
from complaints.intake.steps.asked import Question


class Evidence(Question):
    """Files, as far as there are any. The draft keeps their tokens, not this form."""

    def arrange(self) -> None:
        self.fields["files"] = FilesField()
        show(self, self.listed())

    def listed(self) -> Chosen:
        """Those of the draft, as far as they still wait."""
        state = self.asked.state
        return listed(self.asked.draft.files, state=state, now=timezone.now())
