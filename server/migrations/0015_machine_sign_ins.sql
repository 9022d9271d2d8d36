-- Ways for a machine identity to sign in by what others say of it: a token of an issuer, of a cluster or of a cloud.
CREATE TABLE machine_sign_ins (
  org_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  method text NOT NULL,
  id uuid NOT NULL,
  settings json NOT NULL,
  -- The one setting that is secret (the token that a cluster is asked with), encrypted.
  sealed bytea,
  access_token_ttl integer NOT NULL,
  access_token_max_ttl integer NOT NULL,
  access_token_uses_limit integer NOT NULL,
  access_token_ips json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, identity_id, method),
  -- Who signs in names the identity, and not the organization.
  UNIQUE (identity_id, method),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id) ON DELETE CASCADE
);
-- By which of them a token was made; none for universal auth and for tokens made by hand.
ALTER TABLE tokens ADD COLUMN sign_in_method text;
-- What exactly was wrong with a refused sign-in, for administrators.
ALTER TABLE sign_ins ADD COLUMN detail text;
