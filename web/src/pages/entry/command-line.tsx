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
export function CommandLine({
  session: { user, organization, organizations },
  port,
  isFresh,
}: Given) {
  const [chosen, setChosen] = useState(organization?.id ?? organizations[0]?.id);
  const [result, setResult] = useState<Awaited<ReturnType<typeof handOver>>>();
  const { run, pending, error } = useAct((id: string) => handOver(port, user.email, id), {
    changes: false,
    onDone: setResult,
  });
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
      <div className="flex flex-col gap-4">
        <Notice tone="info">Go on only if you started this yourself a moment ago.</Notice>
        {organizations.length > 1 && (
          <SelectField
            label="Organization"
            value={chosen ?? ''}
            onChange={setChosen}
            options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {chosen === undefined && (
          <Notice tone="warn">You are in no organization. An administrator can invite you.</Notice>
        )}
        {error && <Notice tone="danger">{sentence(error)}</Notice>}
        <Button
          look="primary"
          pending={pending}
          disabled={chosen === undefined}
          onClick={() => chosen !== undefined && run(chosen)}
        >
          Continue in the command line
        </Button>
      </div>
    </EntryFrame>
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
