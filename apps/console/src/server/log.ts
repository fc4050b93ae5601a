import type { Log } from "@v-available/control-plane/environment";

/** One JSON object a line on stderr: what an operator's log collector reads. */
const write =
  (level: string) =>
  (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    process.stderr.write(`${JSON.stringify({ atMs: Date.now(), level, message, ...fields })}\n`);
  };

export const log: Log = { info: () => {}, warn: write("warn"), error: write("error") };

/** What `npm start` shows to the person who started it. */
export const say = (sentence: string): void => {
  process.stdout.write(`v-available: ${sentence}\n`);
};
