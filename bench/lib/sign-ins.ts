import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { postFrom } from '../../server/test/system/support/from-network.ts';

const networks = 130;
const pauseMs = 250;
const home = '127.200.0.1';

export type SignIns = { quiet: number[]; attacked: number[]; answers: Record<number, number> };

/** How long right sign-ins from a known network take (milliseconds), alone and while strangers attack; each is checked. */
export async function timedSignIns(url: string, email: string, count: number): Promise<SignIns> {
  const login = `${url}/api/v3/auth/login`;
  const signIn = async (): Promise<number> => {
    const began = performance.now();
    const { status, text } = await postFrom(home, login, {
      email,
      password: 'correct horse battery',
    });
    if (status !== 200) throw new Error(`a right sign-in was answered ${status}: ${text}`);
    return performance.now() - began;
  };
  const some = async () => {
    const all: number[] = [];
    while (all.length < count) {
      all.push(await signIn());
      await pause(20);
    }
    return all;
  };
  for (let n = 0; n < 5; n++) await signIn();
  const quiet = await some();
  const attackers = new Worker(new URL('./attackers.ts', import.meta.url), {
    workerData: { url: login, email, networks, pauseMs },
  });
  try {
    await pause(2000);
    const attacked = await some();
    attackers.postMessage('over');
    const [answers] = (await once(attackers, 'message')) as [Record<number, number>];
    return { quiet, attacked, answers };
  } finally {
    await attackers.terminate();
  }
}
