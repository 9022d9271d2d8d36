import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as today from '../kernel/src/index.ts';
import { edgeFacts, factsBesideEdges } from './lib/facts.ts';
import { median, table } from './lib/numbers.ts';
import { now, organizationOf } from './lib/organization.ts';
import { tidily } from './lib/tidily.ts';

/**
 * What planning a change costs, and a check, beside the kernel of another commit in the same run: the same facts, the same
 * commands, turn by turn. Each answer is compared before anything is timed.
 */
const { values } = parseArgs({
  options: {
    against: { type: 'string', default: '71ff344' },
    users: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '31' },
  },
});

type Kernel = typeof today;
const root = fileURLToPath(new URL('..', import.meta.url));
const times = 200;

await tidily(async (cleanup) => {
  const folder = await mkdtemp(join(tmpdir(), 'coterie-kernel-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const archive = execFileSync('git', ['archive', values.against, 'kernel/src'], { cwd: root });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const former = (await import(join(folder, 'kernel/src/index.ts'))) as Kernel;

  const organization = organizationOf(Number(values.users));
  // In no group, so that nothing is denied to it.
  const admin = 'bench-admin';
  const works = [former, today].map((kernel) => worksOf(kernel, worldOf(kernel)));
  const rows = (works[0] ?? []).map(([what], n) => {
    const [before, after] = works.map((all) => all[n]?.[1] as () => string);
    if (before?.() !== after?.())
      throw new Error(`${what}: ${before?.()} before, ${after?.()} now`);
    return [what, ...compared(before as () => string, after as () => string)];
  });
  console.log(
    `${new Date().toISOString().slice(0, 10)} · Node ${process.versions.node} · ${values.users} users · ${values.rounds} rounds, medians\n`,
  );
  console.log(table(['what', `µs at ${values.against}`, 'µs now', 'now / then'], rows));

  function worldOf(kernel: Kernel) {
    const world = new kernel.World();
    for (const some of [...factsBesideEdges(organization), ...edgeFacts(organization)])
      world.apply(some);
    const after = {
      id: admin,
      membership: admin,
      kind: 'user' as const,
      status: 'active' as const,
      roles: ['admin'],
    };
    world.apply([{ kind: 'member', before: null, after }]);
    return world;
  }

  function worksOf(kernel: Kernel, world: today.World): [string, () => string][] {
    const [group, other] = [organization.groups[3], organization.groups[7]] as [string, string];
    const person = organization.users[77] as string;
    const project = organization.projects[0] as string;
    const role = organization.roles[0] as today.Role;
    const edge = {
      id: 'bench',
      group,
      member: person,
      memberKind: 'principal' as const,
      source: 'manual' as const,
      from: null,
      until: null,
      reason: null,
      addedBy: admin,
      addedAt: now,
    };
    const [held] = [...world.edgesUp(person)];
    const grant = {
      do: 'grant.add' as const,
      project,
      holder: other,
      holderKind: 'group' as const,
      membership: 'bench',
      roles: [{ id: 'bench', role: 'viewer', from: null, until: null, range: null }],
    };
    const commands: [string, today.Command][] = [
      ['a member put into a group', { do: 'edge.add', edge }],
      [
        'a member taken out of a group',
        {
          do: 'edge.remove',
          group: held?.group ?? '',
          member: person,
          source: held?.source ?? 'manual',
        },
      ],
      ['a group put on a project', grant],
      [
        'another role for a member',
        { do: 'member.setRoles', principal: person, roles: ['no-access'] },
      ],
      ['another role for a group', { do: 'group.edit', group: other, role: 'member' }],
      ['a role’s rules', { do: 'role.edit', role: role.id, rules: role.rules.slice(1) }],
      ['a member suspended', { do: 'member.suspend', principal: person }],
    ];
    const planned = commands.map(([what, command]): [string, () => string] => [
      `plan: ${what}`,
      () => {
        const outcome = kernel.plan(world, command, { principal: admin }, now);
        return 'refusal' in outcome ? outcome.refusal.reason : String(outcome.changes.length);
      },
    ]);
    let n = 0;
    const check = () => {
      const principal = organization.users[n++ % organization.users.length] as string;
      const attributes = {
        environment: 'dev',
        secretPath: '/api',
        secretName: 'X',
        secretTags: [],
      };
      const question = { principal, project, subject: 'secrets', action: 'readValue', attributes };
      return String(kernel.decide(world, question, now));
    };
    return [...planned, ['check', check]];
  }
});

/** Medians of both, turn by turn, and of the ratio of each pair. */
function compared(before: () => string, after: () => string): string[] {
  const pairs = Array.from({ length: Number(values.rounds) }, (_, n) =>
    n % 2 === 0
      ? ([took(before), took(after)] as const)
      : ([took(after), took(before)].toReversed() as [number, number]),
  );
  const ratio = median(pairs.map(([a, b]) => b / a));
  return [
    median(pairs.map(([a]) => a)).toFixed(2),
    median(pairs.map(([, b]) => b)).toFixed(2),
    ratio.toFixed(2),
  ];
}

/** Microseconds a time. */
function took(work: () => string): number {
  const began = performance.now();
  for (let n = 0; n < times; n++) work();
  return ((performance.now() - began) * 1000) / times;
}
