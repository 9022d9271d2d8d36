import type { Endpoint } from '@coterie/contract';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { makeAny, useAct } from '../../api.ts';
import { WhatIfDialog } from '../access/what-if.tsx';

type Asked = {
  title: string;
  changes: readonly { endpoint: Endpoint; given: object }[];
  confirm: string;
  /** What is said after it was done. */
  done: string;
};
type Gate = { open: (asked: Asked) => void };
const GateContext = createContext<Gate | null>(null);

/** The dialog in front of a change that is offered where no page stands, such as in a message. */
export function useGate(): Gate {
  const gate = useContext(GateContext);
  if (gate === null) throw new Error('there is no gate here');
  return gate;
}

export function GatePlace({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const [gate] = useState<Gate>(() => ({ open: setAsked }));
  return (
    <GateContext value={gate}>
      {children}
      {asked && <Opened asked={asked} onClose={() => setAsked(undefined)} />}
    </GateContext>
  );
}

function Opened({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { title, changes, confirm, done } = asked;
  const act = useAct(
    async () => {
      for (const change of changes) await makeAny(change);
    },
    { done, onDone: onClose },
  );
  return <WhatIfDialog {...{ title, changes, confirm, act, onClose }} />;
}
