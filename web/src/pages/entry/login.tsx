import { factors, session } from '@coterie/contract';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { perform, sentence, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { accountEmail, knownPassword } from '../../parts/form/sign-in-fields.ts';
import { Bones, Notice } from '../../parts/frame/notice.tsx';
import { askPasskey, canUsePasskeys } from '../../passkeys.ts';
import { type Session, useCurrentSession, useTakeSession } from '../../session.tsx';
import { CommandLine } from './command-line.tsx';
import { EntryFrame } from './frame.tsx';
import { SecondStep, type Ticketed } from './second-step.tsx';

/** A place inside the console; an address of another site is none. */
const inside = (next: string | undefined) =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';

/** Signing in, into the console or, with a port, on behalf of the command line that listens there. */
export function Login() {
  const { next, callback_port: port } = useSearch({ from: '/login' });
  const { session: current } = useCurrentSession();
  const [isFresh, setFresh] = useState(false);
  const navigate = useNavigate();
  if (current === undefined) return <Bones />;
  if (current !== null && port !== undefined)
    return <CommandLine session={current} port={port} isFresh={isFresh} />;
  if (current !== null) return <Navigate to={inside(next)} replace />;
  const goOn = () => (port === undefined ? void navigate({ to: inside(next) }) : setFresh(true));
  return <SignIn onDone={goOn} />;
}

function SignIn({ onDone }: { onDone: () => void }) {
  const [ticketed, setTicketed] = useState<Ticketed>();
  const take = useTakeSession();
  const enter = (answer: Session) => {
    onDone();
    take(answer);
  };
  return ticketed ? (
    <SecondStep ticketed={ticketed} onDone={enter} onBack={() => setTicketed(undefined)} />
  ) : (
    <FirstStep onSession={enter} onTicket={setTicketed} />
  );
}

type FirstGiven = {
  onSession: (answer: Session) => void;
  onTicket: (ticketed: Ticketed) => void;
};

function FirstStep({ onSession, onTicket }: FirstGiven) {
  const { answer: status } = useAsk(session.getStatus, {});
  const { typed, at } = useTyped({ email: '', password: '' });
  const act = useAct(() => perform(session.signIn, { body: typed }), {
    // Taking the session asks anew for what is shown; before there is one, asking would take this page away.
    changes: false,
    onDone: (answer) => ('factorNeeded' in answer ? onTicket(answer) : onSession(answer)),
  });
  return (
    <EntryFrame title="Sign in to Coterie">
      <Form fields={['email', 'password']} act={act}>
        {status?.setUpNeeded && (
          <Notice tone="info">
            Coterie is not set up yet. Open the set-up link that the server printed when it started:
            it ends in /setup#token=…
          </Notice>
        )}
        <TextField {...accountEmail} {...at('email', act.error)} />
        <TextField label="Password" {...knownPassword} {...at('password', act.error)} />
        <Button look="primary" submit pending={act.pending}>
          Sign in
        </Button>
        <p className="text-center text-sm">
          <Link to="/forgot" className="text-accent-ink underline">
            Forgot password?
          </Link>
        </p>
      </Form>
      {canUsePasskeys() && <WithPasskey onSession={onSession} />}
    </EntryFrame>
  );
}

/** Signs in by a passkey alone, which says itself whose it is. */
function WithPasskey({ onSession }: { onSession: (answer: Session) => void }) {
  const { run, pending, error } = useAct(
    async () => {
      const { options } = await perform(factors.passkeySignInOptions, {});
      const response = await askPasskey(options);
      return perform(factors.passkeySignIn, { body: { response } });
    },
    { changes: false, onDone: onSession },
  );
  return (
    <div className="mt-4 flex flex-col gap-4 border-t border-line pt-4">
      <Button icon={KeyRound} pending={pending} onClick={() => run(undefined)}>
        Sign in with a passkey
      </Button>
      {error && <Notice tone="danger">{sentence(error)}</Notice>}
    </div>
  );
}
