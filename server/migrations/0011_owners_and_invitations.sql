-- Owners let others in whatever the group gives, for so many milliseconds at most; each such membership is marked.
ALTER TABLE managers ADD COLUMN kind text NOT NULL DEFAULT 'member' CHECK (kind IN ('member', 'owner'));
ALTER TABLE groups ADD COLUMN longest bigint CHECK (longest > 0);
ALTER TABLE edges ADD COLUMN by_owner boolean NOT NULL DEFAULT false;
-- An invitation is as good as its inviter; one that went out by mail proves the address of whoever has it.
ALTER TABLE invitations ADD COLUMN invited_by uuid;
ALTER TABLE invitations ADD COLUMN emailed boolean NOT NULL DEFAULT false;
CREATE INDEX invitations_inviter ON invitations (org_id, invited_by);
-- The organization that made an account, and when its address was proven; nothing for accounts from before.
ALTER TABLE users ADD COLUMN made_by uuid;
ALTER TABLE users ADD COLUMN proven_at timestamptz;
