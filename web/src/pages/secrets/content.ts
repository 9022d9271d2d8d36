import { secrets } from '@coterie/contract';
import { useAsk } from '../../api.ts';
import { useProject } from '../../session.tsx';
import type { Place } from './value.ts';

type Flag = 'true' | 'false';

function useListed(place: Place, wish: { includePersonalOverrides: Flag; includeImports?: Flag }) {
  const { may } = useProject(place.projectId);
  const query = { ...place, viewSecretValue: 'false' as const, ...wish };
  return useAsk(secrets.listSecrets, { query }, { enabled: may('secrets', 'describeSecret') });
}

/** What is in a folder and matches a search. */
export function useContent(place: Place, search: string) {
  const { projectId, environment, secretPath: path } = place;
  const { may } = useProject(projectId);
  const { answer, error } = useListed(place, { includePersonalOverrides: 'false' });
  const own = useOwnKeys(place);
  const asked = useAsk(
    secrets.listFolders,
    { query: { projectId, environment, path } },
    { enabled: may('secret-folders', 'read') },
  );
  const has = (name: string) => name.toLowerCase().includes(search.toLowerCase());
  const all = asked.answer?.folders ?? [];
  const folders = all.filter(({ name }) => has(name));
  const found = answer?.secrets.filter((one) => has(one.secretKey) || has(one.secretComment));
  const isEmpty = answer?.secrets.length === 0 && answer.imports.length === 0 && all.length === 0;
  const isNothingFound = found?.length === 0 && folders.length === 0 && !isEmpty;
  return { error, folders, secrets: found, imports: answer?.imports, own, isEmpty, isNothingFound };
}

/** The keys of the folder that the viewer has an own value of: the listing then holds it in place of the shared one. */
function useOwnKeys(place: Place): ReadonlySet<string> {
  const { answer } = useListed(place, {
    includeImports: 'false',
    includePersonalOverrides: 'true',
  });
  const all = answer?.secrets ?? [];
  return new Set(all.filter(({ type }) => type === 'personal').map(({ secretKey }) => secretKey));
}
