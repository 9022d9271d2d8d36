import type { ColumnType, Generated } from 'kysely';

/** The tables as the migrations make them. Moments are Dates, big numbers numbers, json is parsed. */

type Auto = ColumnType<Date, Date | undefined, Date>;
/** A column that has a value of its own where none is given. */
type Default<T> = ColumnType<T, T | undefined, T>;
/** A column that may be empty, and is where nothing is given. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Json<T> = ColumnType<T, string, string>;
type Org = { org_id: string };
type Dated = { created_at: Auto; updated_at: Auto };
export type RoleColumns = { built_in_role: string | null; custom_role: string | null };

/** What is kept beside a secret, by key; the value of an encrypted one is base64 of its ciphertext. */
export type StoredMetadata = {
  key: string;
  value: string;
  isEncrypted: boolean;
  /** The secret's version at which an encrypted one was written; none for those from before it was kept. */
  counter?: number | undefined;
};

export type Database = {
  instance: {
    id: string;
    root_key_check: Buffer;
    setup_hash: Buffer | null;
    rows_bound_at: Date | null;
    references_marked_at: Date | null;
    created_at: Auto;
  };
  users: Dated & {
    id: string;
    email: string;
    first_name: string | null;
    last_name: string | null;
    password_hash: string | null;
    is_instance_admin: ColumnType<boolean, boolean | undefined, boolean>;
    made_by: string | null;
    proven_at: Date | null;
    shown_to: Optional<string[]>;
    time_zone: ColumnType<string | null, string | null | undefined, string | null>;
    date_language: ColumnType<string | null, string | null | undefined, string | null>;
  };
  renamings: { last: string };
  organizations: Dated & {
    id: string;
    name: string;
    slug: string;
    factor_rule: Default<'none' | 'admins' | 'everyone'>;
    factor_from: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  access_heads: Org & { version: number; hash: Buffer; mac: Buffer | null };
  access_log: Org & {
    version: number;
    at: Date;
    entry: string;
    previous_hash: Buffer;
    hash: Buffer;
  };
  trail: Org & {
    n: Generated<number>;
    at: Date;
    access_version: number;
    entry: string;
    mac: Buffer;
    position: number | null;
  };
  checkpoints: Org & {
    log: 'access' | 'trail';
    position: number;
    digest: Buffer;
    at: Date;
    signature: Buffer;
  };
  followers: Org & {
    reader: string;
    log: 'access' | 'trail';
    position: Generated<number>;
    moved_at: Date | null;
    holder: string | null;
    fence: Generated<number>;
    held_until: Date;
  };
  projects: Org &
    Dated & {
      id: string;
      name: string;
      slug: string;
      description: string | null;
      type: ColumnType<string, string | undefined, string>;
      has_delete_protection: ColumnType<boolean, boolean | undefined, boolean>;
      auto_capitalization: ColumnType<boolean, boolean | undefined, boolean>;
      audit_logs_retention_days: number | null;
    };
  roles: Org &
    Dated & {
      id: string;
      project_id: string | null;
      name: string;
      slug: string;
      description: string | null;
      rules: Json<unknown>;
    };
  members: Org &
    Dated & {
      id: string;
      membership_id: string;
      kind: string;
      user_id: string | null;
      status: string;
      shown_to: Optional<string[]>;
    };
  member_roles: Org & RoleColumns & { member_id: string; ordinal: number };
  groups: Org &
    Dated &
    RoleColumns & {
      id: string;
      name: string;
      slug: string;
      description: string | null;
      status: string;
      longest: number | null;
    };
  edges: Org & {
    id: string;
    group_id: string;
    principal_id: string | null;
    child_group_id: string | null;
    source: string;
    valid_from: Date | null;
    valid_until: Date | null;
    reason: string | null;
    added_by: string | null;
    added_at: Date;
    by_owner: Default<boolean>;
  };
  grants: Org &
    RoleColumns & {
      id: string;
      membership_id: string;
      project_id: string;
      principal_id: string | null;
      group_id: string | null;
      rules: ColumnType<unknown, string | null, string | null>;
      valid_from: Date | null;
      valid_until: Date | null;
      range: string | null;
      slug: string | null;
      created_at: Date;
    };
  managers: Org & {
    id: string;
    group_id: string;
    principal_id: string | null;
    manager_group_id: string | null;
    kind: Default<string>;
    added_by: string | null;
    added_at: Date;
  };
  project_templates: Org &
    Dated & {
      id: string;
      name: string;
      description: string | null;
      type: string;
      content: Json<unknown>;
    };
  identities: Org &
    Dated & {
      id: string;
      name: string;
      has_delete_protection: ColumnType<boolean, boolean | undefined, boolean>;
      metadata: Json<{ id: string; key: string; value: string }[]>;
    };
  universal_auths: Org &
    Dated & {
      identity_id: string;
      id: string;
      client_id: string;
      access_token_ttl: number;
      access_token_max_ttl: number;
      access_token_uses_limit: number;
      client_secret_ips: Json<string[]>;
      access_token_ips: Json<string[]>;
      lockout_enabled: boolean;
      lockout_threshold: number;
      lockout_duration: number;
      lockout_reset: number;
    };
  token_auths: Org &
    Dated & {
      identity_id: string;
      id: string;
      access_token_ttl: number;
      access_token_max_ttl: number;
      access_token_uses_limit: number;
      access_token_ips: Json<string[]>;
    };
  machine_sign_ins: Org &
    Dated & {
      identity_id: string;
      method: string;
      id: string;
      settings: Json<unknown>;
      sealed: Buffer | null;
      access_token_ttl: number;
      access_token_max_ttl: number;
      access_token_uses_limit: number;
      access_token_ips: Json<string[]>;
    };
  client_secrets: Org &
    Dated & {
      id: string;
      identity_id: string;
      hash: Buffer;
      prefix: string;
      description: string;
      uses: ColumnType<number, number | undefined, number>;
      uses_limit: number;
      ttl: number;
      is_revoked: ColumnType<boolean, boolean | undefined, boolean>;
    };
  tokens: {
    id: string;
    hash: Buffer;
    kind: string;
    user_id: string | null;
    org_id: string | null;
    identity_id: string | null;
    client_secret_id: string | null;
    created_at: Date;
    used_at: Date;
    expires_at: Date;
    longest_until: Date;
    uses_left: number | null;
    trusted_ips: ColumnType<string[] | null, string | null, string | null>;
    name: ColumnType<string | null, string | null | undefined, string | null>;
    is_of_token_auth: ColumnType<boolean, boolean | undefined, boolean>;
    /** By which way of signing in an identity's was made, where it is none of the two with a table of their own. */
    sign_in_method: Optional<string>;
    /** Of a user's: what it was begun from. */
    ip: Optional<string>;
    user_agent: Optional<string>;
    /** Until when it may do what asks for a fresh proof. */
    proven_until: Optional<Date>;
    /** Whether a second factor was shown. */
    has_factor: Default<boolean>;
    /** Of one that stands between a password and a second factor. */
    tries_left: Optional<number>;
  };
  invitations: Org & {
    id: string;
    user_id: string;
    hash: Buffer;
    expires_at: Date;
    invited_by: string | null;
    emailed: Default<boolean>;
    created_at: Auto;
  };
  throttles: {
    key: string;
    failures: number;
    pending: Default<number>;
    pending_since: Optional<Date>;
    blocked_until: Optional<Date>;
    updated_at: Date;
  };
  known_places: { account: string; place: string; seen_at: Auto };
  sign_ins: {
    id: string;
    at: Auto;
    kind: 'user' | 'machineIdentity';
    user_id: string | null;
    org_id: string | null;
    identity_id: string | null;
    account: string;
    method: string;
    outcome: string;
    ip: string | null;
    user_agent: string | null;
    request_id: string;
    /** Refused ones alike within a minute are counted in one row, found by its bundle. */
    times: Default<number>;
    bundle: Optional<string>;
    detail: Optional<string>;
  };
  account_links: {
    id: string;
    user_id: string;
    kind: 'reset' | 'email';
    hash: Buffer;
    email: string | null;
    made_by: string | null;
    created_at: Auto;
    expires_at: Date;
  };
  totps: {
    user_id: string;
    sealed: Buffer;
    confirmed_at: Date | null;
    last_step: Default<number>;
    created_at: Auto;
  };
  passkeys: {
    id: string;
    user_id: string;
    credential_id: string;
    public_key: Buffer;
    counter: number;
    transports: Json<string[]>;
    name: string;
    created_at: Auto;
    used_at: Optional<Date>;
  };
  recovery_codes: { user_id: string; hash: Buffer };
  challenges: {
    id: string;
    user_id: string | null;
    challenge: string;
    purpose: string;
    expires_at: Date;
  };
  organization_keys: Org & { version: number; wrapped: Buffer; created_at: Auto };
  project_keys: Org & {
    project_id: string;
    version: number;
    organization_key_version: number;
    wrapped: Buffer;
    created_at: Auto;
  };
  environments: Org &
    Dated & { id: string; project_id: string; name: string; slug: string; position: number };
  folders: Org &
    Dated & {
      id: string;
      project_id: string;
      environment_id: string;
      parent_id: string | null;
      name: string;
      path: string;
      description: string | null;
    };
  secrets: Org &
    Dated & {
      id: string;
      project_id: string;
      folder_id: string;
      key: string;
      version: number;
      skip_multiline_encoding: ColumnType<boolean, boolean | undefined, boolean>;
      owner_id: string | null;
      metadata: Json<StoredMetadata[]>;
      reminder_note: string | null;
      reminder_repeat_days: number | null;
      mac: Buffer | null;
    };
  tags: Org &
    Dated & { id: string; project_id: string; slug: string; name: string; color: string | null };
  deleted_things: Org & {
    id: string;
    kind: string;
    name: string;
    project_id: string | null;
    changes: ColumnType<unknown, string, string>;
    deleted_at: Date;
    deleted_by: string;
    deleted_by_kind: string;
    expires_at: Date;
  };
  secret_tags: Org & { secret_id: string; tag_id: string };
  secret_imports: Org &
    Dated & {
      id: string;
      project_id: string;
      folder_id: string;
      position: number;
      import_environment_id: string;
      import_path: string;
      is_replication: boolean;
    };
  secret_versions: Org & {
    secret_id: string;
    version: number;
    key: string;
    tags: string[] | null;
    value: Buffer;
    comment: Buffer;
    actor_id: string | null;
    actor_kind: string | null;
    created_at: Auto;
  };
};
