import { access } from '@coterie/contract';
import { ShieldCheck } from 'lucide-react';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { useToasts } from '../../parts/frame/toasts.tsx';
import { plural } from '../../words.ts';
import { LogEntries } from './entries.tsx';
import { LogTabs } from './tabs.tsx';

/** Every change of access in words, and the proof that none was altered. */
export function AccessLog() {
  const toasts = useToasts();
  const verify = useAct(() => perform(access.verifyAccessLog, {}), {
    toastFailure: true,
    changes: false,
    onDone: ({ entries, intact, brokenAt, trail }) => {
      if (intact)
        toasts.say(
          `The chain is whole: ${plural(entries + trail.entries, 'entry', 'entries')} checked`,
        );
      else
        toasts.warn(
          brokenAt === null
            ? `The record of what was done beside changes of access is broken at entry ${trail.brokenAt}: that entry, or one before it, was altered or removed.`
            : `The chain is broken at version ${brokenAt}: that entry, or one before it, was altered or removed.`,
        );
    },
  });
  return (
    <>
      <PageHead
        title="Access log"
        hint="Everything that was done: every change of access, credentials, content written, attempts refused. Each entry seals the one before it."
        actions={
          <Button icon={ShieldCheck} pending={verify.pending} onClick={() => verify.run(undefined)}>
            Verify chain
          </Button>
        }
      />
      <LogTabs />
      <LogEntries />
    </>
  );
}
