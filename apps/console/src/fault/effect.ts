import type { AlarmRow } from "@v-available/api/view/alarm";

/** Whether the sentence names its subject by itself, so that it need not be named twice. */
export const namesItself = ({ effect, subject }: Pick<AlarmRow, "effect" | "subject">): boolean =>
  effect.includes(subject.name);
