-- Deleting an assessment whose time is over, with what belongs to it alone; a tombstone stays, and is only added to.
SET LOCAL ROLE ddq_keeper;

CREATE TABLE ddq.tombstone (
  id text PRIMARY KEY,
  team text NOT NULL,
  entries integer NOT NULL,
  head text NOT NULL,          -- the hash of its last event, as reports print it
  questionnaire text NOT NULL,
  began date NOT NULL,
  evidence text[] NOT NULL,    -- the files that went with it
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  login name NOT NULL,
  why text NOT NULL CHECK (why <> '')
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ddq.tombstone
  FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();

-- An event goes only where its assessment has a tombstone, a file only where one names it and no event does any more.
CREATE FUNCTION ddq.refuse_without_tombstone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  allowed boolean;
BEGIN
  IF TG_TABLE_NAME = 'event' THEN
    allowed := EXISTS (SELECT FROM ddq.tombstone t WHERE t.id = OLD.assessment);
  ELSE
    allowed := EXISTS (SELECT FROM ddq.tombstone t WHERE OLD.digest = ANY (t.evidence))
      AND NOT EXISTS (SELECT FROM ddq.event e WHERE e.kind = 'attached' AND e.subject = OLD.digest);
  END IF;
  IF NOT allowed THEN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'DQ003'; END IF;
  RETURN OLD;
END $$;
DROP TRIGGER append_only ON ddq.event;
DROP TRIGGER append_only ON ddq.evidence;
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON ddq.event FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON ddq.evidence FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();
CREATE TRIGGER kept BEFORE DELETE ON ddq.event FOR EACH ROW EXECUTE FUNCTION ddq.refuse_without_tombstone();
CREATE TRIGGER kept BEFORE DELETE ON ddq.evidence FOR EACH ROW EXECUTE FUNCTION ddq.refuse_without_tombstone();

-- What was deleted does not come back under its id.
CREATE FUNCTION ddq.refuse_deleted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stone ddq.tombstone;
BEGIN
  SELECT * INTO stone FROM ddq.tombstone WHERE id = NEW.id;
  IF FOUND THEN
    RAISE EXCEPTION 'the assessment % was deleted on % by %: %', NEW.id, stone.at::date, stone.login, stone.why
      USING ERRCODE = 'DQ007';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deleted BEFORE INSERT ON ddq.assessment FOR EACH ROW EXECUTE FUNCTION ddq.refuse_deleted();

-- The files that an assessment names and no other does.
CREATE FUNCTION ddq.own_evidence(which text) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(array_agg(DISTINCT e.subject), '{}') FROM ddq.event e
        WHERE e.assessment = which AND e.kind = 'attached' AND NOT EXISTS (
          SELECT FROM ddq.event o WHERE o.kind = 'attached' AND o.subject = e.subject AND o.assessment <> which) $$;

CREATE FUNCTION ddq.delete_assessment(which text, reason text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stands ddq.assessment;
  began jsonb;
  own text[];
BEGIN
  IF NOT ddq.keeps() THEN
    RAISE EXCEPTION 'only who keeps the server deletes, and % does not', session_user USING ERRCODE = 'DQ005';
  END IF;
  LOCK TABLE ddq.event IN SHARE ROW EXCLUSIVE MODE; -- so that nobody attaches a file while it goes
  SELECT * INTO stands FROM ddq.assessment WHERE id = which AND seq > 0 FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no assessment %', which USING ERRCODE = 'DQ004';
  END IF;
  SELECT replace(body, '\u0000', '\ufffd')::jsonb INTO began FROM ddq.event WHERE assessment = which AND seq = 1;
  own := ddq.own_evidence(which);
  INSERT INTO ddq.tombstone (id, team, entries, head, questionnaire, began, evidence, login, why)
    VALUES (which, stands.team, stands.seq, stands.head, began #>> '{new,questionnaire,id}',
            (began ->> 'at')::timestamptz::date, own, session_user, reason);
  DELETE FROM ddq.answer WHERE assessment = which;
  DELETE FROM ddq.event WHERE assessment = which;
  DELETE FROM ddq.assessment WHERE id = which;
  DELETE FROM ddq.evidence_brought WHERE digest = ANY (own);
  DELETE FROM ddq.evidence WHERE digest = ANY (own);
END $$;

GRANT SELECT ON ddq.tombstone TO ddq_reader;
ALTER TABLE ddq.tombstone ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON ddq.tombstone FOR SELECT TO ddq_reader USING (team = ANY ((SELECT ddq.my_teams())::text[]));
