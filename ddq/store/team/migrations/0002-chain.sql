-- What the database guards itself: the chain, the revisions, and that what was kept is never changed.
SET LOCAL ROLE ddq_keeper;

CREATE FUNCTION ddq.keeps() RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT pg_has_role(session_user, 'ddq_keeper', 'member') $$;

-- Before an event is kept: what it says is read out of its body, and it must be the next of its chain.
CREATE FUNCTION ddq.chain_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stands ddq.assessment;
  said jsonb;
BEGIN
  SELECT * INTO stands FROM ddq.assessment WHERE id = NEW.assessment FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no assessment %', NEW.assessment USING ERRCODE = 'DQ004';
  END IF;
  said := replace(NEW.body, '\u0000', '\ufffd')::jsonb; -- jsonb holds no NUL; only this reading of it is without
  IF NOT said ?& ARRAY['at', 'by', 'kind', 'new', 'old', 'revision', 'seq', 'subject', 'undoes', 'why'] THEN
    RAISE EXCEPTION 'this is no event' USING ERRCODE = 'DQ003';
  END IF;
  NEW.seq := stands.seq + 1;
  NEW.kind := said ->> 'kind';
  NEW.subject := said ->> 'subject';
  NEW.revision := (said ->> 'revision')::integer;
  NEW.status := CASE
    WHEN NEW.kind = 'created' THEN 'draft'
    WHEN NEW.kind = 'moved' THEN said #>> '{new,status}'
    WHEN NEW.kind = 'changed' AND NEW.subject = 'status' THEN said ->> 'new'
    WHEN NEW.kind = 'decided' THEN CASE said #>> '{new,decision}'
      WHEN 'approve' THEN 'approved'
      WHEN 'approve_with_conditions' THEN 'approved_with_conditions'
      ELSE 'rejected' END
    END;
  IF NEW.kind = 'answered' THEN
    NEW.replaced := (SELECT by FROM ddq.answer
                     WHERE assessment = NEW.assessment AND subject = NEW.subject AND body IS NOT NULL);
  END IF;
  NEW.login := session_user;
  NEW.kept_at := clock_timestamp();
  IF (said ->> 'seq')::integer <> NEW.seq
     OR NEW.hash IS DISTINCT FROM encode(sha256(convert_to(stands.head || NEW.body, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'event % does not follow event % of %', said ->> 'seq', stands.seq, NEW.assessment
      USING ERRCODE = 'DQ003';
  END IF;
  IF (NEW.seq = 1) <> (NEW.kind = 'created') OR (NEW.seq = 1 AND NEW.subject <> NEW.assessment) THEN
    RAISE EXCEPTION 'the first event creates the assessment, and no other does' USING ERRCODE = 'DQ003';
  END IF;
  IF said ->> 'by' IS DISTINCT FROM session_user::text AND NOT ddq.keeps() THEN
    RAISE EXCEPTION 'the event names %, and % is logged in', said ->> 'by', session_user USING ERRCODE = 'DQ005';
  END IF;
  IF NEW.kind = 'attached' AND said -> 'new' <> 'null' AND NOT ddq.keeps()
     AND NOT EXISTS (SELECT FROM ddq.evidence_brought WHERE digest = NEW.subject AND login = session_user)
     AND NOT EXISTS (SELECT FROM ddq.event e
                     WHERE e.assessment = NEW.assessment AND e.kind = 'attached' AND e.subject = NEW.subject) THEN
    RAISE EXCEPTION '% has not brought the file %', session_user, NEW.subject USING ERRCODE = 'DQ005';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON ddq.event FOR EACH ROW EXECUTE FUNCTION ddq.chain_event();

-- After an event was kept: the answers, the status and the head follow from it, and whoever listens is told.
CREATE FUNCTION ddq.follow_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  said jsonb := replace(NEW.body, '\u0000', '\ufffd')::jsonb;
  given jsonb := nullif(said -> 'new', 'null');
  answers boolean := NEW.kind = 'answered';
  giver text := said ->> 'by';
BEGIN
  IF answers AND said ->> 'undoes' IS NOT NULL THEN
    giver := coalesce((SELECT replaced FROM ddq.event
                       WHERE assessment = NEW.assessment AND seq = (said ->> 'undoes')::integer), giver);
  END IF;
  INSERT INTO ddq.answer AS a (assessment, subject, revision, body, by, seq)
    VALUES (NEW.assessment, NEW.subject, 1, CASE WHEN answers THEN given END, CASE WHEN answers THEN giver END, NEW.seq)
    ON CONFLICT (assessment, subject) DO UPDATE
      SET revision = a.revision + 1, seq = NEW.seq,
          body = CASE WHEN answers THEN given ELSE a.body END, by = CASE WHEN answers THEN giver ELSE a.by END;
  IF NEW.revision <> (SELECT revision FROM ddq.answer WHERE assessment = NEW.assessment AND subject = NEW.subject) THEN
    RAISE EXCEPTION '% was changed in the meantime', NEW.subject USING ERRCODE = 'DQ001';
  END IF;
  IF NEW.kind = 'migrated' THEN
    PERFORM ddq.migrate_answers(NEW.assessment, NEW.seq, given);
  END IF;
  UPDATE ddq.assessment SET
    seq = NEW.seq, head = NEW.hash, changed_at = (said ->> 'at')::timestamptz, status = coalesce(NEW.status, status),
    open_for = CASE
      WHEN NEW.status = 'draft' OR NEW.kind = 'changed' AND NEW.subject = 'status' THEN NULL
      WHEN NEW.kind = 'moved' THEN coalesce(given -> 'questions', '[]')
      WHEN NEW.kind = 'decided' THEN '[]'
      ELSE open_for END
    WHERE id = NEW.assessment;
  PERFORM pg_notify('ddq', NEW.assessment || ' ' || NEW.seq);
  RETURN NULL;
END $$;
CREATE TRIGGER follow AFTER INSERT ON ddq.event FOR EACH ROW EXECUTE FUNCTION ddq.follow_event();

-- Answers that went to another subject with a newer questionnaire; each subject that is touched gets a revision more.
CREATE FUNCTION ddq.migrate_answers(which text, at_seq integer, told jsonb) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moved jsonb := coalesce(told -> 'moved', '{}');
  before jsonb := coalesce(
    (SELECT jsonb_object_agg(subject, jsonb_build_object('body', body, 'by', by))
     FROM ddq.answer WHERE assessment = which AND body IS NOT NULL), '{}');
BEGIN
  INSERT INTO ddq.answer AS a (assessment, subject, revision, body, by, seq)
    SELECT which, touched.subject, 1,
           coalesce(told -> 'answers' -> touched.subject,
                    (SELECT before -> m.key -> 'body' FROM jsonb_each_text(moved) m WHERE m.value = touched.subject)),
           before -> coalesce((SELECT m.key FROM jsonb_each_text(moved) m WHERE m.value = touched.subject),
                              touched.subject) ->> 'by',
           at_seq
      FROM (SELECT p ->> 'subject' AS subject FROM jsonb_array_elements(coalesce(told -> 'parked', '[]')) p
            UNION SELECT key FROM jsonb_each_text(moved)
            UNION SELECT value FROM jsonb_each_text(moved)
            UNION SELECT key FROM jsonb_each(coalesce(told -> 'answers', '{}'))) touched
    ON CONFLICT (assessment, subject) DO UPDATE
      SET revision = a.revision + 1, body = EXCLUDED.body, by = EXCLUDED.by, seq = at_seq;
END $$;
REVOKE EXECUTE ON FUNCTION ddq.migrate_answers FROM PUBLIC;

-- What was kept is never changed, by whomever.
CREATE FUNCTION ddq.refuse() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'DQ003'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ddq.event
  FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ddq.evidence
  FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ddq.questionnaire
  FOR EACH STATEMENT EXECUTE FUNCTION ddq.refuse();

-- Who brings a file may attach it; who knows only its hash may not.
CREATE FUNCTION ddq.bring_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.digest IS DISTINCT FROM encode(sha256(NEW.content), 'hex') THEN
    RAISE EXCEPTION 'the content is not of this hash' USING ERRCODE = 'DQ003';
  END IF;
  INSERT INTO ddq.evidence_brought VALUES (NEW.digest, session_user) ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;
CREATE TRIGGER bring BEFORE INSERT ON ddq.evidence FOR EACH ROW EXECUTE FUNCTION ddq.bring_evidence();
