import { bootedServer, getServer, sentenceOf } from "./boot";

const LONGEST_STOP_MS = 10_000;

/** Boots, and ties the server to the life of the process: one sentence on failure, an orderly end on a signal. */
export async function startProcess(): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
  try {
    await getServer();
  } catch (error) {
    process.stderr.write(`${sentenceOf(error) ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exit(1);
  }
}

async function end(): Promise<void> {
  // Whatever hangs, the process ends: what was acknowledged is durable already.
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  await (await bootedServer())?.stop();
  process.exit(0);
}
