import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

const log = z.enum(['access', 'trail']);
const owner = z.object({ organization: z.string(), publicKey: z.string(), log });
const entry = z.object({ log, position: z.number(), at: z.string(), entry: z.string() });
const checkpoint = z.object({
  organization: z.string(),
  log,
  position: z.number(),
  digest: z.string(),
  at: z.string(),
  signature: z.string(),
});
const anyLine = z.union([checkpoint, entry, owner]);
type Log = z.infer<typeof log>;
type Checkpoint = z.infer<typeof checkpoint>;

export type Verdict = {
  organization: string;
  publicKey: string;
  entries: number;
  checkpoints: number;
  /** Entries after the newest checkpoint: nothing vouches for them yet. */
  unsigned: number;
  problems: string[];
};

/** Walks an export by itself: no server, no secret. `others` are checkpoints that were kept elsewhere. */
export function verifyExport(
  lines: Iterable<string>,
  others: Iterable<string>,
  key?: string,
): Verdict {
  const read = [...lines]
    .filter((line) => line !== '')
    .map((line) => anyLine.parse(JSON.parse(line)));
  const head = read.find((line) => 'publicKey' in line);
  if (!head) throw new Error('it does not say whose log it is: this is no export of a log');
  const { organization, publicKey } = head;
  const verdict: Verdict = {
    organization,
    publicKey,
    entries: 0,
    checkpoints: 0,
    unsigned: 0,
    problems: [],
  };
  if (key !== undefined && key !== publicKey)
    verdict.problems.push('it names another public key than the one expected');
  const all = [
    ...read.filter((line) => 'signature' in line),
    ...[...others]
      .filter((line) => line !== '')
      .map((line) => checkpoint.parse(JSON.parse(line)))
      .filter((one) => one.organization === organization),
  ];
  for (const name of log.options) {
    const entries = read.filter((line) => 'entry' in line && line.log === name);
    walk(
      name,
      entries as z.infer<typeof entry>[],
      all.filter((one) => one.log === name),
      verdict,
      key ?? publicKey,
    );
  }
  return verdict;
}

function walk(
  name: Log,
  entries: readonly z.infer<typeof entry>[],
  checkpoints: readonly Checkpoint[],
  verdict: Verdict,
  key: string,
): void {
  const wanted = Map.groupBy(checkpoints, ({ position }) => position);
  let digest: Buffer = Buffer.alloc(32);
  let position = 0;
  let signed = 0;
  const broken = (what: string) => verdict.problems.push(`${name} ${position}: ${what}`);
  for (const line of entries) {
    position++;
    if (line.position !== position)
      return void broken('this entry is missing, or not in its place');
    digest = createHash('sha256')
      .update(digest)
      .update(`${verdict.organization}\n${position}\n${line.at}\n${line.entry}`)
      .digest();
    verdict.entries++;
    for (const one of wanted.get(position) ?? []) {
      if (!isSigned(one, key)) return void broken('its checkpoint is not signed with this key');
      if (one.digest !== digest.toString('hex'))
        return void broken('this entry, or one before it, was altered');
      verdict.checkpoints++;
      signed = position;
    }
  }
  verdict.unsigned += position - signed;
  const farthest = Math.max(
    0,
    ...checkpoints.filter((one) => isSigned(one, key)).map((one) => one.position),
  );
  if (farthest > position)
    broken(`the end was cut off: a checkpoint says that there were ${farthest} entries`);
}

const isSigned = (one: Checkpoint, key: string): boolean =>
  verify(
    null,
    Buffer.from(
      `coterie checkpoint\n${one.organization}\n${one.log}\n${one.position}\n${one.digest}\n${one.at}`,
    ),
    createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
    Buffer.from(one.signature, 'base64'),
  );
