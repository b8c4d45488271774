"""What dockets repeat of their cases, held against the cases themselves in SQL."""

from django.db import connection

from complaints.vocabulary import ENDED

STRAY = """
SELECT c.reference, d.stage, d.mode, d.categories FROM complaints_docket d
  JOIN complaints_complaint c ON c.id = d.complaint_id
 WHERE (d.stage, d.matter, d.mode, d.is_danger, d.is_held, d.is_grave)
       IS DISTINCT FROM (c.stage, c.matter, c.mode, c.is_danger, c.is_held, c.is_grave)
    OR d.is_open = (c.stage = ANY(%s))
    OR d.governorate_id IS DISTINCT FROM c.governorate_id
    OR d.categories::text[] <> ARRAY(
       SELECT a.category::text FROM complaints_allegation a WHERE a.complaint_id = c.id ORDER BY a.id)
"""


def assert_dockets_repeat_their_cases():
    """Every docket of the state in whose context this runs."""
    with connection.cursor() as cursor:
        cursor.execute(STRAY, [[str(stage) for stage in ENDED]])
        assert cursor.fetchall() == []
