import { Readable } from 'node:stream';
import { events } from '@coterie/contract';
import { TooManyStreams } from '../../usecases/content/events/events.ts';
import type { Told } from '../../usecases/content/events/told.ts';
import { callerAgain } from '../door/caller.ts';
import { type Door, door } from '../door/door.ts';
import { Turned } from '../door/errors.ts';

/** A client that has left so much unread is let go (bytes). */
const mostUnread = 1 << 20;

/** Whole folders and imports are told by their place alone. */
function payloadOf({ environment, path: secretPath, secret }: Told) {
  const place = { environment, secretPath };
  return secret ? [{ ...place, secretKey: secret.key }] : place;
}

/** One event (HTML standard, §9.2.6), with its place in both ways in which clients read it. */
function eventText(told: Told): string {
  const { event, project, environment, path, secret } = told;
  const data = {
    projectType: 'secret-manager',
    data: { eventType: event, payload: payloadOf(told) },
    ...{ projectId: project, environment, secretPath: path },
    ...(secret ? { secretKey: secret.key } : {}),
  };
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const eventDoors: Door[] = [
  door(events.subscribe, async (parts, caller, { body }, { request, reply }) => {
    const stream = new Readable({ read() {} });
    const push = (text: string) => {
      if (stream.readableLength > mostUnread) stream.destroy();
      else if (!stream.destroyed) stream.push(text);
    };
    const register = body.register.map((one) =>
      'conditions' in one ? { event: one.event, ...one.conditions } : one,
    );
    const forget = await parts.events
      .subscribe(
        caller,
        { project: body.projectId, register, again: () => callerAgain(parts, request) },
        {
          tell: (told) => push(eventText(told)),
          ping: () => push('event: ping\n\n'),
          end: () => stream.push(null),
        },
      )
      .catch((error: unknown) => {
        throw error instanceof TooManyStreams ? new Turned(429, error.message) : error;
      });
    stream.once('close', forget);
    reply.type('text/event-stream').header('x-accel-buffering', 'no');
    // So that the head leaves at once, and the client knows that it is told from here on.
    stream.push(': open\n\n');
    return stream as never;
  }),
];
