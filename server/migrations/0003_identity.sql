-- Machine identities, how they sign in, and every token.
CREATE TABLE identities (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  has_delete_protection boolean NOT NULL DEFAULT false,
  metadata json NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, id) REFERENCES members (org_id, id) ON DELETE CASCADE
);
CREATE TABLE universal_auths (
  org_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  id uuid NOT NULL,
  client_id uuid NOT NULL,
  access_token_ttl integer NOT NULL,
  access_token_max_ttl integer NOT NULL,
  access_token_uses_limit integer NOT NULL,
  client_secret_ips json NOT NULL,
  access_token_ips json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, identity_id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX universal_auths_client ON universal_auths (client_id);
CREATE TABLE client_secrets (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_id uuid NOT NULL,
  hash bytea NOT NULL,
  prefix text NOT NULL,
  description text NOT NULL,
  uses integer NOT NULL DEFAULT 0,
  uses_limit integer NOT NULL,
  ttl integer NOT NULL,
  is_revoked boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES universal_auths (org_id, identity_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX client_secrets_hash ON client_secrets (hash);
CREATE TABLE tokens (
  id uuid PRIMARY KEY,
  hash bytea NOT NULL,
  kind text NOT NULL CHECK (kind IN ('session', 'user', 'identity')),
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  org_id uuid REFERENCES organizations (id) ON DELETE CASCADE,
  identity_id uuid,
  client_secret_id uuid,
  created_at timestamptz NOT NULL,
  used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  longest_until timestamptz NOT NULL,
  uses_left integer,
  trusted_ips json,
  CHECK ((user_id IS NULL) <> (identity_id IS NULL)),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, client_secret_id) REFERENCES client_secrets (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_user ON tokens (user_id);
CREATE INDEX tokens_identity ON tokens (org_id, identity_id);
CREATE INDEX tokens_expires ON tokens (expires_at);
CREATE TABLE invitations (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitations_hash ON invitations (hash);
CREATE UNIQUE INDEX invitations_user ON invitations (org_id, user_id);
-- Failed sign-ins, shared by all nodes. The key is a hash of the account or the network.
CREATE TABLE throttles (
  key text PRIMARY KEY,
  failures integer NOT NULL,
  blocked_until timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
