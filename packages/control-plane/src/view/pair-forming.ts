import type { Finding } from "@v-available/domain/finding";
import type { FieldCheckView } from "./create-preview";
import type { Reference } from "./headline";
import type { TaskView } from "./task";

/** A host that a pair could be made of. */
export interface FreeHostView extends Reference {
  readonly site: Reference;
  /** Null while it answers. */
  readonly silentSinceMs: number | null;
  readonly version: string | null;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly cpuModel: string;
  /** The pair that it is being made a host of. */
  readonly pairing: string | null;
  readonly retiredFrom: string | null;
  /** Why whoever asks may not do anything with it; null where they may. */
  readonly forbiddenBecause: string | null;
}

export interface PairCheckView extends FieldCheckView {
  /** Where the limit is from. */
  readonly source: string;
  /** What is sent to accept it, where it warns. */
  readonly key: string;
}

/** One of the two ways that become the availability links. */
export interface FormingLinkView {
  readonly port: string;
  readonly toPort: string;
  /** Null where it is a cable or a line. */
  readonly switchName: string | null;
  readonly rttP50Ms: number;
  readonly bytesPerSecond: number;
}

/** What would come of a pair as it is being filled in. */
export interface PairFormingView {
  readonly hosts: readonly FreeHostView[];
  readonly witnesses: readonly { readonly name: string; readonly siteName: string }[];
  /** Why no backend makes pairs, each with its own reason; null where one does. */
  readonly unsupportedBecause: string | null;
  readonly verdict: Finding["verdict"];
  readonly checks: readonly PairCheckView[];
  readonly links: readonly FormingLinkView[];
  /** What is being made or was made, the newest first. */
  readonly tasks: readonly (TaskView & { readonly cannotEndBecause: string | null })[];
}
