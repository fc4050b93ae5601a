import type { PairRoomView } from "@v-available/api/view/pair";
import type { HostAway } from "@v-available/domain/room";
import { mebibytesWords } from "@v-available/domain/size-words";
import { countWords, numberWords, percentWords } from "@v-available/domain/wording";

/** "Room for 3 more." and what refuses the fourth. */
export function fitsWords({ fits, stoppedBy }: PairRoomView): string {
  if (stoppedBy === null) return `Room for ${fits} more, and counted no further.`;
  return fits === 0 ? "No room for one." : `Room for ${fits} more.`;
}

export const stoppedWords = ({ fits, stoppedBy }: PairRoomView): string | null =>
  stoppedBy === null ? null : `${fits === 0 ? "It" : "One more"} would be refused. ${stoppedBy.sentence}`;

const share = (used: number, present: number): string => (present === 0 ? "" : ` (${percentWords(used / present)})`);

/** What it means that a host is away for so long: what the other carries, and what has no second copy meanwhile. */
export function awayWords(away: HostAway, survivor: string, days: number): string {
  const { cores, coresPresent, memoryMiB, memoryPresentMiB, onOneCopy, stopped } = away;
  const carries = `${survivor} would run ${numberWords(cores)} vCPU on ${numberWords(coresPresent)} cores${share(cores, coresPresent)} and ${mebibytesWords(memoryMiB)} of ${mebibytesWords(memoryPresentMiB)}${share(memoryMiB, memoryPresentMiB)}.`;
  const copies =
    onOneCopy === 0
      ? "No machine would lose a copy."
      : `${countWords(onOneCopy, "machine")} would run on one copy: ${numberWords(onOneCopy * days * 24)} machine hours, in which the loss of ${survivor} would stop ${onOneCopy === 1 ? "it" : "them"}.`;
  const stops =
    stopped === 0 ? "" : ` ${countWords(stopped, "machine")} without a second copy would stop for that time.`;
  return `${carries} ${copies}${stops}`;
}
