-- What was deleted and can be brought back for a time: the thing, and every row that went with it, as it was.
CREATE TABLE deleted_things (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  project_id uuid,
  -- What the deletion changed of access, for groups and projects.
  changes json NOT NULL,
  deleted_at timestamptz NOT NULL,
  deleted_by uuid NOT NULL,
  deleted_by_kind text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX deleted_things_order ON deleted_things (org_id, deleted_at DESC, id);
CREATE INDEX deleted_things_over ON deleted_things (expires_at);
CREATE TABLE deleted_rows (
  org_id uuid NOT NULL,
  thing_id uuid NOT NULL,
  of text NOT NULL,
  row jsonb NOT NULL,
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  FOREIGN KEY (org_id, thing_id) REFERENCES deleted_things (org_id, id) ON DELETE CASCADE
);
CREATE INDEX deleted_rows_thing ON deleted_rows (org_id, thing_id, of);
