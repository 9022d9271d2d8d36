import type { Plan } from './ledger.ts';

/** As many names as are listed of one kind. */
const mostNamed = 20;

/** Says what an import would do: counts first, then what is kept and what cannot come over. */
export function sayPlan({ steps, same, differing, left }: Plan): void {
  const missing = new Map<string, number>();
  for (const { what, count } of steps) missing.set(what, (missing.get(what) ?? 0) + count);
  const kinds = [...new Set([...missing.keys(), ...same.keys()])];
  const width = Math.max(4, ...kinds.map((kind) => kind.length));
  console.log(`${'what'.padEnd(width)}  to write  here already`);
  for (const kind of kinds)
    console.log(
      `${kind.padEnd(width)}  ${String(missing.get(kind) ?? 0).padStart(8)}  ${String(same.get(kind) ?? 0).padStart(12)}`,
    );
  list('Here, and otherwise; kept, unless --overwrite:', differing);
  list('Not brought over:', left);
  console.log(
    '\nMachine identities and their client secrets, and passwords, cannot be read from another instance: make those here.',
  );
}

function list(title: string, names: readonly string[]): void {
  if (names.length === 0) return;
  console.log(`\n${title}`);
  for (const name of names.slice(0, mostNamed)) console.log(`  ${name}`);
  if (names.length > mostNamed) console.log(`  … and ${names.length - mostNamed} more`);
}
