import type { RealClient } from '../support/client.ts';
import { Unobtainable } from '../support/obtain.ts';

/** Infisical's operator has its client inside of its controllers, so that it runs in a cluster alone. */
export const operator: RealClient = {
  name: 'Kubernetes operator',
  version: '',
  obtain: async () => {
    throw new Unobtainable('it runs in a Kubernetes cluster alone; see External Secrets');
  },
  checks: () => [],
};
