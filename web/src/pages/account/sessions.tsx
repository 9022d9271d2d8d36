import { account } from '@coterie/contract';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { Pages, pageSize } from '../../parts/list/listing.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { SignInTable } from '../../parts/proof/sign-ins.tsx';
import { ago, atMoment } from '../../words.ts';

export function Sessions() {
  return (
    <div className="flex flex-col gap-6">
      <Current />
      <Recent />
    </div>
  );
}

function Current() {
  const { answer, error, refetch } = useAsk(account.listSessions, {});
  const others = useAct(() => perform(account.endOtherSessions, {}), {
    done: 'All others have ended',
    toastFailure: true,
  });
  const hasOthers = answer?.sessions.some(({ isCurrent }) => !isCurrent) ?? false;
  return (
    <Section
      title="Where you are signed in"
      hint="One that you end is refused at once, on every server."
      actions={
        hasOthers && (
          <Button icon={LogOut} pending={others.pending} onClick={() => others.run(undefined)}>
            End all others
          </Button>
        )
      }
    >
      {error && !answer ? (
        <Failed error={error} what="your sessions" retry={() => void refetch()} />
      ) : (
        !answer && <Bones rows={3} />
      )}
      {answer && (
        <Table label="Sessions" columns={columns} rows={answer.sessions} keyOf={({ id }) => id} />
      )}
    </Section>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const columns: Column<account.OwnSession>[] = [
  {
    title: 'Device',
    cell: ({ device, ip, kind, organization, isCurrent }) => (
      <span className="block min-w-0">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {capital(device)} {isCurrent && <Badge tone="ok">This one</Badge>}
          {kind === 'token' && <Badge>Token</Badge>}
        </span>
        <span className="block text-xs text-dim">
          {[ip, organization].filter(Boolean).join(' · ')}
        </span>
      </span>
    ),
  },
  {
    title: 'Last used',
    cell: ({ usedAt }) => (
      <time dateTime={usedAt} title={atMoment(usedAt)} className="whitespace-nowrap">
        {ago(usedAt)}
      </time>
    ),
  },
  {
    title: 'Begun',
    wideOnly: true,
    cell: ({ begunAt }) => <span className="text-dim">{atMoment(begunAt)}</span>,
  },
  {
    title: 'Actions',
    silent: true,
    className: 'w-20 text-right',
    cell: (one) => !one.isCurrent && <End session={one} />,
  },
];

function End({ session: { id, device } }: { session: account.OwnSession }) {
  const act = useAct(() => perform(account.endSession, { params: { sessionId: id } }), {
    done: 'It has ended',
    toastFailure: true,
  });
  return (
    <Button small pending={act.pending} label={`End ${device}`} onClick={() => act.run(undefined)}>
      End
    </Button>
  );
}

function Recent() {
  const [offset, setOffset] = useState(0);
  const query = { limit: pageSize, offset };
  const { answer, error } = useAsk(account.listOwnSignIns, { query }, { keep: true });
  return (
    <Section title="Sign-ins to your account" hint="Let in or refused, newest first; for a year.">
      {error && !answer ? (
        <Failed error={error} what="your sign-ins" />
      ) : (
        !answer && <Bones rows={3} />
      )}
      {answer && <SignInTable rows={answer.signIns} />}
      <Pages what="sign-ins" total={answer?.totalCount ?? 0} offset={offset} onOffset={setOffset} />
    </Section>
  );
}
