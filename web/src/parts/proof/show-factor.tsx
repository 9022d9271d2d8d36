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
  const [typed, setTyped] = useState('');
  const { run, pending, error, reset } = useAct(show, { changes: false });
  const passkey = useAct(
    async () => show({ response: await askPasskey((await options()).options) }),
    { changes: false },
  );
  const choose = (way: Way) => {
    setChosen(way);
    setTyped('');
    reset();
    passkey.reset();
  };
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
        <Form fields={[]} error={passkey.error} onSubmit={() => passkey.run(undefined)}>
          <Button look="primary" submit icon={KeyRound} pending={passkey.pending}>
            Use a passkey
          </Button>
        </Form>
      ) : (
        <Form
          fields={['code', 'recoveryCode', 'password']}
          error={error}
          onSubmit={() => run(shownAs(chosen, typed))}
        >
          <Typed way={chosen} value={typed} onChange={setTyped} error={error} />
          <Button look="primary" submit pending={pending}>
            {confirm}
          </Button>
        </Form>
      )}
      {others.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {others.map((way) => (
            <Button key={way} look="quiet" small onClick={() => choose(way)}>
              Use {labels[way]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

const shownAs = (way: Exclude<Way, 'passkey'>, typed: string): Shown =>
  way === 'totp' ? { code: typed } : { [way]: typed };

function Typed({
  way,
  value,
  onChange,
  error,
}: {
  way: Exclude<Way, 'passkey'>;
  value: string;
  onChange: (value: string) => void;
  error: unknown;
}) {
  const common = { value, onChange, required: true };
  if (way === 'password')
    return (
      <TextField
        {...common}
        label="Password"
        type="password"
        autoComplete="current-password"
        error={problemOf(error, 'password')}
      />
    );
  if (way === 'totp')
    return (
      <TextField
        {...common}
        label="Code"
        mono
        autoComplete="one-time-code"
        hint="The six digits that your authenticator app shows now."
        error={problemOf(error, 'code')}
      />
    );
  return (
    <TextField
      {...common}
      label="Recovery code"
      mono
      hint="One of the ten that you kept; each is good once."
      error={problemOf(error, 'recoveryCode')}
    />
  );
}
