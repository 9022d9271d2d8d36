-- Attempts under way are counted before they are looked at; a key without a wait has none. Counts from before go by another clock.
DELETE FROM throttles;
ALTER TABLE throttles ALTER COLUMN blocked_until DROP NOT NULL;
ALTER TABLE throttles ADD COLUMN pending integer NOT NULL DEFAULT 0;
ALTER TABLE throttles ADD COLUMN pending_since timestamptz;
-- From where someone has signed in before; both are hashes.
CREATE TABLE known_places (
  account text NOT NULL,
  place text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, place)
);
CREATE INDEX known_places_seen ON known_places (seen_at);
-- What a session was begun from and with, and until when it may do what asks for a fresh proof.
ALTER TABLE tokens DROP CONSTRAINT tokens_kind_check;
ALTER TABLE tokens ADD CONSTRAINT tokens_kind_check CHECK (kind IN ('session', 'user', 'identity', 'factor'));
ALTER TABLE tokens ADD COLUMN ip text;
ALTER TABLE tokens ADD COLUMN user_agent text;
ALTER TABLE tokens ADD COLUMN proven_until timestamptz;
ALTER TABLE tokens ADD COLUMN has_factor boolean NOT NULL DEFAULT false;
ALTER TABLE tokens ADD COLUMN tries_left integer;
-- Every sign-in, refused or not; refused ones alike within a minute are one row with a count. One of an address that nobody has is kept without an organization, for admins of the instance.
CREATE TABLE sign_ins (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('user', 'machineIdentity')),
  user_id uuid,
  org_id uuid,
  identity_id uuid,
  account text NOT NULL,
  method text NOT NULL,
  outcome text NOT NULL,
  ip text,
  user_agent text,
  request_id text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  bundle text
);
CREATE UNIQUE INDEX sign_ins_bundle ON sign_ins (bundle);
CREATE INDEX sign_ins_user ON sign_ins (user_id, at DESC);
CREATE INDEX sign_ins_identity ON sign_ins (org_id, identity_id, at DESC);
CREATE INDEX sign_ins_at ON sign_ins (at DESC);
-- In whose hands an account may be: whoever was shown the link that it was begun by, until its address is proven.
ALTER TABLE users ADD COLUMN shown_to uuid[];
ALTER TABLE members ADD COLUMN shown_to uuid[];
-- A person's own settings.
ALTER TABLE users ADD COLUMN time_zone text;
ALTER TABLE users ADD COLUMN date_language text;
-- Links that are used once, by mail or by an admin of the instance: a new password, a new address.
CREATE TABLE account_links (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('reset', 'email')),
  hash bytea NOT NULL,
  email text,
  made_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX account_links_hash ON account_links (hash);
CREATE UNIQUE INDEX account_links_user ON account_links (user_id, kind);
-- Second factors. A code's secret is sealed under the root key; a recovery code is kept as its hash.
CREATE TABLE totps (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  sealed bytea NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE passkeys (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  credential_id text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports json NOT NULL DEFAULT '[]',
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
CREATE INDEX passkeys_user ON passkeys (user_id);
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash bytea NOT NULL,
  PRIMARY KEY (user_id, hash)
);
-- A passkey's challenge, used once.
CREATE TABLE challenges (
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES users (id) ON DELETE CASCADE,
  challenge text NOT NULL,
  purpose text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX challenges_expires ON challenges (expires_at);
-- Who must have a second factor, and from when on nobody gets in without.
ALTER TABLE organizations ADD COLUMN factor_rule text NOT NULL DEFAULT 'none' CHECK (factor_rule IN ('none', 'admins', 'everyone'));
ALTER TABLE organizations ADD COLUMN factor_from timestamptz;
-- A migration that was applied is known by its text.
ALTER TABLE migrations ADD COLUMN digest text;
