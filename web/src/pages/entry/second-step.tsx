import { factors, type session } from '@coterie/contract';
import type { z } from 'zod';
import { perform } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { ShowFactor } from '../../parts/proof/show-factor.tsx';
import type { Session } from '../../session.tsx';
import { EntryFrame } from './frame.tsx';

export type Ticketed = z.output<typeof session.ticketed>;

/** The second step of a sign-in: one of the factors, for a ticket that lasts five minutes. */
export function SecondStep({
  ticketed: { ticket, factors: ways },
  onDone,
  onBack,
}: {
  ticketed: Ticketed;
  onDone: (answer: Session) => void;
  onBack: () => void;
}) {
  return (
    <EntryFrame title="One step more" hint="The password was right. Now the second factor.">
      <div className="flex flex-col gap-4">
        <ShowFactor
          ways={ways}
          options={() => perform(factors.ticketOptions, { body: { ticket } })}
          show={async ({ code, recoveryCode, response }) =>
            onDone(
              await perform(factors.signInFactor, {
                body: { ticket, code, recoveryCode, response },
              }),
            )
          }
          confirm="Sign in"
        />
        <div>
          <Button look="quiet" small onClick={onBack}>
            Begin again
          </Button>
        </div>
      </div>
    </EntryFrame>
  );
}
