import type { Measure } from "@v-available/domain/load-history";
import { rateWords } from "@v-available/domain/size-words";
import { lagWords, percentWords } from "@v-available/domain/wording";

export interface MeasureLook {
  readonly label: string;
  readonly words: (value: number) => string;
  /** The axis reaches at least so far, so that a quiet machine does not look busy. */
  readonly least: number;
}

export const MEASURE_LOOK: Readonly<Record<Measure, MeasureLook>> = {
  cpu: { label: "CPU", words: percentWords, least: 1 },
  memory: { label: "Memory written", words: rateWords, least: 1_000 },
  disk: { label: "Disk written", words: rateWords, least: 1_000 },
  sent: { label: "Sent to the partner", words: rateWords, least: 1_000 },
  standbyLag: { label: "Standby behind", words: lagWords, least: 50 },
  copyLag: { label: "Copy elsewhere behind", words: lagWords, least: 1_000 },
};
