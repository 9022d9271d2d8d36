import { z } from 'zod';

/** Who may call an endpoint. The use case behind it decides; the matrix test holds it to what stands here. */
export type Who =
  | { kind: 'anyone' }
  | { kind: 'signedIn' }
  | { kind: 'instanceAdmin' }
  | { kind: 'may'; on: 'organization' | 'project'; subject: string; action: string };

export const anyone: Who = { kind: 'anyone' };
export const signedIn: Who = { kind: 'signedIn' };
export const instanceAdmin: Who = { kind: 'instanceAdmin' };
export const inOrganization = (subject: string, action: string): Who => ({
  kind: 'may',
  on: 'organization',
  subject,
  action,
});
export const inProject = (subject: string, action: string): Who => ({
  kind: 'may',
  on: 'project',
  subject,
  action,
});

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** A body of refusals that a family of endpoints has instead of `Problem`, as a standard says. */
export type RefusalForm = {
  schema: z.ZodType;
  /** The media type it is sent under. */
  type: string;
  of: (problem: Problem) => unknown;
};

/** One door: what goes in, what comes out, and which refusals it knows. */
export type Endpoint = {
  method: Method;
  path: string;
  summary: string;
  who: Who;
  /** Open to a token of someone who has a second factor and has not shown it yet: what a command line needs to get there. */
  beforeFactor?: true;
  /** An act on access or on content: what it would do can be asked first, by the same request (`access.whatIf`). */
  isAct?: true;
  /** A question, though it is posted: it changes nothing, and to be refused an answer is no attempt at changing. */
  asks?: true;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Fields of the body that public clients send and nothing reads; any other that is not known is refused. */
  alsoTakes?: readonly string[];
  /** Unknown fields of the body are let pass: others say what they send. */
  takesAny?: true;
  /** Takes the fields of an HTML form too; no other endpoint does, so that no form of another site can reach it. */
  takesForm?: true;
  answer: z.ZodType;
  /** The status of the answer, where it is not 200; with 204 goes no body. */
  status?: 201 | 204;
  refusalForm?: RefusalForm;
  /** Answers with an ETag that changes just when the answer would, and 304 to a caller that names it (RFC 9110, §13.1.2). */
  hasTag?: true;
  /** The statuses other than 200 that a well-formed call may meet. */
  refusals?: readonly (400 | 401 | 403 | 404 | 409 | 412 | 423 | 429 | 503)[];
};

export const endpoint = <const E extends Endpoint>(value: E): E => value;

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
type In<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler is given. */
export type Input<E extends Endpoint> = {
  params: Out<E['params']>;
  query: Out<E['query']>;
  body: Out<E['body']>;
};
/** What a caller sends. */
export type Call<E extends Endpoint> = ('params' extends keyof E
  ? { params: In<E['params']> }
  : { params?: undefined }) &
  ('query' extends keyof E ? { query?: In<E['query']> } : { query?: undefined }) &
  ('body' extends keyof E
    ? undefined extends In<E['body']>
      ? { body?: In<E['body']> }
      : { body: In<E['body']> }
    : { body?: undefined });
export type Answer<E extends Endpoint> = z.input<E['answer']>;

/** Every refusal has this body. */
export const problem = z
  .object({
    reqId: z.string(),
    statusCode: z.number().int(),
    message: z.string(),
    error: z.string(),
    details: z.unknown().optional(),
    /** What public clients read of a second factor that was wrong. */
    context: z.object({ code: z.string(), triesLeft: z.number().int() }).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
