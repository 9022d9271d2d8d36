-- The instance itself and the people on it.
CREATE TABLE instance (
  id text PRIMARY KEY CHECK (id = 'instance'),
  root_key_check bytea NOT NULL,
  setup_hash bytea,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email)),
  first_name text,
  last_name text,
  password_hash text,
  is_instance_admin boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX organizations_slug ON organizations (lower(slug));
-- The access version that each organization stands at: every change of access takes this row's lock.
CREATE TABLE access_heads (
  org_id uuid PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  version bigint NOT NULL,
  hash bytea NOT NULL
);
CREATE TABLE access_log (
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  version bigint NOT NULL,
  at timestamptz NOT NULL,
  entry text NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (org_id, version)
);
