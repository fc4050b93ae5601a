import { FORMING_STEPS, type FormingStep, REPLACING_STEPS, type ReplacingStep } from "@v-available/domain/pair-step";

const STEP_MS: Readonly<Record<FormingStep | ReplacingStep, number>> = {
  "ask both hosts": 2_000,
  "measure both links": 8_000,
  "exchange the keys of both hosts": 4_000,
  "write the pair down at the witness": 2_000,
  "start both agents": 4_000,
  /** As long as the hosts take; it is looked at as often. */
  "shut the old host out at the witness": 500,
  "start the new host": 4_000,
  "copy every disk": 0,
};

export const FORMING_MS = FORMING_STEPS.reduce((sum, step) => sum + STEP_MS[step], 0);
export const stepAt = (index: number): FormingStep | undefined => FORMING_STEPS[index];
export const replacingStepAt = (index: number): ReplacingStep | undefined => REPLACING_STEPS[index];
export const stepMs = (step: FormingStep | ReplacingStep): number => STEP_MS[step];
