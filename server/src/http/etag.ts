import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives an answer an ETag made of all that is in it, so that it changes just when the answer would for this reader. True
 * when the caller has this answer already: it is then sent 304 without a body.
 */
export function isKnown(request: FastifyRequest, reply: FastifyReply, answer: unknown): boolean {
  const digest = createHash('sha256').update(JSON.stringify(answer)).digest('base64url');
  const tag = `"${digest.slice(0, 27)}"`;
  reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
