import { connect, type Socket } from 'node:net';

export type Reply = { status: number; body: string };

const gap = '\r\n\r\n';

/** One kept-alive HTTP connection: one request after another, with as little work of its own as can be. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #more: Buffer[] = [];
  #size = 0;
  /** How long the answer is, as far as that is known. */
  #wanted = 0;
  #waiting: PromiseWithResolvers<Reply> | undefined;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (data: Buffer) => this.#hear(data));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the server hung up')));
  }

  send(request: Buffer): Promise<Reply> {
    this.#waiting = Promise.withResolvers<Reply>();
    this.#socket.write(request);
    return this.#waiting.promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #hear(data: Buffer): void {
    this.#more.push(data);
    this.#size += data.length;
    // A long answer is put together once, when all of it is here.
    if (this.#size < this.#wanted) return;
    this.#received = this.#more.length === 1 ? data : Buffer.concat(this.#more);
    this.#more = [this.#received];
    const head = this.#received.indexOf(gap);
    if (head < 0) return;
    const text = this.#received.toString('latin1', 0, head);
    const status = Number(text.slice(9, 12));
    const length = status === 304 ? 0 : lengthIn(text);
    if (Number.isNaN(length)) this.#waiting?.reject(new Error(`no content-length in:\n${text}`));
    const begin = head + gap.length;
    this.#wanted = begin + length;
    if (!(this.#size >= this.#wanted)) return;
    const body = this.#received.toString('utf8', begin, begin + length);
    const rest = this.#received.subarray(begin + length);
    this.#more = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    this.#wanted = 0;
    this.#waiting?.resolve({ status, body });
  }
}

const lengthIn = (head: string): number =>
  Number(/\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);

/** The bytes of a request; `body` is JSON, and `more` are further headers, each with the end of its line. */
export const requestBytes = (
  method: string,
  url: string,
  path: string,
  token: string,
  body = '',
  more = '',
): Buffer => {
  const host = new URL(url).host;
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${more}`;
  const about =
    body === ''
      ? ''
      : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return Buffer.from(`${head}${about}\r\n${body}`);
};
