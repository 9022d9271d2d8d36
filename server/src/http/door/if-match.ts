import type { FastifyReply, FastifyRequest } from 'fastify';

/** A thing's ETag (RFC 9110, §8.8.3): when it was last changed. */
const etagOf = (updatedAt: string): string => `"${Date.parse(updatedAt).toString(36)}"`;

/** Gives an answer with the ETag of what it shows. */
export function tagged<T extends { updatedAt: string }>(reply: FastifyReply, shown: T): T {
  reply.header('etag', etagOf(shown.updatedAt));
  return shown;
}

/**
 * Whether a thing last changed at that moment is the one that the request was made upon: one of those that `If-Match`
 * names (RFC 9110, §13.1.1), or any when there is no such header.
 */
export function matcher(request: FastifyRequest): (updatedAt: Date) => boolean {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return () => true;
  const tags = wanted.split(',').map((tag) => tag.trim());
  return (updatedAt) => tags.includes(etagOf(updatedAt.toISOString()));
}
