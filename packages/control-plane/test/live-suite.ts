import type { Database } from "@v-available/db/database";
import { policy } from "@v-available/db/schema/policy";
import { type Engine, makeTestDatabase, type TestDatabase } from "@v-available/db/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../src/environment";
import { writeFacts } from "../src/ledger";
import type { Live } from "../src/live";
import { startLive } from "../src/live/start";

const log = { info() {}, warn() {}, error() {} };
const idOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

export function describeLive(engine: Engine) {
  describe(`the live stream on ${engine}`, () => {
    let made: TestDatabase;
    let writers: Database[];
    let live: Live;
    beforeEach(async () => {
      made = await makeTestDatabase(engine);
      writers = [made.database, await made.second()];
      live = await startLive({ db: made.database, clock: systemClock, log });
    });
    afterEach(async () => {
      await live.stop();
      await made.dispose();
    });

    /** One fact, written by one of two processes; it takes a while, so that they overlap. */
    const write = (number: number) =>
      writeFacts({ db: writers[number % 2] as Database, clock: systemClock }, async (writer) => {
        const id = idOf(number);
        const made = { id, revision: writer.revision, name: `p${number}`, key: id, createdAtMs: writer.nowMs };
        // Of a table that is read anew when a notice was missed: a listener may lose its connection on the way.
        await writer.db.insert(policy).values({ ...made, preset: null, version: null, removedAtMs: null });
        writer.touch("policy", id);
        return writer.revision;
      });

    /** Reads until told to stop, goes away after each few messages and comes back with the last revision it has. */
    function reader(leavesAfter: number) {
      const seen: string[] = [];
      const revisions: number[] = [];
      let stopped = false;
      let after: number | null = live.revision;
      const stop = new AbortController();
      const done = (async () => {
        while (!stopped) {
          const visit = new AbortController();
          let messages = 0;
          for await (const message of live.changes({ after, signal: AbortSignal.any([visit.signal, stop.signal]) })) {
            if (message.type === "reset") throw new Error(`a reader that was at ${after} was reset`);
            after = message.revision;
            if (message.type === "change") {
              revisions.push(message.revision);
              seen.push(...message.touched.map(({ id }) => id));
              if (++messages >= leavesAfter) visit.abort();
            }
          }
        }
      })();
      return {
        seen,
        revisions,
        stop: async () => {
          stopped = true;
          stop.abort();
          await done;
        },
      };
    }

    it("resumes after any revision with no gap and nothing twice, while writers of two processes commit", async () => {
      const readers = [reader(1), reader(3), reader(1_000)];
      const wanted = Array.from({ length: 60 }, (_, number) => idOf(number));
      await Promise.all(wanted.map((_, number) => write(number)));
      for (const { seen } of readers) await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(60), 10_000);
      for (const { seen, revisions, stop } of readers) {
        await stop();
        expect([...seen].sort()).toEqual(wanted);
        expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      }
    });

    it("gives each transaction a revision of its own, in the order in which they become visible", async () => {
      const given = await Promise.all(Array.from({ length: 20 }, (_, number) => write(number)));
      expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    });

    it("resets whoever comes from nowhere, and from a future that this database never had", async () => {
      await write(1);
      for (const after of [null, 999]) {
        const stop = new AbortController();
        for await (const message of live.changes({ after, signal: stop.signal })) {
          expect(message.type).toBe("reset");
          stop.abort();
        }
      }
    });
  });
}
