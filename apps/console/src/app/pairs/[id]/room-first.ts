import { type DialStop, PROTECTION_OF_STOP } from "@v-available/domain/level";

export const FIRST_STOP: DialStop = "high-availability";

/** What is asked before anybody has asked: the page is drawn with its answer. */
export const FIRST_ROOM = { vcpus: 2, memoryMiB: 8192, protection: PROTECTION_OF_STOP[FIRST_STOP] };
