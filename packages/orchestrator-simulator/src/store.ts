import type { Command } from "@v-available/domain/command";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { WorldImage } from "./world-image";

/** Something that came from outside, at the virtual time at which it took effect. Replayed, it does the same again. */
export interface LoggedInput {
  readonly number: number;
  readonly atMs: number;
  readonly act:
    | { readonly kind: "command"; readonly command: Command; readonly taskKey: string }
    | { readonly kind: "inject"; readonly fault: FaultKind; readonly subjectRef: string }
    | { readonly kind: "clear"; readonly faultId: string }
    /** The wall clock jumped ahead while nothing ran: from here on virtual time is told with another offset. */
    | { readonly kind: "clock"; readonly wallOffsetMs: number };
}

/**
 * Where a simulated world survives its process: an image now and then, and every input since. The composition says
 * where that is.
 */
export interface SimulatorStore {
  /** Null where nothing was ever stored. */
  load(): { readonly image: string | WorldImage; readonly inputs: readonly LoggedInput[] } | null;
  /** Durable when it returns; what is asked of the world is answered only after that. */
  appendInput(input: LoggedInput): void;
  /**
   * Replaces the image at once or not at all. Parts that are not in it stay what they were in the image before. It reads
   * the parts before it returns: the world goes on.
   */
  saveImage(image: WorldImage): Promise<void>;
}
