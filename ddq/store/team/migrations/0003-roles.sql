-- Who may do what: four roles, which a login may have several of, and the teams that it belongs to.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['ddq_reader', 'ddq_interviewer', 'ddq_reviewer', 'ddq_approver'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', role); END IF;
  END LOOP;
  -- Whoever may make temporary tables could put triggers of his own beside ours.
  EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
END $$;
GRANT ddq_reader TO ddq_interviewer, ddq_reviewer, ddq_approver;
SET LOCAL ROLE ddq_keeper;

CREATE FUNCTION ddq.my_teams() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(array_agg(team), '{}') FROM ddq.member WHERE login = session_user $$;

-- The team of a new assessment: the one that the connection names as ddq.team, else the only one.
CREATE FUNCTION ddq.home_team() RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  teams text[] := ddq.my_teams();
  named text := nullif(current_setting('ddq.team', true), '');
BEGIN
  IF named IS NOT NULL AND (named = ANY (teams) OR ddq.keeps()) THEN RETURN named; END IF;
  IF named IS NULL AND cardinality(teams) = 1 THEN RETURN teams[1]; END IF;
  RAISE EXCEPTION '% belongs to % teams', session_user, cardinality(teams) USING ERRCODE = 'DQ006';
END $$;
ALTER TABLE ddq.assessment ALTER COLUMN team SET DEFAULT ddq.home_team();

-- The answers that stand of somebody's own: nobody decides on those.
CREATE FUNCTION ddq.answered_myself(which text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM ddq.answer
                       WHERE assessment = which AND body IS NOT NULL AND lower(by) = lower(session_user::text)) $$;

GRANT USAGE ON SCHEMA ddq TO ddq_reader;
GRANT SELECT ON ddq.migration, ddq.member, ddq.assessment, ddq.event, ddq.answer, ddq.evidence, ddq.evidence_brought,
  ddq.questionnaire TO ddq_reader;
GRANT INSERT (id) ON ddq.assessment TO ddq_interviewer;
GRANT INSERT (assessment, body, hash) ON ddq.event TO ddq_interviewer, ddq_reviewer, ddq_approver;
GRANT UPDATE (summary, summary_head) ON ddq.assessment TO ddq_interviewer, ddq_reviewer, ddq_approver;
GRANT INSERT ON ddq.evidence, ddq.questionnaire TO ddq_interviewer;

ALTER TABLE ddq.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE ddq.assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE ddq.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE ddq.answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE ddq.evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE ddq.evidence_brought ENABLE ROW LEVEL SECURITY;

-- Everybody sees the assessments of the own teams, and what belongs to them.
CREATE POLICY see ON ddq.member FOR SELECT TO ddq_reader USING (login = session_user);
CREATE POLICY see ON ddq.assessment FOR SELECT TO ddq_reader USING (team = ANY ((SELECT ddq.my_teams())::text[]));
CREATE POLICY see ON ddq.event FOR SELECT TO ddq_reader
  USING (EXISTS (SELECT FROM ddq.assessment a WHERE a.id = assessment));
CREATE POLICY see ON ddq.answer FOR SELECT TO ddq_reader
  USING (EXISTS (SELECT FROM ddq.assessment a WHERE a.id = assessment));
CREATE POLICY see ON ddq.evidence FOR SELECT TO ddq_reader
  USING (EXISTS (SELECT FROM ddq.event e WHERE e.kind = 'attached' AND e.subject = digest)
         OR EXISTS (SELECT FROM ddq.evidence_brought b WHERE b.digest = evidence.digest));
CREATE POLICY see ON ddq.evidence_brought FOR SELECT TO ddq_reader USING (login = session_user);
CREATE POLICY bring ON ddq.evidence FOR INSERT TO ddq_interviewer WITH CHECK (true);

CREATE POLICY begin ON ddq.assessment FOR INSERT TO ddq_interviewer
  WITH CHECK (team = ANY ((SELECT ddq.my_teams())::text[]));
CREATE POLICY sum_up ON ddq.assessment FOR UPDATE TO ddq_interviewer, ddq_reviewer, ddq_approver
  USING (team = ANY ((SELECT ddq.my_teams())::text[]));

-- Interviewers answer what is open, and send it to review.
CREATE POLICY interview ON ddq.event FOR INSERT TO ddq_interviewer WITH CHECK (EXISTS (
  SELECT FROM ddq.assessment a WHERE a.id = event.assessment AND CASE event.kind
    WHEN 'answered' THEN a.open_for IS NULL OR a.open_for ? split_part(event.subject, '/', 1)
    WHEN 'changed' THEN event.subject IN ('title', 'language') OR event.subject <> 'status' AND a.open_for IS NULL
    WHEN 'migrated' THEN a.status = 'draft'
    WHEN 'moved' THEN event.status = 'in_review' AND a.status IN ('draft', 'changes_requested')
                   OR event.status = 'draft' AND a.status = 'in_review'
    ELSE event.kind IN ('created', 'flagged', 'attached', 'commented', 'resolved', 'assigned') END));

-- Reviewers give verdicts until it is decided, send questions back, and reopen.
CREATE POLICY review ON ddq.event FOR INSERT TO ddq_reviewer WITH CHECK (EXISTS (
  SELECT FROM ddq.assessment a WHERE a.id = event.assessment AND CASE event.kind
    WHEN 'reviewed' THEN a.status IN ('draft', 'in_review', 'changes_requested')
    WHEN 'moved' THEN event.status = 'changes_requested' AND a.status IN ('in_review', 'changes_requested')
                   OR event.status = 'draft' AND a.status <> 'draft'
                   OR event.status = 'expired' AND a.status IN ('approved', 'approved_with_conditions')
    ELSE event.kind IN ('flagged', 'commented', 'resolved', 'assigned', 'conditioned') END));

-- Approvers decide what is in review, but never on answers of their own.
CREATE POLICY decide ON ddq.event FOR INSERT TO ddq_approver WITH CHECK (EXISTS (
  SELECT FROM ddq.assessment a WHERE a.id = event.assessment AND CASE event.kind
    WHEN 'decided' THEN a.status = 'in_review' AND NOT ddq.answered_myself(a.id)
    WHEN 'moved' THEN event.status = 'changes_requested' AND a.status IN ('in_review', 'changes_requested')
                   OR event.status = 'draft' AND a.status <> 'draft'
                   OR event.status = 'expired' AND a.status IN ('approved', 'approved_with_conditions')
    ELSE event.kind IN ('flagged', 'commented', 'resolved', 'assigned', 'conditioned') END));
