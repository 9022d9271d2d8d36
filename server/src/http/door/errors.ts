import type { Problem, Way } from '@coterie/contract';
import { type Refusal, Refused } from '@coterie/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
} from 'fastify-type-provider-zod';
import { Veiled } from '../../usecases/access/untold.ts';
import {
  AccountRefused,
  FactorWrong,
  isTooSlow,
  isUnreachable,
  NoPasskeysHere,
  NotAuthenticated,
  NotReady,
  RowAltered,
  SetUpRefused,
  Throttled,
  TicketOver,
  TooBusy,
  Unproven,
  unwritable,
  violatedIndex,
} from '../../usecases/failures.ts';
import { refusalInWords } from '../present/words.ts';

/** Which status each reason has: the one table. */
const statusOf: Record<Refusal['reason'], number> = {
  forbidden: 403,
  exceeds: 403,
  notActive: 403,
  notFound: 404,
  taken: 409,
  builtInRole: 400,
  cycle: 409,
  tooDeep: 409,
  stale: 412,
  lastAdmin: 409,
  outgrown: 409,
  inUse: 409,
  cutsOff: 409,
  invalid: 400,
};

const names: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'PayloadTooLarge',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

type Told = {
  status: number;
  message: string;
  details?: unknown;
  context?: Problem['context'];
  headers?: Record<string, string>;
  /** Nothing is wrong with the server: a line in its log will do. */
  isBrief?: true;
};

/** A request that the door itself refuses. */
export class Turned extends Error {
  readonly status: 401 | 403 | 415 | 429;
  constructor(status: 401 | 403 | 415 | 429, message: string) {
    super(message);
    this.status = status;
  }
}

/** The act asks for a fresh proof of who the caller is; `ways` are those that work. */
export class StepUpNeeded extends Error {
  readonly ways: readonly Way[];
  constructor(ways: readonly Way[]) {
    super(
      `this asks for a fresh proof of who you are: show your ${ways.includes('password') ? 'password' : 'second factor'} once more, at /api/v1/account/step-up, and repeat it within ten minutes`,
    );
    this.ways = ways;
  }
}

/** The organization lets in nobody like the caller without a second factor. */
export class FactorRequired extends Error {
  constructor() {
    super(
      'this organization asks for a second factor: set one up on the page of your account, and go on',
    );
  }
}

/** The uniform body of every refusal. */
export const problemOf = (
  request: FastifyRequest,
  status: number,
  message: string,
  details?: unknown,
  context?: Problem['context'],
): Problem => ({
  reqId: request.id,
  statusCode: status,
  message,
  error: names[status] ?? 'Error',
  ...(details === undefined ? {} : { details }),
  ...(context === undefined ? {} : { context }),
});

/** `noteFailure` hears of everything that goes wrong, for what is told of the state of the node. */
export function installErrors(
  app: FastifyInstance,
  noteFailure: (error: unknown) => void = () => {},
): void {
  app.setErrorHandler(async (error: FastifyError, request, reply: FastifyReply) => {
    const told = tell(error);
    if (told.status === 413) {
      told.message = tooLarge(request);
      await readToItsEnd(request, reply);
    }
    noteFailure(error);
    if (told.isBrief) request.log.warn({ reqId: request.id }, told.message);
    else if (told.status >= 500)
      request.log.error({ reqId: request.id, err: error }, 'request failed');
    const problem = problemOf(request, told.status, told.message, told.details, told.context);
    const form = request.routeOptions.config.refusalForm;
    return reply
      .code(told.status)
      .headers(told.headers ?? {})
      .type(form?.type ?? 'application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(form ? form.of(problem) : problem);
  });
}

/** The largest bodies (bytes). A secret's value may have 1 MiB; JSON escapes take more. */
export const bodyLimits = { json: 8 * 1024 * 1024, form: 16 * 1024 };
const tooLarge = ({ headers }: FastifyRequest): string =>
  headers['content-type']?.includes('form')
    ? `the form is too large: at most ${bodyLimits.form / 1024} KiB are taken`
    : `the request body is too large: at most ${bodyLimits.json / 1024 ** 2} MiB are taken`;

/** The most of a refused body that is read (bytes), and for how long (milliseconds). */
const mostRead = 64 * 1024 * 1024;
const longestRead = 10_000;

/** Who is cut off while it still sends reads no answer: what is left of a body that is too large is read and dropped. */
async function readToItsEnd({ raw }: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (raw.complete) return;
  let read = 0;
  const isRead = await new Promise<boolean>((done) => {
    const late = setTimeout(() => done(false), longestRead).unref();
    const end = (whole: boolean) => {
      clearTimeout(late);
      done(whole);
    };
    raw.on('data', (piece: Buffer) => {
      read += piece.length;
      if (read > mostRead) end(false);
    });
    raw.once('end', () => end(true));
    raw.once('close', () => end(false));
    raw.resume();
  });
  if (isRead) reply.removeHeader('connection');
}

function tell(error: FastifyError): Told {
  if (error instanceof Veiled) return tellVeiled(error.refusal);
  if (error instanceof Refused) return tellRefusal(error.refusal);
  if (error instanceof Turned) return { status: error.status, message: error.message };
  if (error instanceof StepUpNeeded)
    return { status: 403, message: error.message, details: { stepUp: true, ways: error.ways } };
  if (error instanceof FactorRequired)
    return { status: 403, message: error.message, details: { factorRequired: true } };
  if (error instanceof FactorWrong)
    return {
      status: 401,
      message: error.message,
      context: { code: 'mfa_invalid', triesLeft: error.triesLeft },
    };
  if (error instanceof TicketOver)
    return { status: 401, message: error.message, context: { code: 'mfa_expired', triesLeft: 0 } };
  if (error instanceof NoPasskeysHere) return { status: 409, message: error.message };
  if (error instanceof NotAuthenticated) return { status: 401, message: error.message };
  if (error instanceof AccountRefused) return { status: error.status, message: error.message };
  if (error instanceof SetUpRefused) return { status: error.status, message: error.message };
  if (error instanceof Throttled)
    return {
      status: 429,
      message: `${error.message}; try again in ${error.seconds} seconds`,
      headers: { 'retry-after': String(error.seconds) },
    };
  if (error instanceof TooBusy)
    return { status: 503, message: error.message, headers: { 'retry-after': '2' }, isBrief: true };
  if (error instanceof NotReady)
    return { status: 503, message: error.message, headers: { 'retry-after': '5' }, isBrief: true };
  if (error instanceof Unproven) return { status: 409, message: error.message };
  if (error instanceof RowAltered) return { status: 500, message: error.message };
  if (hasZodFastifySchemaValidationErrors(error)) return tellInvalid(error);
  if (isResponseSerializationError(error))
    return {
      status: 500,
      message: 'the answer did not have its declared form; this is a fault of the server',
    };
  const why = unwritable(error);
  if (why !== null)
    return {
      status: 503,
      message: `${why}; nothing was changed`,
      headers: { 'retry-after': '30' },
      isBrief: true,
    };
  if (isTooSlow(error) && !isUnreachable(error))
    return {
      status: 503,
      message: 'this took the database too long, and was given up; nothing was changed',
      headers: { 'retry-after': '5' },
      isBrief: true,
    };
  if (isUnreachable(error))
    return {
      status: 503,
      isBrief: true,
      message:
        'the database cannot be reached; if this was a change, it is not known whether it was made: look before trying again',
      headers: { 'retry-after': '2' },
    };
  const index = violatedIndex(error);
  if (index !== undefined)
    return {
      status: 409,
      message: `someone else made the same at this moment (${index.replaceAll('_', ' ')})`,
    };
  if (error.statusCode !== undefined && error.statusCode < 500)
    return { status: error.statusCode, message: lowered(error.message) };
  return {
    status: 500,
    message: 'something failed on the server; its log has more under this request id',
  };
}

function tellRefusal(refusal: Refusal): Told {
  const message = refusalInWords(refusal);
  const status = statusOf[refusal.reason];
  if (refusal.reason === 'invalid')
    return {
      status,
      message,
      details: [{ field: refusal.field, message: `expected ${refusal.expected}` }],
    };
  if (refusal.reason === 'forbidden' || refusal.reason === 'exceeds')
    return {
      status,
      message,
      details: {
        permission: `${refusal.subject}:${refusal.action}`,
        projectId: refusal.project,
        ...('groups' in refusal && refusal.groups?.length ? { groups: refusal.groups } : {}),
      },
    };
  if (refusal.reason === 'taken')
    return { status, message, details: [{ field: refusal.field, message }] };
  return { status, message };
}

/** The missing right, without the place. */
function tellVeiled(refusal: Refusal): Told {
  const permission = 'subject' in refusal ? `${refusal.subject}:${refusal.action}` : '';
  return {
    status: 403,
    message: `this concerns the permission ${permission}, which you do not hold yourself; ask someone who does`,
    details: { permission },
  };
}

/** Which field, and what was expected. */
function tellInvalid(error: FastifyError): Told {
  const details = (error.validation ?? []).map(({ instancePath, message }) => ({
    field: instancePath.split('/').filter(Boolean).join('.') || (error.validationContext ?? 'body'),
    message: lowered(message ?? 'is not of the expected form'),
  }));
  return {
    status: 400,
    message: details.map(({ field, message }) => `\`${field}\`: ${message}`).join('; '),
    details,
  };
}

const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? `${text[0]?.toLowerCase()}${text.slice(1)}` : text;
