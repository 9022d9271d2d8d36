-- How far each reader of the logs has come, and which node reads for it until when. The clock is the database's; the fence
-- goes up with every new holder, so that one that was away writes nothing once another has taken over.
CREATE TABLE followers (
  reader text NOT NULL,
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  log text NOT NULL CHECK (log IN ('access', 'trail')),
  position bigint NOT NULL DEFAULT 0,
  moved_at timestamptz,
  holder uuid,
  fence bigint NOT NULL DEFAULT 0,
  held_until timestamptz NOT NULL DEFAULT 'epoch',
  PRIMARY KEY (reader, org_id, log)
);
-- Checkpoints were made before there were followers.
INSERT INTO followers (reader, org_id, log, position, moved_at)
  SELECT 'checkpoints', org_id, log, max(position), max(at) FROM checkpoints GROUP BY org_id, log;
