import { carryOutPending, type VerbKit } from "./submit";

const RETRY_MS = 1_000;

/**
 * Asks for what was written down and not asked for, because a process died in between or the database failed: a task
 * that nobody asks for would keep its machine from every other one.
 */
export function askForLeftBehind(kit: VerbKit): { readonly soon: () => void; stop(): Promise<void> } {
  let callOff: (() => void) | null = null;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  const look = () => {
    callOff = null;
    turn = turn
      .then(() => carryOutPending(kit))
      .catch((error: unknown) => {
        kit.log.error("Tasks that were cut short could not be asked for again.", { error: String(error) });
        soon();
      });
  };
  const soon = () => {
    if (!stopped) callOff ??= kit.clock.after(RETRY_MS, look);
  };
  look();
  return {
    soon,
    async stop() {
      stopped = true;
      callOff?.();
      await turn;
    },
  };
}
