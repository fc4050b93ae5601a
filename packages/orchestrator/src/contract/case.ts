import type { Capability } from "../capability";
import type { ContractWorld } from "./world";

/** One promise of the port. `id` is how an adapter's opt-out names it. */
export interface CaseOf {
  readonly id: string;
  readonly title: string;
  /** Without this capability the case is left out, with the adapter's own reason. */
  readonly needs?: Capability;
  run(world: ContractWorld): Promise<void>;
}
