import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives an answer an ETag made of its bytes, so that it changes just when the answer would for this reader. True when the
 * caller has this answer already: it is then sent 304 without a body.
 */
export function isKnown(request: FastifyRequest, reply: FastifyReply, payload: string): boolean {
  const tag = `"${hash('sha256', payload, 'base64url').slice(0, 27)}"`;
  reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
