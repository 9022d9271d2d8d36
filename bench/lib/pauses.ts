import { connect, createServer } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * How long the event loop of another process stood still at most: imported into that process, this module tells it at a
 * socket, and begins anew.
 */
const socket = new URL(import.meta.url).searchParams.get('socket');
if (socket !== null) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  createServer((asking) => {
    // The monitor's own millisecond is no pause.
    asking.end(String(Math.max(0, delays.max / 1e6 - 1)));
    delays.reset();
  })
    .listen(socket)
    .unref();
}

/** What Node is started with so that its pauses can be asked for. */
export const withPauses = (socket: string): string[] => [
  '--import',
  `file://${fileURLToPath(import.meta.url)}?socket=${encodeURIComponent(socket)}`,
];

/** The longest pause since it was last asked for, in milliseconds. */
export const longestPause = async (socket: string): Promise<number> =>
  Number(await text(connect(socket)));
