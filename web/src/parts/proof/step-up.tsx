import { factors, type Way } from '@coterie/contract';
import { useEffect, useState } from 'react';
import { perform } from '../../api.ts';
import { asksForProof } from '../../proof.ts';
import { Dialog } from '../dialog/dialog.tsx';
import { ShowFactor } from './show-factor.tsx';

type Asked = { ways: readonly Way[]; answer: (isProven: boolean) => void };

/** Asks anew who the person is, in front of whatever asked for it, which then goes on by itself. */
export function StepUp() {
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    // Acts that ask at the same time wait for one answer.
    let open: Promise<boolean> | undefined;
    return asksForProof((ways) => {
      open ??= new Promise<boolean>((resolve) => {
        const answer = (isProven: boolean) => {
          open = undefined;
          setAsked(undefined);
          resolve(isProven);
        };
        setAsked({ ways, answer });
      });
      return open;
    });
  }, []);
  if (!asked) return null;
  return (
    <Dialog
      title="Show that it is you"
      hint="This is asked for before what matters most, ten minutes after the last time."
      onClose={() => asked.answer(false)}
    >
      <ShowFactor
        ways={asked.ways}
        options={() => perform(factors.stepUpOptions, {})}
        show={async (body) => {
          await perform(factors.stepUp, { body });
          asked.answer(true);
        }}
        confirm="Continue"
      />
    </Dialog>
  );
}
