-- The tables. Everything is owned by ddq_keeper; who may do what with them is in 0003-roles.sql.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ddq_keeper') THEN CREATE ROLE ddq_keeper NOLOGIN; END IF;
END $$;
GRANT ddq_keeper TO CURRENT_USER;
ALTER SCHEMA ddq OWNER TO ddq_keeper;
ALTER TABLE ddq.migration OWNER TO ddq_keeper;
SET LOCAL ROLE ddq_keeper;

-- Who belongs to which team. A login is a role of the server, one for each person.
CREATE TABLE ddq.member (
  login name NOT NULL,
  team text NOT NULL CHECK (team <> ''),
  PRIMARY KEY (login, team)
);

-- One row an assessment. All but team and summary is written by the trigger on ddq.event.
CREATE TABLE ddq.assessment (
  id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9-]{0,63}$'),
  team text NOT NULL CHECK (team <> ''),
  seq integer NOT NULL DEFAULT 0,
  head text NOT NULL DEFAULT repeat('0', 64),
  status text NOT NULL DEFAULT 'draft',
  open_for jsonb,            -- the questions that may be answered; NULL for all
  changed_at timestamptz,    -- as the last event says
  summary jsonb,             -- its line in the list, as whoever saved last computed it
  summary_head text          -- the head that the line is of; it counts only while that is the head
);
CREATE INDEX ON ddq.assessment (changed_at DESC, id);

-- The truth: one row an event, its body the canonical JSON of a ledger line, its hash that of the line.
CREATE TABLE ddq.event (
  assessment text NOT NULL REFERENCES ddq.assessment,
  seq integer NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  revision integer NOT NULL,
  status text,               -- the status that the event leads to; NULL where it leads to none
  replaced text,             -- who had given the answer that it replaced; to whom an undo returns it
  body text NOT NULL CHECK (position(E'\n' IN body) = 0),
  hash text NOT NULL,
  login name NOT NULL,       -- who kept it, as the server knows
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (assessment, seq)
);
CREATE INDEX ON ddq.event (subject) WHERE kind = 'attached';

-- One row an answer: what stands of each subject, and at which revision. Derived, and written by the trigger.
CREATE TABLE ddq.answer (
  assessment text NOT NULL REFERENCES ddq.assessment,
  subject text NOT NULL,
  revision integer NOT NULL,
  body jsonb,                -- the answer that stands; NULL where there is none
  by text,                   -- who gave it
  seq integer NOT NULL,      -- the last event that touched it
  PRIMARY KEY (assessment, subject)
);

-- Evidence by the SHA-256 of its content, which the database checks itself, and who brought it.
CREATE TABLE ddq.evidence (
  digest text PRIMARY KEY,
  content bytea NOT NULL,
  CHECK (digest = encode(sha256(content), 'hex'))
);
ALTER TABLE ddq.evidence ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE ddq.evidence_brought (
  digest text NOT NULL,
  login name NOT NULL,
  PRIMARY KEY (digest, login)
);

-- Questionnaires at the versions that assessments began with.
CREATE TABLE ddq.questionnaire (
  digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
  content bytea NOT NULL
);
