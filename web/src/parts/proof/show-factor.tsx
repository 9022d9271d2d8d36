import type { Way } from '@coterie/contract';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { problemOf, useAct } from '../../api.ts';
import { askPasskey, canUsePasskeys } from '../../passkeys.ts';
import { Button } from '../form/button.tsx';
import { TextField } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { Notice } from '../frame/notice.tsx';

/** What is shown: one of them. */
export type Shown = {
  password?: string;
  code?: string;
  recoveryCode?: string;
  response?: { [key: string]: unknown };
};
type Given = {
  ways: readonly Way[];
  /** What the browser needs to ask for a passkey. */
  options: () => Promise<{ options: { [key: string]: unknown } }>;
  show: (shown: Shown) => Promise<unknown>;
  confirm: string;
};

const labels: Readonly<Record<Way, string>> = {
  password: 'the password',
  totp: 'the code of the app',
  passkey: 'a passkey',
  recoveryCode: 'a recovery code',
};

/** Shows a factor, in one of the ways that work; the others are a button away. */
export function ShowFactor({ ways, options, show, confirm }: Given) {
  const usable = ways.filter((way) => way !== 'passkey' || canUsePasskeys());
  const [chosen, setChosen] = useState<Way | undefined>(usable[0]);
  if (chosen === undefined)
    return (
      <Notice tone="warn">
        Your passkey cannot be used at this address. Open the console at its usual address.
      </Notice>
    );
  const others = usable.filter((way) => way !== chosen);
  return (
    <div className="flex flex-col gap-4">
      {chosen === 'passkey' ? (
        <ShowPasskey options={options} show={show} />
      ) : (
        <ShowTyped key={chosen} way={chosen} show={show} confirm={confirm} />
      )}
      {others.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {others.map((way) => (
            <Button key={way} look="quiet" small onClick={() => setChosen(way)}>
              Use {labels[way]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function ShowPasskey({ options, show }: Pick<Given, 'options' | 'show'>) {
  const act = useAct(async () => show({ response: await askPasskey((await options()).options) }), {
    changes: false,
  });
  return (
    <Form act={act}>
      <Button look="primary" submit icon={KeyRound} pending={act.pending}>
        Use a passkey
      </Button>
    </Form>
  );
}

type TypedWay = Exclude<Way, 'passkey'>;
const fields = { password: 'password', totp: 'code', recoveryCode: 'recoveryCode' } as const;
const looks = {
  password: { label: 'Password', type: 'password', autoComplete: 'current-password' },
  totp: {
    label: 'Code',
    mono: true,
    autoComplete: 'one-time-code',
    hint: 'The six digits that your authenticator app shows now.',
  },
  recoveryCode: {
    label: 'Recovery code',
    mono: true,
    hint: 'One of the ten that you kept; each is good once.',
  },
} as const;

function ShowTyped({ way, show, confirm }: Pick<Given, 'show' | 'confirm'> & { way: TypedWay }) {
  const [value, onChange] = useState('');
  const act = useAct(() => show({ [fields[way]]: value }), { changes: false });
  const error = problemOf(act.error, fields[way]);
  return (
    <Form fields={Object.values(fields)} act={act}>
      <TextField required {...looks[way]} {...{ value, onChange, error }} />
      <Button look="primary" submit pending={act.pending}>
        {confirm}
      </Button>
    </Form>
  );
}
