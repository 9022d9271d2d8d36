import { groups } from '@coterie/contract';
import { useState } from 'react';
import { make, sentence, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { SelectField } from '../../parts/form/field.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { GroupPicker, IdentityPicker, UserPicker } from '../../parts/form/pickers.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { Tabs } from '../../parts/frame/tabs.tsx';
import type { Group } from './answer.ts';

const kinds = {
  user: { label: 'User', Picker: UserPicker },
  identity: { label: 'Machine identity', Picker: IdentityPicker },
  group: { label: 'Group', Picker: GroupPicker },
} as const;
type Kind = keyof typeof kinds;
type Power = 'member' | 'owner';
const powers = {
  member: {
    label: 'As a member: as far as they hold what the group gives',
    hint: 'as far as they hold what the group gives.',
  },
  owner: {
    label: 'As an owner: whatever the group gives',
    hint: 'whatever the group gives, though never themselves; each addition is marked.',
  },
} as const;
const powerOptions = (['member', 'owner'] as const).map((value) => ({
  value,
  label: powers[value].label,
}));
const keys = Object.keys(kinds) as Kind[];
const tabs = keys.map((key) => ({ key, label: kinds[key].label }));

const named = (kind: Kind, id: string) =>
  kind === 'group' ? { groupId: id } : { principalId: id };

type Given = { group: Group; onClose: () => void };

/** Appoints a user, a machine identity or a group as manager; whether the viewer may is asked before the button can be pressed. */
export function AddManager({ group, onClose }: Given) {
  const [kind, setKind] = useState<Kind>('user');
  const [chosen, setChosen] = useState<Choice>();
  const [power, setPower] = useState<Power>('member');
  const change = to(groups.addGroupManager, {
    params: { id: group.id },
    body: { ...named(kind, chosen?.id ?? ''), kind: power },
  });
  const preview = useWhatIf(chosen ? [change] : []);
  const act = useAct(() => make(change), {
    done: ({ name }) => `${name} manages ${group.name}`,
    onDone: onClose,
  });
  return (
    <FormDialog
      title={`Add manager of ${group.name}`}
      hint="It can be anyone who could be a member; a manager need not be one."
      save="Add manager"
      disabled={!chosen || !preview.answer}
      {...{ act, onClose }}
    >
      <ManagerField {...{ kind, onKind: setKind, chosen, onChoose: setChosen }} />
      <SelectField
        label="May let in"
        value={power}
        onChange={(value) => setPower(value === 'owner' ? 'owner' : 'member')}
        options={powerOptions}
      />
      {preview.error ? (
        <Notice tone="danger">{sentence(preview.error)}</Notice>
      ) : (
        chosen && (
          <Notice tone="info">
            By this {chosen.name} gets nothing that {group.name} has. {whom(kind)} may add and
            remove its members, {powers[power].hint}
          </Notice>
        )
      )}
    </FormDialog>
  );
}

type FieldGiven = {
  kind: Kind;
  onKind: (kind: Kind) => void;
  chosen: Choice | undefined;
  onChoose: (chosen: Choice | undefined) => void;
};

function ManagerField({ kind, onKind, chosen, onChoose }: FieldGiven) {
  const { Picker, label } = kinds[kind];
  const select = (key: string) => {
    onKind(keys.find((one) => one === key) ?? 'user');
    onChoose(undefined);
  };
  return (
    <div>
      <Tabs label="Kind of manager" tabs={tabs} current={kind} onSelect={select}>
        <Picker key={kind} label={label} chosen={chosen} onChoose={onChoose} />
      </Tabs>
    </div>
  );
}

const whom = (kind: Kind) => ({ user: 'They', identity: 'It', group: 'Each member' })[kind];
