import { useState } from 'react';
import { Button } from '../../../parts/form/button.tsx';
import { AreaField } from '../../../parts/form/field.tsx';
import { plural } from '../../../words.ts';
import { useGroupPowers } from '../powers.ts';
import { isAddress, most, pasted } from './emails.ts';
import type { Pick } from './picks.ts';

type Given = { group: { id: string }; add: (picks: readonly Pick[]) => void };

/** Chooses everyone whose address is pasted; what is no address stays in the field, so that nothing typed is lost. */
export function PasteEmails({ group: { id }, add }: Given) {
  const { lack } = useGroupPowers(id);
  const [text, setText] = useState('');
  const pieces = pasted(text);
  const addresses = pieces.filter(({ email }) => isAddress(email));
  const others = pieces.filter(({ email }) => !isAddress(email));
  const take = () => {
    add(addresses.map(({ email }) => ({ kind: 'email', id: email, name: email, isIn: false })));
    setText(others.map(({ piece }) => piece).join('\n'));
  };
  const problem =
    addresses.length > most
      ? `At most ${most.toLocaleString('en')} at once`
      : others.length > 0
        ? `${plural(others.length, 'piece')} of this is no e-mail address: ${others
            .slice(0, 3)
            .map(({ piece }) => `“${piece}”`)
            .join(', ')}`
        : undefined;
  return (
    <div className="flex flex-col gap-3">
      <AreaField
        label="E-mail addresses"
        rows={6}
        mono
        placeholder={'ada@example.org\nalan@example.org'}
        hint="One a line, or set apart by commas, blanks or tabs."
        value={text}
        onChange={setText}
        error={problem}
      />
      <div>
        <Button
          look="primary"
          locked={lack('add-members')}
          disabled={addresses.length === 0 || addresses.length > most}
          onClick={take}
        >
          {addresses.length === 0
            ? 'Choose them'
            : `Choose ${plural(addresses.length, 'address', 'addresses')}`}
        </Button>
      </div>
    </div>
  );
}
