import { isAscii } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Rendered } from '../../held/answers.ts';

/** Whether the caller has the answer of that tag already: it is then sent 304 without a body (RFC 9110, §13.1.2). */
export function isKnown(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  return known !== undefined && isNamed(known, tag);
}

/** Whether a list of tags (`If-None-Match`) has this one, weak or strong. */
export const isNamed = (known: string, tag: string): boolean =>
  known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** As long as this (bytes) an answer goes out in one piece. */
export const atOnce = 256 * 1024;

/** UTF-8 as text; letters of one byte each are found faster than others. */
export function textOf(pieces: readonly Buffer[]): string {
  const [first = Buffer.alloc(0), ...more] = pieces;
  const bytes = more.length === 0 ? first : Buffer.concat(pieces);
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

/** Sends an answer that is text already, or that there is nothing new. */
export function sendRendered(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, length, pieces }: Rendered,
): unknown {
  if (isKnown(request, reply, tag)) return reply.code(304).send();
  reply.header('content-type', 'application/json; charset=utf-8');
  // As text, which goes out with its head; a Buffer goes apart from it.
  if (length <= atOnce) return textOf([...pieces()]);
  reply.header('content-length', length);
  return reply.send(Readable.from(together(pieces())));
}

/** Pieces in fewer ones, each about as long as what goes out at once, with room for other requests between. */
async function* together(pieces: Iterable<Buffer>): AsyncIterable<Buffer> {
  let some: Buffer[] = [];
  let length = 0;
  for (const piece of pieces) {
    some.push(piece);
    length += piece.length;
    if (length < atOnce) continue;
    yield Buffer.concat(some);
    await new Promise(setImmediate);
    some = [];
    length = 0;
  }
  if (some.length > 0) yield Buffer.concat(some);
}
