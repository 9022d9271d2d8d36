import Fastify from 'fastify';

/** A process of its own: Fastify with one route that returns the bytes given, and nothing else. Prints its address. */
const [body = ''] = process.argv.slice(2);
const app = Fastify();
app.get('/*', async (_, reply) => reply.type('application/json; charset=utf-8').send(body));
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
