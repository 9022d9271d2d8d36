import type pg from 'pg';

/** So many organizations of one shape; everyone is in `each` of its groups, and every group in a project. */
export type Shape = { organizations: number; members: number; groups: number; each: number };

/** Writes organizations of programs to the tables as they stand; gives their ids. */
export async function fillOrganizations(
  client: pg.Client,
  { organizations, members, groups, each }: Shape,
): Promise<string[]> {
  const statements: [string, ...unknown[]][] = [
    [
      'CREATE TEMP TABLE o AS SELECT gen_random_uuid() id FROM generate_series(1, $1::int)',
      organizations,
    ],
    [numbered('g'), groups],
    [numbered('m'), members],
    ['CREATE INDEX ON g (org, n)'],
    ['ANALYZE g, m'],
    [`INSERT INTO organizations (id, name, slug) SELECT id, id::text, id::text FROM o`],
    [`INSERT INTO access_heads (org_id, version, hash) SELECT id, 0, '\\x00' FROM o`],
    [
      `INSERT INTO members (org_id, id, membership_id, kind, status)
        SELECT org, id, gen_random_uuid(), 'machineIdentity', 'active' FROM m`,
    ],
    [
      `INSERT INTO member_roles (org_id, member_id, ordinal, built_in_role) SELECT org, id, 0, 'member' FROM m`,
    ],
    [
      `INSERT INTO groups (org_id, id, name, slug, built_in_role, status)
        SELECT org, id, 'Group ' || n, 'group-' || n, 'no-access', 'active' FROM g`,
    ],
    [
      `INSERT INTO edges (org_id, id, group_id, principal_id, source, added_at)
        SELECT m.org, gen_random_uuid(), g.id, m.id, 'manual', now()
        FROM m CROSS JOIN generate_series(0, $1::int - 1) k JOIN g ON g.org = m.org AND g.n = (m.n + k * ($2::int / $1)) % $2`,
      each,
      groups,
    ],
    [
      `INSERT INTO projects (org_id, id, name, slug) SELECT org, id, 'Project ' || n, 'project-' || n FROM g`,
    ],
    [
      `INSERT INTO grants (org_id, id, membership_id, project_id, group_id, built_in_role, created_at)
        SELECT org, gen_random_uuid(), gen_random_uuid(), id, id, 'viewer', now() FROM g`,
    ],
  ];
  for (const [text, ...given] of statements) await client.query(text, given);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM o');
  await client.query('DROP TABLE o, g, m');
  await client.query('VACUUM ANALYZE');
  return rows.map(({ id }) => id);
}

/** So many of something in each organization, numbered from 0. */
const numbered = (name: 'g' | 'm'): string =>
  `CREATE TEMP TABLE ${name} AS SELECT o.id org, gen_random_uuid() id, n FROM o, generate_series(0, $1::int - 1) n`;
