import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Connection, requestBytes } from './connection.ts';

/**
 * A process of its own that asks for one thing again and again over kept-alive connections, and prints how many
 * answers came in how many seconds, as JSON. Every answer must be the expected one. `--body` and `--expected` name files.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    method: { type: 'string', default: 'GET' },
    path: { type: 'string', default: '' },
    token: { type: 'string', default: '' },
    body: { type: 'string', default: '' },
    expected: { type: 'string', default: '' },
    /** Asks whether there is anything new, which there must not be. */
    tag: { type: 'string', default: '' },
    connections: { type: 'string', default: '32' },
    warm: { type: 'string', default: '1000' },
    milliseconds: { type: 'string', default: '3000' },
  },
});
const { method, url, path, token } = values;
const unless = values.tag === '' ? '' : `if-none-match: ${values.tag}\r\n`;
const request = requestBytes(method, url, path, token, readFileSync(values.body, 'utf8'), unless);
const expected = unless === '' ? readFileSync(values.expected, 'utf8') : '';
const wanted = unless === '' ? 200 : 304;
const connections = Array.from({ length: Number(values.connections) }, () => new Connection(url));

async function answersUntil(end: number): Promise<number> {
  let answers = 0;
  const ask = async (connection: Connection) => {
    while (performance.now() < end) {
      const { status, body } = await connection.send(request);
      if (status !== wanted || body !== expected) throw new Error(`${status}: ${body}`);
      answers++;
    }
  };
  await Promise.all(connections.map(ask));
  return answers;
}

await answersUntil(performance.now() + Number(values.warm));
console.log('warm');
const began = performance.now();
const answers = await answersUntil(began + Number(values.milliseconds));
const seconds = (performance.now() - began) / 1000;
for (const connection of connections) connection.close();
console.log(JSON.stringify({ answers, seconds }));
