import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import pg from 'pg';

/**
 * A process of its own: Fastify with one route that returns the bytes of a file, or 304 to who names a tag, and nothing else. With a connection (JSON)
 * it reads one row of PostgreSQL before each answer, as the plainest way to know the newest state. Prints its address.
 */
const [file = '', connection] = process.argv.slice(2);
const body = readFileSync(file, 'utf8');
const newest = { name: 'newest', text: 'SELECT version FROM access_heads LIMIT 1' };
const pool = connection ? new pg.Pool({ ...JSON.parse(connection), max: 20 }) : null;
const app = Fastify({ bodyLimit: 8 * 1024 * 1024 });
app.route({
  method: ['GET', 'POST'],
  url: '/*',
  handler: async (request, reply) => {
    await pool?.query(newest);
    if (request.headers['if-none-match'] !== undefined) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  },
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
