import type { FaultKind } from "@v-available/domain/fault-kind";
import { LAB_KINDS } from "@v-available/orchestrator-simulator/fault-lab";

/**
 * The worlds of every build were drawn from a catalogue without these. They stay what they are; `npm run fuzz` draws from
 * all there is.
 */
const LATER: ReadonlySet<FaultKind> = new Set(["split-brain", "operator-error", "replication-lag", "journal-full"]);
const FIRST: readonly FaultKind[] = LAB_KINDS.filter((kind) => !LATER.has(kind));

export type Catalogue = "first" | "all";

export const kindsOf = (catalogue: Catalogue): readonly FaultKind[] => (catalogue === "all" ? LAB_KINDS : FIRST);

/** Blocks that go wrong without anybody's knowledge came later, too. */
export const isIn = (catalogue: Catalogue, ref: string): boolean => catalogue === "all" || !ref.endsWith("/unknown");
