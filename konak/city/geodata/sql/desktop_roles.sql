-- Once, as a superuser, in the database of Konak: lets Konak make and close logins of desktop users, and no others.
-- Konak itself gets no right to make roles; the two functions below make no name but konak_cbs_<number>.

CREATE OR REPLACE FUNCTION geodata_past.open_desktop_role(person bigint, secret text, ends timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := 'konak_cbs_' || person;
    verb text := CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN 'ALTER' ELSE 'CREATE' END;
BEGIN
    IF length(secret) < 16 OR ends > now() + interval '402 days' THEN
        RAISE EXCEPTION 'a desktop role needs a long password and an end';
    END IF;
    EXECUTE format(
        '%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 6 '
        'PASSWORD %L VALID UNTIL %L', verb, role, secret, ends);
    EXECUTE format('GRANT %I TO %I', role, session_user);
END
$$;

CREATE OR REPLACE FUNCTION geodata_past.close_desktop_role(person bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := 'konak_cbs_' || person;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', role);
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = role;
    END IF;
END
$$;

REVOKE ALL ON FUNCTION geodata_past.open_desktop_role(bigint, text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION geodata_past.close_desktop_role(bigint) FROM PUBLIC;
DO $$
BEGIN
    -- the account of Konak is the owner of the schema
    EXECUTE format(
        'GRANT EXECUTE ON FUNCTION geodata_past.open_desktop_role(bigint, text, timestamptz), '
        'geodata_past.close_desktop_role(bigint) TO %I',
        (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'geodata_past'));
END
$$;
