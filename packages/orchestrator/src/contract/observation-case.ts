import { expect } from "vitest";
import { CAPABILITIES } from "../capability";
import type { CaseOf } from "./case";
import { Watcher } from "./watcher";

export const observationCases: readonly CaseOf[] = [
  {
    id: "snapshot-first",
    title: "the first observation is a snapshot that holds the pair, its hosts, links and witness",
    async run({ watcher, harness }) {
      watcher.check();
      const pair = watcher.pair(harness.pairRef);
      const hosts = watcher.hostsOf(harness.pairRef);
      expect(pair?.hostRefs).toEqual({
        a: hosts.find((host) => host.side === "a")?.ref,
        b: hosts.find((host) => host.side === "b")?.ref,
      });
      expect(watcher.witnessesOf(harness.pairRef).length).toBeGreaterThan(0);
      const kinds = [...watcher.entities.values()].map((entity) => (entity.kind === "link" ? entity.linkKind : ""));
      expect(kinds).toContain("availability-a");
    },
  },
  {
    id: "sign-of-life",
    title: "something is heard every second, even when nothing happens",
    async run({ watcher, harness }) {
      const before = watcher.observations;
      await harness.pass(3_000);
      watcher.check();
      expect(watcher.observations - before).toBeGreaterThanOrEqual(2);
    },
  },
  {
    id: "fresh-pair",
    title: "a pair that can be heard never looks older than the staleness bound",
    async run({ watcher, harness }) {
      const before = watcher.heardAtMs(harness.pairRef);
      await harness.settle(() => watcher.heardAtMs(harness.pairRef) > before, "a newer word from the pair", 5_000);
    },
  },
  {
    id: "capabilities",
    title: "every capability is answered, and what is lacking says why",
    async run({ capabilities }) {
      expect(Object.keys(capabilities).sort()).toEqual([...CAPABILITIES].sort());
      for (const answer of Object.values(capabilities))
        if (!answer.supported) expect(answer.reason).toMatch(/^\S.+\.$/);
    },
  },
  {
    id: "many-watchers",
    title: "a second adapter sees the same world, and closing it leaves the first one alone",
    async run({ watcher, harness }) {
      const second = await harness.connect();
      const other = new Watcher(second);
      await harness.settle(() => other.observations > 0, "the second watcher's snapshot", harness.limits.commandMs);
      expect([...other.entities.keys()].sort()).toEqual([...watcher.entities.keys()].sort());
      await other.stop();
      await second.close();
      const before = watcher.observations;
      await harness.settle(() => watcher.observations > before, "life on the first watcher", 5_000);
    },
  },
];

/** Runs after the eventful cases: there are records by then. */
export const resumeCases: readonly CaseOf[] = [
  {
    id: "resume",
    title: "a watcher that was away goes on from its cursor: no record missed, none twice",
    async run({ watcher, harness, orchestrator }) {
      const sequences = (of: Watcher) => of.records.map((record) => `${record.source} ${record.sequence}`);
      const fromStart = new Watcher(orchestrator);
      await harness.settle(() => fromStart.observations > 0, "a snapshot from the beginning", harness.limits.commandMs);
      await fromStart.stop();
      const whole = new Set(sequences(fromStart));
      expect(whole.size).toBe(fromStart.records.length);
      for (const key of sequences(watcher)) expect(whole, "a record the first watcher had").toContain(key);

      const connection = await harness.connect();
      const resumed = new Watcher(connection, fromStart);
      await harness.settle(() => resumed.observations > 0, "a snapshot after the cursor", harness.limits.commandMs);
      for (const key of sequences(resumed)) expect(whole.has(key), `${key} came twice`).toBe(false);
      expect([...resumed.entities.keys()].sort()).toEqual([...watcher.entities.keys()].sort());
      await resumed.stop();
      await connection.close();
    },
  },
];
