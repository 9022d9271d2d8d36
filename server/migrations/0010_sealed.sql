-- What a secret is, under a key that is not in the database. Rows from before have none until the next start fills them in, once.
ALTER TABLE secrets ADD COLUMN mac bytea;
ALTER TABLE instance ADD COLUMN rows_bound_at timestamptz;
-- The same for where an organization's access log ends.
ALTER TABLE access_heads ADD COLUMN mac bytea;
CREATE INDEX access_log_at ON access_log (org_id, at);
-- What is done without a change of access, content written above all: appended by many at once, each entry under a MAC of
-- its own; it gets its place in the chain, a position, a little later.
CREATE TABLE trail (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  n bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  access_version bigint NOT NULL,
  entry text NOT NULL,
  mac bytea NOT NULL,
  position bigint,
  PRIMARY KEY (org_id, n)
);
CREATE INDEX trail_at ON trail (org_id, at);
CREATE UNIQUE INDEX trail_position ON trail (org_id, position) WHERE position IS NOT NULL;
CREATE INDEX trail_new ON trail (org_id, n) WHERE position IS NULL;
-- How far a log had come at a moment, signed; also kept outside the database.
CREATE TABLE checkpoints (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  log text NOT NULL CHECK (log IN ('access', 'trail')),
  position bigint NOT NULL,
  digest bytea NOT NULL,
  at timestamptz NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (org_id, log, position)
);
