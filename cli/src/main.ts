#!/usr/bin/env node
import { Failure } from './failure.ts';
import { program } from './program.ts';

try {
  await program().parseAsync();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
