import type { Id } from '@coterie/kernel';
import type { Deed } from '../../../store/log/log.ts';

/** What happened to a secret, to what a folder imports, or to all of a folder with what is below it. */
export type Told = {
  event: 'secret:create' | 'secret:update' | 'secret:delete' | 'secret:import-mutation';
  project: Id;
  environment: string;
  path: string;
  /** None where it is about a whole folder. */
  secret: { id: Id; key: string; owner: Id | null } | null;
  /** Whether what is below the folder is meant as well. */
  isTree: boolean;
};

const events = {
  create: 'secret:create',
  restore: 'secret:create',
  edit: 'secret:update',
  delete: 'secret:delete',
} as const;

/** What a deed of content means to who waits for changes of secrets; nothing for most deeds. */
export function toldOf(deed: Deed): Told[] {
  const { project } = deed;
  const [thing, act = ''] = deed.do.split('.');
  if (project === undefined) return [];
  if (thing === 'secret') return ofSecret({ ...deed, project }, act);
  if (thing === 'import') return ofImport({ ...deed, project });
  if (thing === 'folder') return ofTree(act, deed, (path) => tree(project, deed.at ?? '', path));
  if (thing === 'environment') return ofTree(act, deed, (slug) => tree(project, slug, '/'));
  return [];
}

type Placed = Deed & { project: Id };

function ofSecret({ id = '', name = '', of, project, at, more }: Placed, act: string): Told[] {
  const place = { project, ...placeIn(at), isTree: false };
  const told = (event: Told['event'], key: string) => ({
    event,
    ...place,
    secret: { id, key, owner: of ?? null },
  });
  if (act === 'rename') return [told('secret:delete', more ?? ''), told('secret:create', name)];
  return act in events ? [told(events[act as keyof typeof events], name)] : [];
}

const ofImport = ({ project, at }: Placed): Told[] => [
  { event: 'secret:import-mutation', project, ...placeIn(at), secret: null, isTree: false },
];

type Tree = Omit<Told, 'event'>;
const tree = (project: Id, environment: string, path: string): Tree => ({
  ...{ project, environment, path },
  secret: null,
  isTree: true,
});

/** A folder or environment that is made has nothing in it yet. */
function ofTree(act: string, { name = '', more = '' }: Deed, at: (name: string) => Tree): Told[] {
  if (act === 'delete') return [{ event: 'secret:delete', ...at(name) }];
  if (act === 'restore') return [{ event: 'secret:create', ...at(name) }];
  if (act !== 'rename') return [];
  return [
    { event: 'secret:delete', ...at(more) },
    { event: 'secret:create', ...at(name) },
  ];
}

/** A place as deeds have it: the environment, a colon, the path. */
function placeIn(at = ''): { environment: string; path: string } {
  const end = at.indexOf(':');
  return { environment: at.slice(0, end), path: at.slice(end + 1) };
}
