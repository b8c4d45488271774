"""An index by what the queue is filtered by, all together, and the one function that asks it.

Under a policy `@>` is not leakproof, so a plain query would never use the index. The keys carry the institution and
whether the file is open: a list of one is never read for another. The function answers one question, "which dockets
of this institution in this state fit", up to a limit; who may see them is asked under the policy, as everywhere.
"""

from django.db import migrations, models
from django.db.models import Q

TRAITS = """
CREATE FUNCTION complaints_traits(
    institution uuid, is_open boolean, stage text, matter text, mode text, place bigint,
    danger boolean, held boolean, grave boolean, categories text[]
) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    -- Joined and cut again: an aggregate would cost each written row three times as much.
    SELECT string_to_array(own.prefix || array_to_string(array_remove(ARRAY[
        'stage:' || stage, 'matter:' || matter, 'mode:' || mode, 'place:' || place::text,
        CASE WHEN danger THEN 'danger' END, CASE WHEN held THEN 'held' END, CASE WHEN grave THEN 'grave' END
    ], NULL) || categories, ' ' || own.prefix), ' ')
    FROM (SELECT institution::text || CASE WHEN is_open THEN '+' ELSE '-' END AS prefix) own
$$;

CREATE INDEX queue_by_traits ON complaints_docket USING gin (complaints_traits(
    institution_id, is_open, stage::text, matter::text, mode::text, governorate_id,
    is_danger, is_held, is_grave, categories::text[]));
"""

FITTING = """
CREATE FUNCTION complaints_fitting(institution uuid, statuses boolean[], traits text[], most integer)
RETURNS TABLE (docket bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
            'SELECT d.id FROM complaints_docket d WHERE d.state = $1 AND complaints_traits('
            'd.institution_id, d.is_open, d.stage::text, d.matter::text, d.mode::text, d.governorate_id,'
            'd.is_danger, d.is_held, d.is_grave, d.categories::text[]) @> $2 LIMIT $3'
        USING tenant, keys, least(greatest(most, 1), 5001);
    END LOOP;
END $$;

CREATE POLICY searching ON complaints_docket FOR SELECT TO portal_searcher USING (true);
GRANT SELECT ON complaints_docket TO portal_searcher;
GRANT USAGE, CREATE ON SCHEMA public TO portal_searcher;
ALTER FUNCTION complaints_fitting OWNER TO portal_searcher;
REVOKE CREATE ON SCHEMA public FROM portal_searcher;
SET ROLE portal_searcher;
REVOKE ALL ON FUNCTION complaints_fitting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_fitting TO portal_app;
RESET ROLE;
"""
UNDONE = """
SET ROLE portal_searcher;
DROP FUNCTION complaints_fitting;
RESET ROLE;
DROP POLICY searching ON complaints_docket;
REVOKE SELECT ON complaints_docket FROM portal_searcher;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0024_speed_fill")]

    operations = [
        migrations.RunSQL(TRAITS, "DROP INDEX queue_by_traits; DROP FUNCTION complaints_traits;"),
        migrations.RunSQL(FITTING, UNDONE),
        *(
            migrations.AddIndex(
                "docket",
                models.Index(
                    fields=["state", "institution", "sort_due", "id"],
                    condition=Q(**{f"is_{trait}": True, "is_open": True}),
                    name=f"queue_{trait}",
                ),
            )
            for trait in ("grave", "held")
        ),
    ]
