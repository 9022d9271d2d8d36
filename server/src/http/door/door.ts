import type { Answer, Endpoint, Input, RefusalForm } from '@coterie/contract';
import { nameOf, problem } from '@coterie/contract';
import { Refused } from '@coterie/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Rendered } from '../../held/answers.ts';
import { isAttempt, noteRefused } from '../../usecases/access/refused.ts';
import type { Act } from '../../usecases/access/supposition.ts';
import { untold } from '../../usecases/access/untold.ts';
import { factorMissing } from '../../usecases/factors/missing.ts';
import { waysOf } from '../../usecases/factors/person.ts';
import { ProofNeeded } from '../../usecases/failures.ts';
import type { Caller, From, Parts } from '../../usecases/parts.ts';
import { callerOf, from } from './caller.ts';
import { FactorRequired, StepUpNeeded, Turned } from './errors.ts';
import { isKnown, sendRendered } from './etag.ts';
import { inputOf } from './input.ts';
import { type Sent, shownBy } from './shown.ts';
import { refuseOddText } from './text.ts';
import { refuseUnknown } from './unknown-fields.ts';

const changes = ({ method, asks }: Endpoint): boolean => method !== 'GET' && !asks;

const form = 'application/x-www-form-urlencoded';

type Http = { request: FastifyRequest; reply: FastifyReply };

declare module 'fastify' {
  interface FastifyContextConfig {
    refusalForm?: RefusalForm;
  }
  interface FastifyRequest {
    /** Who calls, found before anything else of the request is looked at; null at a door for anyone. */
    caller: Caller | null;
  }
}

/** An endpoint of the contract with what answers it. */
export type Door = {
  endpoint: Endpoint;
  open: (app: FastifyInstance, parts: Parts) => void;
  /** Of an act: what a request would do, for who asks first. Refuses a request that is not of its form, as standing `at` there. */
  supposed?: (caller: Caller, sent: Sent, at: string, http: Http) => Act;
};

type Handle<E extends Endpoint> = (
  parts: Parts,
  caller: Caller,
  input: Input<E>,
  http: Http,
) => Promise<Answer<E> | Rendered>;

/** A door for those who have signed in: the handler is given who calls. */
export const door = <E extends Endpoint>(endpoint: E, handle: Handle<E>): Door => {
  const shown = shownBy(endpoint);
  const opened = open(endpoint, async (parts, input, http) => {
    const { caller, params, query, body } = http.request;
    if (!caller) throw new Error(`${endpoint.path} was opened without asking who calls`);
    try {
      const show = await shown?.(parts, caller, { params, query, body });
      const answer = await handle(parts, caller, input, http);
      const told = show ? (show(answer) as Answer<E>) : answer;
      if (told !== answer) http.reply.removeHeader('etag');
      return told;
    } catch (error) {
      if (error instanceof ProofNeeded)
        throw new StepUpNeeded(await waysOf(parts.db, caller.principal));
      if (!(error instanceof Refused)) throw error;
      const { path, method, summary } = endpoint;
      const told = await untold(parts, caller, error, { path, params, query, body });
      if (changes(endpoint)) {
        const tried = { key: `${method} ${path}`, summary, params, query, body };
        await noteRefused(parts, caller, tried, isAttempt(error.refusal) ? error : told);
      }
      throw told;
    }
  });
  return endpoint.isAct ? { ...opened, supposed: supposing(endpoint, handle) } : opened;
};

const supposing =
  <E extends Endpoint>(endpoint: E, handle: Handle<E>): NonNullable<Door['supposed']> =>
  (caller, sent, at, http) => {
    const input = inputOf(endpoint, sent, at);
    return async (parts) => {
      try {
        await handle(parts, caller, input, http);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw await untold(parts, caller, error, { path: endpoint.path, ...sent });
      }
    };
  };

/** A door for anyone: signing in, set-up, invitations. */
export const openDoor = <E extends Endpoint>(
  endpoint: E,
  handle: (parts: Parts, from: From, input: Input<E>, http: Http) => Promise<Answer<E>>,
): Door => {
  if (endpoint.who.kind !== 'anyone') throw new Error(`${endpoint.path} is not for anyone`);
  return open(endpoint, (parts, input, http) => handle(parts, from(http.request), input, http));
};

function open<E extends Endpoint>(
  endpoint: E,
  handle: (parts: Parts, input: Input<E>, http: Http) => Promise<Answer<E> | Rendered>,
): Door {
  const { method, path, summary, who, params, query, body, answer, refusals = [] } = endpoint;
  const mustBeKnown = refuseUnknown(endpoint);
  const { thing, operation } = nameOf(endpoint);
  const { status = 200, refusalForm } = endpoint;
  const statuses = new Set([400, ...(who.kind === 'anyone' ? [] : [401]), ...refusals]);
  return {
    endpoint,
    open: (app, parts) =>
      app.withTypeProvider<ZodTypeProvider>().route({
        method,
        url: path,
        schema: {
          operationId: operation,
          summary,
          tags: [thing],
          description: whoInWords(who),
          ...(who.kind === 'anyone' ? {} : { security: [{ bearer: [] }] }),
          ...(params ? { params } : {}),
          ...(query ? { querystring: query } : {}),
          ...(body ? { body } : {}),
          response: {
            [status]: answer,
            ...Object.fromEntries(
              [...statuses].map((one) => [one, refusalForm?.schema ?? problem]),
            ),
          },
        },
        onRequest: async (request) => {
          if (!endpoint.takesForm && request.headers['content-type']?.startsWith(form))
            throw new Turned(415, 'expected a body of the type application/json');
          if (who.kind === 'anyone') return;
          request.caller = await callerOf(parts, request);
          await mustHaveFactor(parts, request.caller, endpoint);
        },
        preValidation: async (request) => {
          refuseOddText(request);
          mustBeKnown(request.body);
        },
        handler: async (request, reply) => {
          const input = {
            params: request.params,
            query: request.query,
            body: request.body,
          } as Input<E>;
          const answered = await handle(parts, input, { request, reply });
          if (answered instanceof Rendered) return sendRendered(request, reply, answered);
          reply.code(status);
          return status === 204 ? undefined : answered;
        },
        ...(refusalForm ? { config: { refusalForm } } : {}),
        ...(endpoint.hasTag ? { onSend: tagged(parts) } : {}),
      }),
  };
}

/** What concerns the caller's own account and session, and no organization. */
const isOwn = ({ path, who }: Endpoint): boolean =>
  who.kind === 'signedIn' && /^\/api\/v\d\/(account|auth)(\/|$)/.test(path);

/** The one place where a second factor is asked for, before anything else of a request is looked at. */
async function mustHaveFactor(parts: Parts, caller: Caller, endpoint: Endpoint): Promise<void> {
  if (endpoint.beforeFactor) return;
  const missing = await factorMissing(parts, caller);
  if (missing === 'unshown')
    throw new Turned(401, 'a second factor is still to be shown: sign in again, and show it');
  if (missing === 'unset' && !isOwn(endpoint)) throw new FactorRequired();
}

/** Gives an answer a tag made of its bytes, so that it changes just when the answer would for this reader. */
const tagged =
  ({ answers }: Pick<Parts, 'answers'>) =>
  (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: null, payload: unknown) => void,
  ) => {
    const isUntagged = typeof payload === 'string' && !reply.hasHeader('etag');
    if (reply.statusCode !== 200 || !isUntagged) return done(null, payload);
    if (!isKnown(request, reply, answers.tagOf([payload]))) return done(null, payload);
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    done(null, null);
  };

function whoInWords(who: Endpoint['who']): string {
  if (who.kind === 'anyone') return 'No sign-in needed.';
  if (who.kind === 'signedIn') return 'For whoever is signed in.';
  if (who.kind === 'instanceAdmin') return 'For an admin of the instance.';
  return `Needs \`${who.subject}:${who.action}\` in the ${who.on}.`;
}
