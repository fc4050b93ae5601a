import { FT_BLIP_MAX_MS } from "@v-available/domain/timing";
import type { Expectation, ScriptAct } from "./scenario";
import { LAB_LANES, LAB_STAGE } from "./stage";

/** What scenarios are written in: acts, and what clients may see. */

export const inject = (fault: Extract<ScriptAct, { do: "inject" }>["fault"], subjectRef: string): ScriptAct => ({
  do: "inject",
  fault,
  subjectRef,
});
export const clear = (fault: Extract<ScriptAct, { do: "clear" }>["fault"], subjectRef: string): ScriptAct => ({
  do: "clear",
  fault,
  subjectRef,
});

export const SECOND_MS = 1_000;
export const silent = (atLeastS: number, atMostS: number, memory: Expectation["memory"] = "kept"): Expectation => ({
  silentMs: { atLeast: atLeastS * SECOND_MS, atMost: atMostS * SECOND_MS },
  memory,
  writes: "kept",
});
/** Busy machines answer as late as that, too. */
export const UNNOTICED = silent(0, 0.15);
/** Domain contract §8: a blip of ComputeThru, and the hold after the loss of the other side. */
export const BLIP = silent(0.3, FT_BLIP_MAX_MS / SECOND_MS);
export const HOLD = silent(0.1, 1);
/** The active side moves while the machine runs. */
export const MOVE = silent(0, 0.5);
/** Dead after 15 s, a guest of 30 s, an application of 20 s (domain contract §9: about 65 s). */
export const RESTART = silent(60, 72, "lost");

export const onStage = { fleet: LAB_STAGE, warmUpMs: 20_000, untilMs: 140_000 } as const;
export const PROTECTED_LANES = LAB_LANES.filter(({ target }) => target !== "plain");
export const [HOST_A, HOST_B] = ["host-a", "host-b"] as const;
