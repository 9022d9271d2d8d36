/** Something a person has to see to; its message is all they need, so no stack is shown. */
export class Failure extends Error {
  /** @override */
  name = 'Failure';
}

/** Runs a tool's main function and turns what it throws into words and an exit code.
 * @param {() => Promise<number>} main gives the exit code */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
