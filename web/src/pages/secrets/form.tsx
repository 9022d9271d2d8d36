import { secrets } from '@coterie/contract';
import { useEffect } from 'react';
import { perform, problemOf, sentence, to, useAct } from '../../api.ts';
import { RenameForm, useRenaming } from '../../parts/access/rename-form.tsx';
import { AreaField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { useProject } from '../../session.tsx';
import { TagField } from './tags.tsx';
import { type Place, readSecret, withheld } from './value.ts';

type Typed = {
  key: string;
  value: string | undefined;
  comment: string;
  tagIds: readonly string[];
};

type Given = { place: Place; secret?: secrets.Secret; onClose: () => void };

/** Creates a secret, or edits the one given. Its value is fetched for editing; one not touched is not sent. */
export function SecretForm({ place, secret, onClose }: Given) {
  const { typed, set, at } = useTyped<Typed>({
    key: secret?.secretKey ?? '',
    value: undefined,
    comment: secret?.secretComment ?? '',
    tagIds: secret?.tags.map(({ id }) => id) ?? [],
  });
  const renaming = useRenaming(renameOf(place, secret, typed.key));
  const act = useAct(() => save(place, secret, { ...typed, ...renaming.force }), {
    done: `${typed.key} ${secret ? 'saved' : 'created'}`,
    onDone: onClose,
  });
  const problem = (field: string) => problemOf(act.error, field);
  return (
    <RenameForm
      title={secret ? `Edit ${secret.secretKey}` : 'Add secret'}
      hint={`In ${place.secretPath} of ${place.environment}`}
      fields={['newSecretName', 'secretName', 'secretValue', 'secretComment']}
      save={secret ? 'Save' : 'Add secret'}
      {...{ renaming, act, onClose }}
    >
      <TextField
        label="Key"
        required
        mono
        placeholder="DATABASE_URL"
        {...at('key', act.error)}
        error={problem('newSecretName') ?? problem('secretName')}
      />
      <ValueField
        {...{ place, secret, onChange: set('value'), value: typed.value }}
        problem={problem('secretValue')}
      />
      <TextField label="Comment" {...at('comment', act.error)} error={problem('secretComment')} />
      <TagField projectId={place.projectId} chosen={typed.tagIds} onChange={set('tagIds')} />
    </RenameForm>
  );
}

type ValueGiven = {
  place: Place;
  secret: secrets.Secret | undefined;
  /** What was typed; undefined while it is not touched. */
  value: string | undefined;
  onChange: (value: string) => void;
  problem: string | undefined;
};

function ValueField({ place, secret, value, onChange, problem }: ValueGiven) {
  const { may } = useProject(place.projectId);
  const mayRead = may('secrets', 'readValue');
  const read = useCurrentValue(place, secret, mayRead);
  const isHidden = secret !== undefined && (!mayRead || read.current === null);
  const hint = isHidden
    ? 'What you type replaces the value that you cannot see.'
    : secret && 'Another value becomes a new version; the earlier ones stay in the history.';
  return (
    <AreaField
      label="Value"
      mono
      value={value ?? read.current ?? ''}
      onChange={onChange}
      placeholder={isHidden ? withheld : undefined}
      hint={hint}
      error={read.problem ?? problem}
    />
  );
}

/** The value as it is: null when withheld, undefined until read. */
function useCurrentValue(place: Place, secret: secrets.Secret | undefined, mayRead: boolean) {
  const read = useAct(
    (name: string) =>
      readSecret(place, name).then(({ secretValue, secretValueHidden }) =>
        secretValueHidden ? null : secretValue,
      ),
    {
      changes: false,
      onDone: (value) => got.set('current')(value),
    },
  );
  const got = useTyped<{ current: string | null | undefined }>({ current: undefined });
  const name = secret?.secretKey;
  useEffect(() => {
    if (name !== undefined && mayRead) read.run(name);
  }, [name, mayRead, read.run]);
  return { current: got.typed.current, problem: read.error ? sentence(read.error) : undefined };
}

/** The change of name alone, as it is asked about while it is typed. */
const renameOf = (place: Place, secret: secrets.Secret | undefined, key: string) =>
  secret !== undefined && key !== secret.secretKey && secrets.newSecretName.safeParse(key).success
    ? [
        to(secrets.editSecret, {
          params: { secretName: secret.secretKey },
          body: { ...place, newSecretName: key },
        }),
      ]
    : [];

function save(
  place: Place,
  secret: secrets.Secret | undefined,
  { key, value, comment, tagIds, force }: Typed & { force?: boolean },
) {
  if (!secret)
    return perform(secrets.createSecret, {
      params: { secretName: key },
      body: { ...place, secretValue: value ?? '', secretComment: comment, tagIds: [...tagIds] },
    });
  return perform(secrets.editSecret, {
    params: { secretName: secret.secretKey },
    body: {
      ...place,
      ...(value === undefined ? {} : { secretValue: value }),
      ...(key === secret.secretKey ? {} : { newSecretName: key }),
      ...(force ? { force } : {}),
      ...(comment === secret.secretComment ? {} : { secretComment: comment }),
      ...(areAlike(tagIds, secret.tags) ? {} : { tagIds: [...tagIds] }),
    },
  });
}

const areAlike = (ids: readonly string[], tags: readonly { id: string }[]): boolean =>
  ids.length === tags.length && tags.every(({ id }) => ids.includes(id));
