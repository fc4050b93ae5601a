import type { ActiveInjection, LabCatalogue } from "./view/lab";

/** Injects faults into a simulated fleet. It exists beside the port, never in it: no real backend has one. */
export interface FaultLab {
  catalogue(): Promise<LabCatalogue>;
  /** @throws Refusal not-found | illegal-transition */
  inject(input: { fault: string; targetRef: string }): Promise<ActiveInjection>;
  /** @throws Refusal not-found */
  clear(injectionId: string): Promise<void>;
}
