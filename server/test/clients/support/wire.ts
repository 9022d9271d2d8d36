import assert from 'node:assert/strict';

export type Reply = { status: number; headers: Headers; text: string; body: unknown };
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One request as it goes over the wire: without a body there is neither body nor content type. */
export async function exchange(
  url: string,
  method: Method,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(response, text) };
}

/** Clients decode an answer only when its content type says that it is JSON (wire contract, §1.4). */
const parsed = ({ headers }: Response, text: string): unknown =>
  /^application\/json\b/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;

/** The body of an answer that must be a success. */
export function succeeded({ status, body, text }: Reply): unknown {
  assert.ok(status >= 200 && status < 300, `${status}: ${text}`);
  assert.notEqual(body, undefined, `not JSON: ${text}`);
  return body;
}
