import type { Deed } from '../../store/log/log.ts';

const things: Record<string, string> = {
  secret: 'the secret',
  folder: 'the folder',
  environment: 'the environment',
  tag: 'the tag',
  import: 'the import of',
  template: 'the project template',
  universalAuth: 'universal auth',
  tokenAuth: 'token auth',
  serviceToken: 'a service token',
  oidcAuth: 'the sign-in by OIDC token',
  jwtAuth: 'the sign-in by JWT',
  kubernetesAuth: 'the sign-in by Kubernetes service account',
  awsAuth: 'the sign-in by AWS',
  gcpAuth: 'the sign-in by Google Cloud',
  azureAuth: 'the sign-in by Azure',
  clientSecret: 'a client secret',
  accessToken: 'an access token',
  identity: 'the machine identity',
  invitation: 'an invitation',
  passwordLink: 'a link for a new password',
  password: 'the password',
  email: 'the e-mail address',
  project: 'the settings of the project',
  totp: 'the authenticator app',
  passkey: 'a passkey',
  recoveryCodes: 'the recovery codes',
  factorRule: 'the rule for second factors',
};
const done: Record<string, string> = {
  create: 'created',
  edit: 'changed',
  rename: 'renamed',
  delete: 'deleted',
  restore: 'brought back',
  forget: 'forgotten for good',
  accept: 'accepted',
  reset: 'set anew by a link',
};
const many: Record<string, string> = { secret: 'secrets' };
const shownOfMany = 5;

/** What was done beside changes of access, in words; many of one kind in one place as one text. */
export function deedsInWords(deeds: readonly Deed[], name: (id: string) => string): string[] {
  const alike = Map.groupBy(deeds, (deed) => JSON.stringify([deed.do, deed.project, deed.at]));
  return [...alike.values()].flatMap((group) =>
    group.length > shownOfMany
      ? [manyInWords(group, name)]
      : group.map((deed) => oneInWords(deed, name)),
  );
}

function oneInWords(deed: Deed, name: (id: string) => string): string {
  const [thing = '', act = ''] = deed.do.split('.');
  if (thing === 'access') return `was refused (${deed.more ?? ''}): ${deed.name ?? ''}`;
  const of = deed.of === undefined ? '' : ` ${thing === 'identity' ? '' : 'of '}${name(deed.of)}`;
  const called = deed.name ? ` ${deed.name}` : '';
  const more =
    deed.more === undefined ? '' : act === 'rename' ? `, once ${deed.more}` : ` ${deed.more}`;
  return `${things[thing] ?? thing}${called}${of} was ${done[act] ?? act}${where(deed, name)}${more}`;
}

function manyInWords(deeds: readonly Deed[], name: (id: string) => string): string {
  const [first] = deeds as [Deed, ...Deed[]];
  const [thing = '', act = ''] = first.do.split('.');
  const shown = deeds.slice(0, shownOfMany).map((deed) => deed.name ?? '');
  const left = deeds.length - shown.length;
  return `${deeds.length} ${many[thing] ?? thing} were ${done[act] ?? act}${where(first, name)}: ${shown.join(', ')} and ${left} more`;
}

const where = ({ do: what, project, at }: Deed, name: (id: string) => string): string =>
  project === undefined
    ? ''
    : what.startsWith('project.')
      ? ` (${name(project)})`
      : ` in ${name(project)}${at === undefined ? '' : `, ${at}`}`;
