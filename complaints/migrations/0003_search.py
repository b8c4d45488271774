"""The one way to search: a function that reads the tenant inside and is planned anew at each call.

Under a policy `@@` is not leakproof, so a plain query would never use the index.
"""

from django.db import migrations

SEARCH = """
CREATE FUNCTION complaints_search(
    words text, of_institution uuid, of_stage text, of_assignee uuid, only_open boolean,
    after_due timestamptz, after_id bigint, page integer
) RETURNS TABLE (docket bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    tenant bpchar := nullif(current_setting('app.state', true), '')::bpchar;
    wanted integer := least(greatest(page, 1), 1001);
    probe constant integer := 1000;
    found bigint[];
    walked integer;
    conditions constant text :=
        ' d.state = $1 AND d.institution_id = $2 AND ($4 IS NULL OR d.stage = $4)'
        ' AND ($5 IS NULL OR d.assignee_id = $5) AND (NOT $6 OR d.is_open)'
        ' AND (d.sort_due, d.id) > ($7, $8)';
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    -- A common word fills the page within the next few rows of the queue.
    EXECUTE 'SELECT array_agg(p.id ORDER BY p.sort_due, p.id) FILTER (WHERE s.tsv @@ $3), count(*) FROM ('
        'SELECT d.id, d.complaint_id, d.sort_due FROM complaints_docket d WHERE' || conditions ||
        ' ORDER BY d.sort_due, d.id LIMIT $9) p'
        ' LEFT JOIN complaints_searchtext s ON s.complaint_id = p.complaint_id'
    INTO found, walked
    USING tenant, of_institution, words::tsquery, of_stage, of_assignee, only_open,
        after_due, after_id, probe;
    IF walked < probe OR coalesce(cardinality(found), 0) >= wanted THEN
        RETURN QUERY SELECT unnest(found[1:wanted]);
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT d.id FROM complaints_searchtext s JOIN complaints_docket d ON d.complaint_id = s.complaint_id'
        ' WHERE s.state = $1 AND s.tsv @@ $3 AND' || conditions || ' ORDER BY d.sort_due, d.id LIMIT $9'
    USING tenant, of_institution, words::tsquery, of_stage, of_assignee, only_open,
        after_due, after_id, wanted;
END $$;

CREATE POLICY searching ON complaints_docket FOR SELECT TO portal_searcher USING (true);
CREATE POLICY searching ON complaints_searchtext FOR SELECT TO portal_searcher USING (true);
GRANT SELECT ON complaints_docket, complaints_searchtext TO portal_searcher;
GRANT USAGE, CREATE ON SCHEMA public TO portal_searcher;
ALTER FUNCTION complaints_search OWNER TO portal_searcher;
REVOKE CREATE ON SCHEMA public FROM portal_searcher;
SET ROLE portal_searcher;
REVOKE ALL ON FUNCTION complaints_search FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search TO portal_app;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_tenancy")]

    operations = [migrations.RunSQL(SEARCH, "DROP FUNCTION complaints_search")]
