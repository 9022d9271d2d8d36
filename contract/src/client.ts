import type { z } from 'zod';
import type { Call, Endpoint, Problem } from './endpoint.ts';

export type Send = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>;

/** The server said no; `problem` is its uniform body. */
export class CallFailed extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  constructor(status: number, problem: Problem | undefined) {
    super(problem?.message ?? `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

type Given<E extends Endpoint> = Record<never, never> extends Call<E> ? [Call<E>?] : [Call<E>];

/**
 * Calls an endpoint. `send` is fetch or its like, with the base address and credentials already in it.
 * Throws CallFailed for every answer that is not 2xx.
 */
export async function call<E extends Endpoint>(
  send: Send,
  endpoint: E,
  ...[given]: Given<E>
): Promise<z.output<E['answer']>> {
  return (await ask(send, endpoint, given)).answer;
}

/** The same, with the number of all that match: for listings whose answer is a bare array, from `x-total-count`. */
export async function ask<E extends Endpoint>(
  send: Send,
  endpoint: E,
  given?: object,
): Promise<{ answer: z.output<E['answer']>; total: number | undefined }> {
  const { method, path, body } = requestOf(endpoint, given as Call<E>);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await send(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new CallFailed(response.status, isProblem(json) ? json : undefined);
  const total = response.headers.get('x-total-count');
  return {
    answer: json as z.output<E['answer']>,
    total: total === null ? undefined : Number(total),
  };
}

/** The request by which an endpoint is called: what is sent to it, or asked about first. */
export function requestOf<E extends Endpoint>(
  { method, path }: E,
  ...[given]: Given<E>
): { method: E['method']; path: string; body?: unknown } {
  const { params, query, body } = (given ?? {}) as {
    params?: object;
    query?: object;
    body?: unknown;
  };
  return { method, path: urlOf(path, params, query), ...(body === undefined ? {} : { body }) };
}

function urlOf(path: string, params: object | undefined, query: object | undefined): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, key: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[key] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null)
      for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

const isProblem = (json: unknown): json is Problem =>
  typeof json === 'object' && json !== null && 'message' in json && 'statusCode' in json;
