"""Traits are asked of their index alone: the state is read on the rows that it names.

As a condition the planner knew, it was a second bitmap: all dockets of the state, for each question.
"""

from django.db import migrations

FITTING = """
GRANT USAGE, CREATE ON SCHEMA public TO portal_searcher;
SET ROLE portal_searcher;
CREATE OR REPLACE FUNCTION complaints_fitting(institution uuid, statuses boolean[], traits text[], most integer)
RETURNS TABLE (docket bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public {how}
DECLARE
    tenant bpchar := nullif(current_setting('app.state', true), '')::bpchar;
    is_open boolean;
    keys text[];
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    FOREACH is_open IN ARRAY statuses LOOP
        SELECT array_agg(institution::text || CASE WHEN is_open THEN '+' ELSE '-' END || one)
          INTO keys FROM unnest(traits) one;
        RETURN QUERY EXECUTE
            'SELECT d.id FROM complaints_docket d WHERE {state} AND complaints_traits('
            'd.institution_id, d.is_open, d.stage::text, d.matter::text, d.mode::text, d.governorate_id,'
            'd.is_danger, d.is_held, d.is_grave, d.categories::text[]) @> $2 LIMIT $3'
        USING tenant, keys, least(greatest(most, 1), 5001);
    END LOOP;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM portal_searcher;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0028_search")]

    operations = [
        migrations.RunSQL(
            FITTING.format(
                how="SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$",
                state="d.state::text = $1::text",
            ),
            FITTING.format(how="AS $$", state="d.state = $1"),
        ),
    ]
