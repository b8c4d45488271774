"""Rows of the workflow for what becomes of a recommendation.

Source: the register of recommendations in docs/domain.md. Pure: no queries.
"""

from complaints.moves import Ask, Target, Who
from complaints.moves import row as _row
from complaints.vocabulary import Stage

# What becomes of each recommendation: it stays in its register when the file has closed.
RECOMMENDED = (
    _row(
        "answer_recommendation",
        (Stage.REMEDYING, Stage.CLOSED),
        Target.STAY,
        Who.AUTHORITY,
        Ask.RECOMMENDATION,
        Ask.STANCE,
        Ask.ANSWER,
    ),
    _row(
        "claim_recommendation",
        (Stage.REMEDYING, Stage.CLOSED),
        Target.STAY,
        Who.AUTHORITY,
        Ask.RECOMMENDATION,
        Ask.ANSWER,
    ),
    _row(
        "verify_recommendation",
        (Stage.REMEDYING, Stage.CLOSED),
        Target.STAY,
        Who.INDEPENDENT,
        Ask.RECOMMENDATION,
        Ask.VERDICT,
        Ask.ANSWER,
    ),
)
