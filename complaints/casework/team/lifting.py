"""The effect of lifting an exclusion."""

from complaints import sealing
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.casework.team import exclusions
from complaints.models import Exclusion
from complaints.moves import Ask


@effect("lift_exclusion")
def lift(step: Step) -> None:
    """From now on the case exists for this person again. Raises `Missing` for whom it is not theirs to say."""
    people = exclusions.liftable(step.by, step.case)
    user = next((one for one in people if one.pk == step.given.person), None)
    if user is None:
        raise Missing(Ask.PERSON)
    Exclusion.objects.filter(complaint=step.case, user=user).delete()
    step.details["person"] = sealing.person(user.pk)
