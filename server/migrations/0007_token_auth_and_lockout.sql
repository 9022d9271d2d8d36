-- Lockout of a machine identity's sign-in, and tokens that are made for it by hand.
ALTER TABLE universal_auths ADD COLUMN lockout_enabled boolean NOT NULL DEFAULT true;
ALTER TABLE universal_auths ADD COLUMN lockout_threshold integer NOT NULL DEFAULT 3;
ALTER TABLE universal_auths ADD COLUMN lockout_duration integer NOT NULL DEFAULT 300;
ALTER TABLE universal_auths ADD COLUMN lockout_reset integer NOT NULL DEFAULT 30;
CREATE TABLE token_auths (
  org_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  id uuid NOT NULL,
  access_token_ttl integer NOT NULL,
  access_token_max_ttl integer NOT NULL,
  access_token_uses_limit integer NOT NULL,
  access_token_ips json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, identity_id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id) ON DELETE CASCADE
);
ALTER TABLE tokens ADD COLUMN name text;
ALTER TABLE tokens ADD COLUMN is_of_token_auth boolean NOT NULL DEFAULT false;
