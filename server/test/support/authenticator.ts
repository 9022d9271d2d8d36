import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A passkey device in software: ES256 keys, attestation "none" (WebAuthn Level 3, §6). */
const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: string | Buffer): string => Buffer.from(data).toString('base64url');

/** The head of a CBOR item (RFC 8949, §3). */
function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  if (length < 256) return Buffer.from([type | 24, length]);
  return Buffer.from([type | 25, length >> 8, length & 255]);
}

type Cbor = number | string | Buffer | Map<number | string, Cbor>;
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, one]) => [cbor(key), cbor(one)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

type Options = Record<string, unknown> & { challenge?: string };

export class Authenticator {
  readonly #origin: string;
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  #userHandle = '';
  /** How often it was used, as it says itself; a copy says what it likes. */
  counter = 0;
  /** Whether it makes sure who uses it. */
  verifies = true;

  constructor(origin: string) {
    this.#origin = origin;
  }

  create(options: Options) {
    this.#userHandle = (options.user as { id: string }).id;
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    const publicKey = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x ?? '', 'base64url')],
      [-3, Buffer.from(y ?? '', 'base64url')],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#id, cbor(publicKey)]);
    const attestationObject = cbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', this.#data(0x40, attested)],
      ]),
    );
    return this.#credential({
      clientDataJSON: this.#client('webauthn.create', options),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    });
  }

  get(options: Options, more: { userHandle?: string } = {}) {
    this.counter++;
    const authenticatorData = this.#data(0, Buffer.alloc(0));
    const clientDataJSON = this.#client('webauthn.get', options);
    const signed = Buffer.concat([
      authenticatorData,
      sha256(Buffer.from(clientDataJSON, 'base64url')),
    ]);
    return this.#credential({
      clientDataJSON,
      authenticatorData: base64url(authenticatorData),
      signature: base64url(createSign('sha256').update(signed).sign(this.#key.privateKey)),
      userHandle: more.userHandle ?? this.#userHandle,
    });
  }

  #credential(response: object) {
    const id = base64url(this.#id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #client(type: string, { challenge }: Options): string {
    return base64url(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }));
  }

  #data(flags: number, rest: Buffer): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const present = 0x01 | (this.verifies ? 0x04 : 0);
    return Buffer.concat([
      sha256(new URL(this.#origin).hostname),
      Buffer.from([flags | present]),
      counter,
      rest,
    ]);
  }
}
