import { access, type Endpoint, type Method } from '@coterie/contract';
import { refuse } from '@coterie/kernel';
import { whatIf } from '../usecases/access/what-if.ts';
import { type Door, door } from './door/door.ts';
import { presentRight, presentRoute } from './present/access.ts';
import { presentPrincipal } from './present/people.ts';

type Asked = { method: Method; path: string; body?: unknown };
type Found = { door: Door; params: Record<string, string> };

/** The door of the questions about acts; `doors` are all there are. */
export const whatIfDoor = (doors: () => readonly Door[]): Door =>
  door(access.whatIf, async (parts, caller, { body: { changes, ...rest } }, http) => {
    const acts = changes.map((asked, index) => {
      const at = `changes.${index}`;
      const [path = '', query] = asked.path.split('?', 2);
      const { door: found, params } = doorFor(doors(), asked, path) ?? noAct(at);
      const sent = { params, query: fieldsOf(query), body: asked.body };
      return found.supposed?.(caller, sent, at, http) ?? noAct(at);
    });
    const { version, total, shown, principals, handedOn, ...counts } = await whatIf(
      parts,
      caller,
      { ...rest, acts },
      presentRoute,
    );
    return {
      accessVersion: version,
      ...counts,
      handedOn: handedOn.map(({ group: { id, name }, owners }) => ({
        id,
        name,
        owners: owners.length,
      })),
      totalCount: total,
      differences: shown.map(
        ({ principal, project, projectName, gains, losses, gained, lost }) => ({
          principal: presentPrincipal(principal, principals.get(principal)),
          project: project === null ? null : { id: project, name: projectName ?? '' },
          gains: gains.map(presentRight),
          losses: losses.map(presentRight),
          gainedBy: [...gained],
          lostBy: [...lost],
        }),
      ),
    };
  });

const noAct = (at: string): never =>
  refuse({
    reason: 'invalid',
    field: `${at}.path`,
    expected: 'the method and path of a request that changes access or content',
  });

/** The door of an act that a request would come to; where several match, the one with the most words of its own. */
function doorFor(doors: readonly Door[], { method }: Asked, path: string): Found | undefined {
  const found = doors.flatMap((one): (Found & { own: number })[] => {
    if (one.endpoint.method !== method) return [];
    const params = paramsIn(one.endpoint, path);
    return params ? [{ door: one, params, own: -Object.keys(params).length }] : [];
  });
  const [best] = found.sort((a, b) => b.own - a.own);
  return best?.door.endpoint.isAct ? best : undefined;
}

/** The parameters in a path, if it is one of this endpoint. */
function paramsIn({ path: pattern }: Endpoint, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] as string;
    if (part.startsWith(':') && text !== '') params[part.slice(1)] = decoded(text);
    else if (part !== text) return null;
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The fields of a query; one that is there several times is a list. */
function fieldsOf(query: string | undefined): Record<string, string | string[]> {
  const search = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const all = search.getAll(key);
      return [key, all.length > 1 ? all : (all[0] as string)];
    }),
  );
}
