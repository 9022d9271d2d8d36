import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { sql } from 'kysely';
import { type Connection, openDb } from '../../server/src/store/db.ts';

/** When, on what and with which versions something was measured, in a line. */
export async function circumstances(connection: Connection): Promise<string> {
  const { db, close } = openDb(connection, () => {}, { max: 1 });
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
  await close();
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return [
    new Date().toISOString().slice(0, 10),
    `Coterie ${version}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${rows[0]?.server_version}`,
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  ].join(' · ');
}
