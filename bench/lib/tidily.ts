/** Runs a measurement, and clears away what it left to the stack, however it ends. */
export async function tidily(measure: (cleanup: AsyncDisposableStack) => Promise<void>) {
  const cleanup = new AsyncDisposableStack();
  try {
    await measure(cleanup);
  } finally {
    await cleanup.disposeAsync();
  }
}
