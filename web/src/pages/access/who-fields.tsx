import { useState } from 'react';
import type { Choice } from '../../parts/form/picker.tsx';
import { IdentityPicker, UserPicker } from '../../parts/form/pickers.tsx';
import { Tabs } from '../../parts/frame/tabs.tsx';

type Given = { label: string; who: Choice | undefined; onChoose: (choice: Choice) => void };
const kinds = [
  { key: 'user', label: 'User' },
  { key: 'identity', label: 'Machine identity' },
];

/** One principal: a user or a machine identity. */
export function WhoFields({ label, who, onChoose }: Given) {
  const [kind, setKind] = useState('user');
  const given = { label, chosen: who, onChoose };
  return (
    <div>
      <Tabs label={`Kind of ${label.toLowerCase()}`} tabs={kinds} current={kind} onSelect={setKind}>
        {kind === 'user' ? <UserPicker {...given} /> : <IdentityPicker {...given} />}
      </Tabs>
    </div>
  );
}
