import type { Permission, Role } from "@v-available/domain/role";
import type { Capabilities } from "@v-available/orchestrator/capability";

export interface AdapterInfo {
  readonly name: string;
  /** "simulator", "QEMU pair". */
  readonly product: string;
  readonly reachable: boolean;
  readonly observedAtMs: number | null;
  /** Why it cannot be heard; null while it can. */
  readonly problem: string | null;
  /** Null until it was first heard. */
  readonly capabilities: Capabilities | null;
}

/** Who is signed in. */
export interface PersonInfo {
  readonly name: string;
  readonly role: Role;
  /** Why they may not do it, for each permission that they lack everywhere. */
  readonly mayNot: Partial<Readonly<Record<Permission, string>>>;
}

export interface SystemInfo {
  readonly product: "v-Available";
  readonly version: string;
  readonly organisation: string;
  /** True where the fleet is simulated and faults can be injected. */
  readonly demo: boolean;
  readonly database: "pglite" | "postgres";
  readonly nowMs: number;
  readonly revision: number;
  readonly adapters: readonly AdapterInfo[];
  readonly openAlarms: number;
  /** Whether a loss needs a second person. */
  readonly lossNeedsSecondPerson: boolean;
  /** An observation older than this is Unknown. */
  readonly staleAfterMs: number;
}
