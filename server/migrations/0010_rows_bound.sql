-- What a secret is, under a key that is not in the database. Rows from before have none until the next start fills them in, once.
ALTER TABLE secrets ADD COLUMN mac bytea;
ALTER TABLE instance ADD COLUMN rows_bound_at timestamptz;
