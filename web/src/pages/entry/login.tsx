import { session } from '@coterie/contract';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { perform, problemOf, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { Form, useTyped } from '../../parts/form.tsx';
import { Bones, Notice } from '../../parts/notice.tsx';
import { useCurrentSession, useTakeSession } from '../../session.tsx';
import { EntryFrame } from './frame.tsx';

/** A place inside the console; an address of another site is none. */
const inside = (next: string | undefined) =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';

export function Login() {
  const { next } = useSearch({ from: '/login' });
  const { session: current } = useCurrentSession();
  if (current === undefined) return <Bones />;
  if (current !== null) return <Navigate to={inside(next)} replace />;
  return <SignIn next={inside(next)} />;
}

function SignIn({ next }: { next: string }) {
  const { answer: status } = useAsk(session.status, {});
  const { typed, set } = useTyped({ email: '', password: '' });
  const take = useTakeSession();
  const navigate = useNavigate();
  const { run, pending, error } = useAct(() => perform(session.signIn, { body: typed }), {
    onDone: (answer) => {
      take(answer);
      void navigate({ to: next });
    },
  });
  return (
    <EntryFrame title="Sign in to Coterie">
      <Form fields={['email', 'password']} error={error} onSubmit={() => run(undefined)}>
        {status?.setUpNeeded && (
          <Notice tone="info">
            Coterie is not set up yet. Open the set-up link that the server printed when it started:
            it ends in /setup#token=…
          </Notice>
        )}
        <TextField
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={typed.email}
          onChange={set('email')}
          error={problemOf(error, 'email')}
        />
        <TextField
          label="Password"
          type="password"
          required
          autoComplete="current-password"
          value={typed.password}
          onChange={set('password')}
          error={problemOf(error, 'password')}
        />
        <Button look="primary" submit pending={pending}>
          Sign in
        </Button>
      </Form>
    </EntryFrame>
  );
}
