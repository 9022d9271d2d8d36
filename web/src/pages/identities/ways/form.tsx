import { type ReactNode, useState } from 'react';
import { perform, useAct } from '../../../api.ts';
import { FormDialog } from '../../../parts/dialog/form-dialog.tsx';
import { SelectField } from '../../../parts/form/field.tsx';
import { useTyped } from '../../../parts/form/form.tsx';
import { signInMethod } from '../../../words.ts';
import { ofTokens } from './fields.ts';
import { askedOf, settingsOf, typedOf } from './values.ts';
import { WayField } from './way-field.tsx';
import type { Way } from './ways.ts';

export type Named = { id: string; name: string };
type Given = { identity: Named; onClose: () => void };
type FormGiven = Given & {
  way: Way;
  /** What is asked for now, where the way is there already. */
  settings?: Readonly<Record<string, unknown>>;
  /** Stands before the fields. */
  children?: ReactNode;
};

/** What a machine has to show: for a way that is new, or to change one. */
export function WayForm({ identity, way, settings, onClose, children }: FormGiven) {
  const { name, hint, endpoints } = way;
  const fields = [...way.fields, ...ofTokens];
  const [before] = useState(() => typedOf(fields, settings));
  const { typed, set } = useTyped<Record<string, string>>({ ...before });
  const word = signInMethod(name);
  const act = useAct(
    () => {
      const params = { identityId: identity.id };
      return settings
        ? perform(endpoints.edit, { params, body: settingsOf(fields, typed, before) })
        : perform(endpoints.attach, { params, body: settingsOf(fields, typed) });
    },
    { done: `${word} ${settings ? 'saved' : 'added'}`, onDone: onClose },
  );
  const asked = askedOf(fields, typed);
  return (
    <FormDialog
      title={
        settings ? `Edit ${word} of ${identity.name}` : `Add a way for ${identity.name} to sign in`
      }
      hint={settings ? changed : undefined}
      fields={asked.map((field) => field.name)}
      save={settings ? 'Save' : 'Add way'}
      {...{ act, onClose }}
    >
      {children}
      <p className="text-sm text-dim">{hint}</p>
      {asked.map((field) => (
        <WayField
          key={field.name}
          {...{ field, fields }}
          isThere={settings !== undefined}
          value={typed[field.name] ?? ''}
          onChange={set(field.name)}
          failure={act.error}
        />
      ))}
    </FormDialog>
  );
}

const changed =
  'Where something else has to be shown from now on, its tokens end at once. Lifetimes, uses and addresses alone end none.';

/** Chooses one of the ways that an identity does not have, and says what has to be shown. */
export function AddWay({ identity, others, onClose }: Given & { others: readonly Way[] }) {
  const [name, setName] = useState(others[0]?.name);
  const way = others.find((one) => one.name === name);
  if (!way) return null;
  return (
    <WayForm key={way.name} {...{ identity, way, onClose }}>
      <SelectField
        label="It signs in with"
        value={way.name}
        onChange={setName}
        options={others.map((one) => ({ value: one.name, label: signInMethod(one.name) }))}
      />
    </WayForm>
  );
}
