import { identities } from '@coterie/contract';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, statusOf, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { useOrganization } from '../../session.tsx';
import { ClientSecrets, CreateClientSecret } from './client-secrets.tsx';
import { TokenLife } from './token-life.tsx';

type Given = { identity: { id: string; name: string } };

/** Signing in with client id and client secret: switched on here, with the secrets made for it. */
export function UniversalAuth({ identity }: Given) {
  const { lack } = useOrganization();
  const [isCreating, setCreating] = useState(false);
  const { answer, error } = useAsk(identities.getUniversalAuth, {
    params: { identityId: identity.id },
  });
  const auth = answer?.identityUniversalAuth;
  return (
    <Section
      title="Universal auth"
      hint="A program signs in with a client id and a client secret, and gets a token that runs out."
      actions={
        statusOf(error) !== 404 &&
        auth && (
          <Button
            icon={Plus}
            locked={lack('identity', 'create-token')}
            onClick={() => setCreating(true)}
          >
            Create client secret
          </Button>
        )
      }
    >
      {statusOf(error) === 404 ? (
        <Off identity={identity} />
      ) : (
        <Loaded asked={{ answer, error }} what="universal auth" bones={2}>
          {auth && <On identity={identity} auth={auth} />}
        </Loaded>
      )}
      {isCreating && <CreateClientSecret identity={identity} onClose={() => setCreating(false)} />}
    </Section>
  );
}

function Off({ identity }: Given) {
  const { lack } = useOrganization();
  const params = { identityId: identity.id };
  const attach = useAct(() => perform(identities.attachUniversalAuth, { params, body: {} }), {
    done: 'Universal auth enabled',
    toastFailure: true,
  });
  const button = (
    <Button
      look="primary"
      pending={attach.pending}
      locked={lack('identity', 'edit')}
      onClick={() => attach.run(undefined)}
    >
      Enable universal auth
    </Button>
  );
  return (
    <Empty icon={KeyRound} title="Universal auth is off" action={button}>
      Until it is on, no program can sign in as {identity.name} with a client secret.
    </Empty>
  );
}

type Auth = z.output<typeof identities.getUniversalAuth.answer>['identityUniversalAuth'];

function On({ identity, auth }: Given & { auth: Auth }) {
  const { may } = useOrganization();
  return (
    <div className="flex flex-col gap-4">
      <CopyField label="Client id" value={auth.clientId} />
      <TokenLife of={auth} />
      {may('identity', 'get-token') && <ClientSecrets identity={identity} />}
      <div>
        <Detach identity={identity} />
      </div>
    </div>
  );
}

function Detach({ identity }: Given) {
  const [isAsking, setAsking] = useState(false);
  const { may } = useOrganization();
  const act = useAct(
    () => perform(identities.detachUniversalAuth, { params: { identityId: identity.id } }),
    {
      done: 'Universal auth is off',
      onDone: () => setAsking(false),
    },
  );
  if (!may('identity', 'revoke-auth')) return null;
  return (
    <>
      <Button small onClick={() => setAsking(true)}>
        Turn universal auth off
      </Button>
      {isAsking && (
        <Confirm
          title={`Turn universal auth off for ${identity.name}?`}
          confirm="Turn off"
          act={act}
          onClose={() => setAsking(false)}
        >
          Its client secrets and the tokens that they gave end at once; programs that use them are
          shut out.
        </Confirm>
      )}
    </>
  );
}
