import { session } from '@coterie/contract';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { createQueryClient, perform } from './api.ts';
import { Button } from './parts/form/button.tsx';
import { afterRefusal } from './session.tsx';

/** Gives the pages their cache of answers, and says so when the server cannot be reached. */
export function Connection({ children }: { children: ReactNode }) {
  const [isLost, setLost] = useState(false);
  const [client] = useState(() =>
    createQueryClient({
      lost: () => setLost(true),
      found: () => setLost(false),
      refused: afterRefusal,
    }),
  );
  return (
    <QueryClientProvider client={client}>
      {isLost && <LostBanner />}
      {children}
    </QueryClientProvider>
  );
}

/** Between two tries to reach the server, in milliseconds. */
const pause = 3000;

function LostBanner() {
  const client = useQueryClient();
  const retry = useCallback(async () => {
    const isBack = await perform(session.getStatus, {}).then(
      () => true,
      () => false,
    );
    if (isBack) await client.invalidateQueries();
  }, [client]);
  useEffect(() => {
    const timer = setInterval(() => void retry(), pause);
    return () => clearInterval(timer);
  }, [retry]);
  return (
    <div
      role="alert"
      className="sticky top-0 z-30 flex flex-wrap items-center justify-center gap-3 border-b border-line bg-warn-soft px-4 py-2 text-sm text-warn-ink"
    >
      <WifiOff aria-hidden className="size-4" />
      The server cannot be reached. What you typed is kept; trying again by itself.
      <Button small onClick={() => void retry()}>
        Try now
      </Button>
    </div>
  );
}
