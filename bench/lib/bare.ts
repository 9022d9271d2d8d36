import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

/** A process of its own: Fastify with one route that returns the bytes of a file, and nothing else. Prints its address. */
const [file = ''] = process.argv.slice(2);
const body = readFileSync(file, 'utf8');
const app = Fastify({ bodyLimit: 8 * 1024 * 1024 });
app.route({
  method: ['GET', 'POST'],
  url: '/*',
  handler: async (_, reply) => reply.type('application/json; charset=utf-8').send(body),
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
