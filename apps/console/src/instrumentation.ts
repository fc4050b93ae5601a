/** Runs once in each server process before the first request: opens the database, starts the watch. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startProcess } = await import("./server/process");
  await startProcess();
}
