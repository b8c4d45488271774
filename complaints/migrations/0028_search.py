"""Words are asked of the index that knows each with its state, however many cases have them.

Of a phrase that index knows only the words: the phrase, and what must be absent beside it, is read in each text that
has them. The settings hold for this statement alone: a plan that worked out text by text what the index knows would
take minutes, and the list of a common word does not fit into 4 MB.
"""

from django.db import migrations

# A function that is replaced keeps its owner, and who may call it.
REPLACED = """
GRANT USAGE, CREATE ON SCHEMA public TO portal_searcher;
SET ROLE portal_searcher;
CREATE OR REPLACE FUNCTION complaints_found(words text, most integer) RETURNS TABLE (complaint uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER {how}
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM portal_searcher;
"""
FOUND = r"""SET search_path = pg_catalog, public
SET enable_seqscan = off SET jit = off SET work_mem = '32MB' AS $$
DECLARE
    tenant bpchar := nullif(current_setting('app.state', true), '')::bpchar;
    asked tsquery := words::tsquery;
    has_phrase boolean := asked::text LIKE '%<%';
    named text := asked::text;
BEGIN
    IF has_phrase THEN
        named := regexp_replace(querytree(asked), '<(-|[0-9]+)>', '&', 'g');
    END IF;
    IF tenant IS NULL OR named IN ('', 'T') THEN  -- exclusions alone look for nothing
        RETURN;
    END IF;
    named := regexp_replace(named, '''((?:[^'']|'''')*)''', '''' || tenant || '\1''', 'g');
    RETURN QUERY EXECUTE
        'SELECT s.complaint_id FROM complaints_searchtext s'
        ' WHERE s.state = $1 AND complaints_words(s.state, s.tsv) @@ $2'
        || CASE WHEN has_phrase THEN ' AND s.tsv @@ $3' ELSE '' END || ' LIMIT $4'
    USING tenant, named::tsquery, asked, greatest(most, 1);"""
BEFORE = """SET search_path = pg_catalog, public AS $$
DECLARE
    tenant bpchar := nullif(current_setting('app.state', true), '')::bpchar;
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        'SELECT s.complaint_id FROM complaints_searchtext s WHERE s.state = $1 AND s.tsv @@ $2 LIMIT $3'
    USING tenant, words::tsquery, least(greatest(most, 1), 5001);"""
UNUSED = {
    "searchtext": ("search_text",),
    "docket": ("queue_open", "queue_all", "queue_open_by_arrival", "queue_by_arrival"),
}


class Migration(migrations.Migration):
    dependencies = [("complaints", "0027_search_index")]

    operations = [
        migrations.RunSQL(REPLACED.format(how=FOUND), REPLACED.format(how=BEFORE)),
        *(migrations.RemoveIndex(model, name) for model, names in UNUSED.items() for name in names),
    ]
