import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Conditions, ConditionValue, Rule } from '../../../kernel/src/index.ts';
import type { LiveOrganization } from '../live.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

const entity = (type: string, id: string) => ({ type, id });
const holderType = 'Holder';

/** Cedar gets a parsed policy set for each project, and with each question the user with its groups and the thing asked about. */
export function prepare(live: LiveOrganization, questions: readonly Asked[]): Contestant[] {
  const asked = questions.slice(0, 500);
  for (const project of new Set(asked.map((one) => one.project))) {
    const answer = preparsePolicySet(project, { staticPolicies: policiesOf(live, project) });
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  }
  const calls = asked.map((one) => callsFor(live, one));
  return [
    {
      name: '@cedar-policy/cedar-wasm, a policy set for each project',
      asks: asked.length,
      ask: (question) => (calls[question] ?? []).every(isAllowed),
    },
  ];
}

type Call = Parameters<typeof statefulIsAuthorized>[0];

function isAllowed(call: Call): boolean {
  const answer = statefulIsAuthorized(call);
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
  return answer.response.decision === 'allow';
}

function callsFor(
  live: LiveOrganization,
  { principal, project, subject, action, attributes }: Asked,
): Call[] {
  const [, ...groups] = live.holdersOf(principal);
  const entities = [
    {
      uid: entity(holderType, principal),
      attrs: {},
      parents: groups.map((id) => entity(holderType, id)),
    },
    { uid: entity('Thing', subject), attrs: attributes, parents: [] },
  ];
  const needed = action === 'readValue' ? ['describeSecret', 'readValue'] : [action];
  return needed.map((one) => ({
    principal: entity(holderType, principal),
    action: entity('Action', `${subject}:${one}`),
    resource: entity('Thing', subject),
    context: {},
    preparsedPolicySetId: project,
    entities,
  }));
}

function policiesOf(live: LiveOrganization, project: string): string {
  const policies: string[] = [];
  for (const [holder, roles] of live.rolesOf(project))
    for (const rule of roles.flatMap((role) => role.rules)) policies.push(policyOf(holder, rule));
  return policies.join('\n');
}

function policyOf(holder: string, { subject, action, inverted, conditions }: Rule): string {
  const actions = [action].flat().map((one) => `Action::"${subject}:${one}"`);
  const when = conditions ? ` when { ${conditionOf(conditions)} }` : '';
  return `${inverted ? 'forbid' : 'permit'} (principal in ${holderType}::"${holder}", action in [${actions.join(', ')}], resource)${when};`;
}

const conditionOf = (conditions: Conditions): string =>
  Object.entries(conditions)
    .map(([key, value]) => `(${comparison(`resource.${key}`, value)})`)
    .join(' && ');

function comparison(left: string, value: ConditionValue): string {
  if (typeof value === 'string') return `${left} == "${value}"`;
  if (Array.isArray(value.$in)) return `${JSON.stringify(value.$in)}.contains(${left})`;
  const folder = String(value.$glob).slice(0, -3);
  return `${left} == "${folder}" || ${left} like "${folder}/*"`;
}
