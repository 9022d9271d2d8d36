import { z } from 'zod';

// Has to be said before the contract's schemas are made: else each probes for `eval`, which the content security policy forbids.
z.config({ jitless: true });

await import('./start.tsx');
