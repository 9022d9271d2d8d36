import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import type { Db } from './db.ts';
import type { Database } from './schema.ts';

/** Makes the text of statements, and sends none. */
const writer: Db = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/**
 * An array whose length PostgreSQL does not look at when it plans: it would make a plan for each length, every time, and
 * the one for any length is as good.
 */
export const list = (values: readonly unknown[], type: 'uuid' | 'text' | 'bytea') =>
  sql`(SELECT ${sql.val(values)}::${sql.raw(type)}[])`;

type Build<P extends readonly unknown[], Row> = (
  db: Db,
  ...given: P
) => { compile: () => CompiledQuery<Row> };

/**
 * A statement whose text is made once: for those that nearly every request sends. `build` must put each of the values
 * given into the statement, once and in their order.
 */
export class Prepared<P extends readonly unknown[], Row> {
  readonly #compiled: CompiledQuery<Row>;

  constructor(build: Build<P, Row>) {
    const marks = Array.from({ length: build.length - 1 }, (_, n) => ({ n }));
    this.#compiled = build(writer, ...(marks as readonly unknown[] as P)).compile();
    const { sql: text, parameters } = this.#compiled;
    if (parameters.length !== marks.length || !marks.every((mark, n) => mark === parameters[n]))
      throw new Error(`the values are not those of the statement, in order: ${text}`);
  }

  async rows(db: Db, ...given: P): Promise<Row[]> {
    const query: CompiledQuery<Row> = { ...this.#compiled, parameters: given };
    return (await db.executeQuery(query)).rows;
  }
}
