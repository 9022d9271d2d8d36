import { useEffect, useState } from 'react';
import { sentence, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { SelectField } from '../../parts/form/field.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import type { Session } from '../../session.tsx';
import { EntryFrame } from './frame.tsx';
import { handOver } from './hand-over.ts';

type Given = {
  session: Session;
  port: number;
  /** Signed in here and now, and so asked for by the person: nothing is left to confirm. */
  isFresh: boolean;
};

/** Hands a token to the command line that waits at a port; who was signed in before confirms it first. */
export function CommandLine({ session, port, isFresh }: Given) {
  const { user, organization, organizations } = session;
  const [chosen, setChosen] = useState(organization?.id ?? organizations[0]?.id);
  const [result, setResult] = useState<Awaited<ReturnType<typeof handOver>>>();
  const act = useAct((id: string) => handOver(port, user.email, id), {
    changes: false,
    onDone: setResult,
  });
  const { run } = act;
  const isClear = isFresh && organizations.length === 1;
  useEffect(() => {
    if (isClear && chosen !== undefined) run(chosen);
  }, [isClear, chosen, run]);
  if (result?.isTaken)
    return (
      <EntryFrame title="Signed in to the command line">
        <p role="status">The command line goes on as {user.email}. This page can be closed.</p>
      </EntryFrame>
    );
  if (result) return <ByHand code={result.code} why={result.why} />;
  return (
    <EntryFrame
      title="Sign in to the command line"
      hint={`A program on this computer asks to act as ${user.email}.`}
    >
      <Confirmation {...{ organizations, chosen, act }} onChoose={setChosen} />
    </EntryFrame>
  );
}

type ConfirmationGiven = {
  organizations: Session['organizations'];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  act: { run: (id: string) => void; pending: boolean; error: unknown };
};

function Confirmation({ organizations, chosen, onChoose, act }: ConfirmationGiven) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="info">Go on only if you started this yourself a moment ago.</Notice>
      {organizations.length > 1 && (
        <SelectField
          label="Organization"
          value={chosen ?? ''}
          onChange={onChoose}
          options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {chosen === undefined && (
        <Notice tone="warn">You are in no organization. An administrator can invite you.</Notice>
      )}
      {act.error !== null && <Notice tone="danger">{sentence(act.error)}</Notice>}
      <Button
        look="primary"
        pending={act.pending}
        disabled={chosen === undefined}
        onClick={() => chosen !== undefined && act.run(chosen)}
      >
        Continue in the command line
      </Button>
    </div>
  );
}

function ByHand({ code, why }: { code: string; why: string }) {
  return (
    <EntryFrame title="One step by hand">
      <div className="flex flex-col gap-4">
        <Notice tone="warn">The command line could not be reached from here: {why}.</Notice>
        <CopyField label="Paste this in the command line" what="Code" value={code} />
        <p className="text-xs text-dim">
          It signs in as you: give it to nobody, and paste it nowhere else.
        </p>
      </div>
    </EntryFrame>
  );
}
