"""Entries are chained by the database and never change."""

from django.db import migrations

from common.tenancy import tenant_table

CHAIN = """
-- The bytes an entry is hashed over. An array of texts is unambiguous whatever its members hold.
CREATE FUNCTION record_bytes(e record_entry) RETURNS bytea LANGUAGE sql STABLE
SET search_path = pg_catalog, public AS $$
    SELECT e.prev || convert_to(jsonb_build_array(
        e.state, e.stream, e.seq, e.what, e.by,
        (extract(epoch FROM e.at) * 1000000)::bigint, e.details)::text, 'UTF8')
$$;

CREATE FUNCTION record_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    head record_head%ROWTYPE;
BEGIN
    -- Holding the head makes the writers of one stream queue up.
    INSERT INTO record_head (state, stream, seq, hash) VALUES (NEW.state, NEW.stream, 1, '\\x')
    ON CONFLICT (state, stream) DO UPDATE SET seq = record_head.seq + 1
    RETURNING * INTO head;
    NEW.seq := head.seq;
    NEW.prev := head.hash;
    NEW.hash := sha256(record_bytes(NEW));
    UPDATE record_head SET hash = NEW.hash WHERE id = head.id;
    RETURN NEW;
END $$;

CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only';
END $$;

CREATE TRIGGER chain BEFORE INSERT ON record_entry FOR EACH ROW EXECUTE FUNCTION record_chain();
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON record_entry FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON record_entry FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();

REVOKE UPDATE, DELETE, TRUNCATE ON record_entry FROM portal_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON record_head FROM portal_app;
REVOKE ALL ON FUNCTION record_chain() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        tenant_table("record_entry"),
        tenant_table("record_head"),
        migrations.RunSQL(CHAIN, reverse_sql=migrations.RunSQL.noop),
    ]
