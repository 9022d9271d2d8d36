import { z } from 'zod';
import { id } from '../shared.ts';

export const params = z.object({ id });
export const identity = z.object({ id, name: z.string() });
export const named = z.object({ id, name: z.string(), slug: z.string() });
/** One of two words; an empty one, which clients send, is none. */
export const filter = (first: string, second: string) =>
  z.preprocess((v) => (v === '' ? undefined : v), z.enum([first, second]).optional());
