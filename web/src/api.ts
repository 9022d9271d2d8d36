import { ask, type Call, CallFailed, type Endpoint, type Send } from '@coterie/contract';
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { z } from 'zod';
import { useToasts } from './parts/frame/toasts.tsx';
import { withProof } from './proof.ts';

/** No answer came: the network or the server is away. */
export class Unreachable extends Error {}

const send: Send = async (url, init) => {
  const headers = { ...init.headers, 'x-coterie-console': '1' };
  try {
    return await fetch(url, { ...init, headers, credentials: 'same-origin' });
  } catch (cause) {
    throw new Unreachable('the server cannot be reached', { cause });
  }
};

const lines = ['name', 'projectName', 'firstName', 'lastName', 'slug'];
/** What is typed as it is meant: blanks around a name are slips, and its letters are composed; other texts stay. */
function meant<G>(given: G): G {
  const { body } = given as { body?: object };
  if (!body) return given;
  const clean = Object.entries(body).map(([field, value]) => [
    field,
    lines.includes(field) && typeof value === 'string' ? value.trim().normalize('NFC') : value,
  ]);
  return { ...given, body: Object.fromEntries(clean) };
}

/** Calls an endpoint once, or again after a fresh proof where that was missing; throws CallFailed for a refusal and Unreachable when no answer came. */
export const perform = async <E extends Endpoint>(
  endpoint: E,
  given: Call<E>,
): Promise<z.output<E['answer']>> =>
  (await withProof(() => ask(send, endpoint, meant(given)))).answer;

/** A change as it would be sent: asked about first, and then made. */
export type Change<E extends Endpoint = Endpoint> = { endpoint: E; given: Call<E> };
export const to = <E extends Endpoint>(endpoint: E, given: Call<E>): Change<E> => ({
  endpoint,
  given: meant(given),
});
export const make = <E extends Endpoint>({ endpoint, given }: Change<E>) =>
  perform(endpoint, given);

/** The same of one of several endpoints, whose answers differ. */
export const makeAny = ({ endpoint, given }: { endpoint: Endpoint; given: object }) =>
  perform(endpoint, given as Call<Endpoint>);

export const keyOf = (endpoint: Endpoint, given?: object) =>
  given === undefined ? [endpoint.method, endpoint.path] : [endpoint.method, endpoint.path, given];

type Asking = { enabled?: boolean; keep?: boolean };

/** What a reading endpoint answers, kept fresh. `keep` shows the former page while the next is on its way. */
export function useAsk<E extends Endpoint>(
  endpoint: E,
  given: Call<E>,
  { enabled = true, keep = false }: Asking = {},
) {
  const query = useQuery<{ answer: z.output<E['answer']>; total: number | undefined }>({
    queryKey: keyOf(endpoint, given),
    queryFn: () => ask(send, endpoint, given),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
  return {
    answer: query.data?.answer,
    total: query.data?.total,
    error: query.error,
    isFetching: query.isFetching,
    isStale: query.isPlaceholderData,
    refetch: query.refetch,
  };
}

type Acting<R> = {
  done?: string | ((result: R) => string);
  onDone?: (result: R) => void;
  toastFailure?: boolean;
  /** False for what only reads: nothing shown has to be asked for again. */
  changes?: boolean;
};

/** A change as a form or a dialog runs it. */
export type Act = { run: (given: undefined) => void; pending: boolean; error: unknown };

/** A change: runs, refreshes everything shown, says what was done. A failure is kept for the form, or told as a toast. */
export function useAct<A, R>(
  act: (given: A) => Promise<R>,
  { done, onDone, toastFailure = false, changes = true }: Acting<R> = {},
) {
  const client = useQueryClient();
  const toasts = useToasts();
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: async (result) => {
      onDone?.(result);
      if (done !== undefined) toasts.say(typeof done === 'string' ? done : done(result));
      if (changes) await client.invalidateQueries();
    },
    onError: (error) => {
      if (toastFailure) toasts.warn(sentence(error));
    },
  });
  return {
    run: mutation.mutate,
    pending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}

/** The words of a failure, as a sentence. */
export function sentence(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isFieldProblem = (value: unknown): value is { field: string; message: string } =>
  typeof value === 'object' && value !== null && 'field' in value && 'message' in value;

/** What the server says of one field, or of something in it; it may be named by a path such as `body.email` or `body.keys.0`. */
export function problemOf(error: unknown, field: string): string | undefined {
  const details = error instanceof CallFailed ? error.problem?.details : undefined;
  if (!Array.isArray(details)) return undefined;
  return details.filter(isFieldProblem).find((one) => one.field.split(/[./]/).includes(field))
    ?.message;
}

export const statusOf = (error: unknown): number | undefined =>
  error instanceof CallFailed ? error.status : undefined;

type Watch = {
  lost: () => void;
  found: () => void;
  /** A call was refused: whatever else is shown may no longer hold. */
  refused: (status: number, path: unknown, client: QueryClient) => void;
};

/** The cache of answers. Nothing is asked twice by itself: a refusal stands, and who watches the connection asks all again once it is back. */
export function createQueryClient(watch: Watch): QueryClient {
  const noticed = (error: unknown, path?: unknown) => {
    if (error instanceof Unreachable) watch.lost();
    const status = statusOf(error);
    if (status !== undefined) watch.refused(status, path, client);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => noticed(error, queryKey[1]),
      onSuccess: watch.found,
    }),
    mutationCache: new MutationCache({
      onError: (error) => noticed(error),
      onSuccess: watch.found,
    }),
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
      },
      // What a change answered, a secret's value perhaps, is not kept once its page is gone.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  });
  return client;
}
