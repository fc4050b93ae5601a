import type { FaultSubjects } from "./fault-type";

/** There is one of each in a world. */
const only = (
  ref: string,
  label: string,
  isThere: (sim: Parameters<FaultSubjects["refs"]>[0]) => boolean,
): FaultSubjects => ({
  refs: (sim) => (isThere(sim) ? [ref] : []),
  find: (sim, asked) => (asked === ref && isThere(sim) ? { ref, label, pairRef: null } : null),
});

export const theWayToTheConsole = only("orchestrator", "the way between the console and the hosts", () => true);
/** The one that is part of a world. What watches a world from outside can't be ended from within. */
export const theConsole = only("console", "the console", ({ world }) => world.console !== undefined);
