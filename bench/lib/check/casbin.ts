import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import type { Rule } from '../../../kernel/src/index.ts';
import type { LiveOrganization } from '../live.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

const model = `
[request_definition]
r = sub, obj, act, env, path
[policy_definition]
p = sub, obj, act, env, folder, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.obj == p.obj && r.act == p.act && within(r.env, p.env) && below(r.path, p.folder) && g(r.sub, p.sub)
`;

/** Casbin looks at every policy it has loaded, so each project has an enforcer of its own, with the users that are asked about. */
export async function prepare(
  live: LiveOrganization,
  questions: readonly Asked[],
): Promise<Contestant[]> {
  const asked = questions.slice(0, 200);
  const enforcers = new Map<string, Enforcer>();
  for (const { project } of asked)
    if (!enforcers.has(project)) enforcers.set(project, await enforcerOf(live, project, asked));
  return [
    {
      name: 'casbin, an enforcer for each project',
      asks: asked.length,
      ask(question) {
        const { principal, project, subject, action, attributes } = asked[question] as Asked;
        const enforcer = enforcers.get(project) as Enforcer;
        const { environment, secretPath } = attributes;
        const may = (one: string) =>
          enforcer.enforceSync(principal, subject, one, environment, secretPath);
        return action === 'readValue' ? may('describeSecret') && may(action) : may(action);
      },
    },
  ];
}

async function enforcerOf(
  live: LiveOrganization,
  project: string,
  asked: readonly Asked[],
): Promise<Enforcer> {
  const lines: string[] = [];
  for (const [holder, roles] of live.rolesOf(project))
    for (const rule of roles.flatMap((role) => role.rules)) lines.push(...policiesOf(holder, rule));
  for (const user of new Set(
    asked.filter((one) => one.project === project).map((one) => one.principal),
  ))
    for (const group of live.holdersOf(user).slice(1)) lines.push(`g, ${user}, ${group}`);
  const enforcer = await newEnforcer(
    newModelFromString(model),
    new StringAdapter(lines.join('\n')),
  );
  await enforcer.addFunction(
    'within',
    (one: string, all: string) => all === '*' || all.split('|').includes(one),
  );
  await enforcer.addFunction(
    'below',
    (path: string, folder: string) =>
      folder === '*' || path === folder || path.startsWith(`${folder}/`),
  );
  return enforcer;
}

function policiesOf(holder: string, { subject, action, inverted, conditions }: Rule): string[] {
  const environment = conditions?.environment ?? '*';
  const within =
    typeof environment === 'string' ? environment : (environment.$in as string[]).join('|');
  const path = conditions?.secretPath ?? '*';
  const folder = typeof path === 'string' ? path : String(path.$glob).slice(0, -3);
  return [action]
    .flat()
    .map(
      (one) =>
        `p, ${holder}, ${subject}, ${one}, ${within}, ${folder}, ${inverted ? 'deny' : 'allow'}`,
    );
}
