import type { Database } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { alarm } from "@v-available/db/schema/alarm";
import { event } from "@v-available/db/schema/event";
import { ledger } from "@v-available/db/schema/ledger";
import { task } from "@v-available/db/schema/task";
import type { Engine } from "@v-available/db/testing";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { isWorse } from "@v-available/domain/protection-rank";
import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import type { Simulator } from "@v-available/orchestrator-simulator/simulator";
import { asc } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { actorOf, OPERATOR, openWorld, sharedDatabase, type TestWorld, VIEWER, type WorldOptions } from "./world";

/** A line to the simulator that can be cut, hang or go mad. */
class Line {
  trouble: "none" | "refuses" | "throws" | "ends" | "hangs" | "raves" = "none";
  attempts = 0;
  #cut = new AbortController();

  cut(trouble: Line["trouble"]): void {
    this.trouble = trouble;
    this.#cut.abort();
    this.#cut = new AbortController();
  }

  readonly between = (simulator: Simulator): Orchestrator => ({
    name: simulator.name,
    product: simulator.product,
    capabilities: () => simulator.capabilities(),
    execute: (command, key) => simulator.execute(command, key),
    close: async () => {},
    observe: ({ after, signal }) => this.#observe(simulator, after, signal),
  });

  async *#observe(simulator: Simulator, after: string | undefined, signal: AbortSignal) {
    this.attempts++;
    if (this.trouble === "none") {
      const cut = AbortSignal.any([signal, this.#cut.signal]);
      yield* simulator.observe({ after, signal: cut });
      if (signal.aborted) return;
    }
    if (this.trouble === "refuses") throw new Refusal({ code: "unreachable", message: "Both agents are silent." });
    if (this.trouble === "throws") throw new TypeError("secret detail of a defect");
    if (this.trouble === "raves") yield { type: "change", cursor: "x", atMs: 0, upserts: [null] } as never;
    if (this.trouble === "hangs" || this.trouble === "raves")
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

const keyOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

export function describeWatch(engine: Engine) {
  describe(`the watch and the desk on ${engine}`, () => {
    let shared: Awaited<ReturnType<typeof sharedDatabase>>;
    let database: Database;
    let world: TestWorld;
    let line: Line;
    beforeAll(async () => {
      shared = await sharedDatabase(engine);
    });
    afterAll(() => shared.dispose());
    beforeEach(async () => {
      database = await shared.fresh();
      line = new Line();
    });
    afterEach(() => world.stop());
    const open = async (options: WorldOptions = {}) => {
      world = await openWorld(database, { between: line.between, ...options });
      await world.pass(2_000);
    };
    const machine = async (name: string) => {
      const found = (await world.desk.queries.machineList()).find((one) => one.name === name);
      if (!found) throw new Error(`no machine ${name}`);
      return found;
    };
    const rowsOf = <T>(read: (db: Parameters<Parameters<Database["read"]>[0]>[0]) => Promise<T>) => database.read(read);
    const refused = (work: Promise<unknown>) =>
      work.then(
        () => {
          throw new Error("it was not refused");
        },
        (error: unknown) => {
          if (error instanceof Refusal) return error.detail;
          throw error;
        },
      );

    it.each(["refuses", "throws", "ends", "hangs", "raves"] as const)(
      "shows what it knew as Unknown when the backend %s, says so once, and tries less and less often",
      async (trouble) => {
        await open();
        line.attempts = 0;
        line.cut(trouble);
        await world.pass(20_000, 500);
        expect((await machine("ft-app")).headline.state).toBe("Unknown");
        const { adapters } = await world.desk.queries.systemInfo();
        expect(adapters).toMatchObject([{ reachable: false, problem: expect.stringMatching(/\.$/) }]);
        expect(JSON.stringify(adapters)).not.toContain("secret");
        const [before] = await rowsOf((db) => db.select().from(ledger));
        await world.pass(60_000, 1_000);
        // Tried again and again, and nothing more written of it.
        expect(line.attempts).toBeGreaterThan(3);
        expect(line.attempts).toBeLessThan(20);
        expect((await rowsOf((db) => db.select().from(ledger)))[0]?.revision).toBe(before?.revision);
        const told = (await rowsOf((db) => db.select().from(event))).filter(({ type }) => type.startsWith("adapter."));
        expect(told.map(({ type }) => type)).toEqual(["adapter.unreachable"]);

        line.cut("none");
        await world.pass(15_000, 500);
        expect((await machine("ft-app")).headline.state).toBe("Protected");
        expect((await world.desk.queries.systemInfo()).adapters).toMatchObject([{ reachable: true, problem: null }]);
        const after = (await rowsOf((db) => db.select().from(event).orderBy(asc(event.sequence)))).filter(({ type }) =>
          type.startsWith("adapter."),
        );
        expect(after.map(({ type }) => type)).toEqual(["adapter.unreachable", "adapter.reachable"]);
        expect(after[1]?.causeEventId).toBe(after[0]?.id);
      },
    );

    it("is never shown better than the truth: what the watch has not heard for the bound is Unknown (S10)", async () => {
      await open();
      line.cut("hangs");
      const [known] = await rowsOf((db) => db.select().from(adapterWatch));
      const bound = (await world.desk.queries.systemInfo()).staleAfterMs;
      world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
      for (let step = 0; step < 20; step++) {
        await world.pass(500);
        const ageMs = world.clock.nowMs() - (known?.observedAtMs ?? 0);
        const { headline } = await machine("plain");
        if (ageMs > bound + 2_500) expect(headline.state).toBe("Unknown");
        expect(isWorse(headline.state, "Unknown")).toBe(false);
      }
    });

    it("does not take for silence of the backend what it took itself to write", async () => {
      let takesMs = 0;
      const slow: Database = {
        engine: database.engine,
        read: (work) => database.read(work),
        listen: (channel, listener) => database.listen(channel, listener),
        close: () => database.close(),
        async transaction(work) {
          const answer = await database.transaction(work);
          const forMs = takesMs;
          takesMs = 0;
          world?.clock.moveTo(world.clock.nowMs() + forMs);
          return answer;
        },
      };
      world = await openWorld(slow, { between: line.between });
      await world.pass(2_000);
      const before = line.attempts;
      // As where all of it shares a process: nothing is heard while a large fleet is written.
      takesMs = 2 * (await world.desk.queries.systemInfo()).staleAfterMs;
      await world.pass(2_000);
      expect(takesMs).toBe(0);
      await world.pass(10_000, 500);
      expect(line.attempts).toBe(before);
      expect(world.logged.filter(({ level }) => level === "warn")).toEqual([]);
    });

    it("shows as fresh what is heard with all others, though nothing is told of it, until the backend is silent (S10)", async () => {
      await open();
      const { pairs } = world.simulator.sim.world;
      await world.until(() => Object.values(pairs).every(({ napSinceMs }) => napSinceMs != null), "every pair asleep");
      const [shown] = await world.desk.queries.pairList();
      const streamed = async () => {
        const reading = new AbortController();
        for await (const { pairsHeard } of world.desk.live.changes({ after: null, signal: reading.signal }))
          return pairHeardAtMs(pairsHeard, shown?.id ?? "");
        return 0;
      };
      const bound = (await world.desk.queries.systemInfo()).staleAfterMs;
      await world.restart();
      for (let step = 0; step < 6; step++) {
        await world.pass(5_000, 500);
        const { headline } = await machine("ft-app");
        expect(headline.state).toBe("Protected");
        for (const atMs of [headline.observedAtMs, await streamed()]) {
          expect(world.clock.nowMs() - atMs).toBeLessThan(bound / 2);
          expect(atMs).toBeLessThanOrEqual(world.clock.nowMs());
        }
      }
      line.cut("hangs");
      const cutAtMs = world.clock.nowMs();
      await world.pass(bound + 1_000, 500);
      expect((await machine("ft-app")).headline.state).toBe("Unknown");
      expect(await streamed()).toBeLessThanOrEqual(cutAtMs);
    });

    it("asks for a look at the one cable that is down, not at those that went with their host", async () => {
      await open();
      const links = async () =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter(
          ({ kind }) => kind === "availability-link",
        );
      world.simulator.lab.inject({ kind: "availability-link", subjectRef: "link-one-availability-b" });
      await world.pass(8_000);
      expect(await links()).toMatchObject([
        {
          needsPerson: true,
          severity: "minor",
          subject: { kind: "link", name: "one availability link B" },
          wanted: "Check the cable of one availability link B.",
          effect: "one availability link B is down; the other link carries all.",
        },
      ]);
      expect((await machine("ft-app")).headline.state).toBe("Degraded");
      const [{ id } = { id: "" }] = world.simulator.lab.active();
      world.simulator.lab.clear(id);
      await world.pass(10_000);
      expect(await links()).toMatchObject([{ needsPerson: false }]);
      await world.pass(70_000, 2_000);
      expect(await links()).toEqual([]);

      world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-b" });
      await world.pass(30_000, 500);
      expect(await links()).toEqual([]);
    });

    it("tells of a link that is slow or loses packets with the number, and clears that after a minute", async () => {
      await open();
      const alarmsOf = async (kind: string) =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter((row) => row.kind === kind);
      const link = "link-one-availability-a";
      const slow = world.simulator.lab.inject({ kind: "link-latency", subjectRef: link });
      await world.pass(20_000, 500);
      expect(await alarmsOf("link-latency")).toMatchObject([
        {
          severity: "minor",
          needsPerson: false,
          effect: "one availability link A takes 40 ms there and back, over 5 ms; copies take the other link.",
        },
      ]);
      expect(await alarmsOf("availability-link"), "it carries").toEqual([]);
      expect((await machine("ft-app")).headline.state).toBe("Protected");
      const lossy = world.simulator.lab.inject({ kind: "link-loss", subjectRef: link });
      await world.pass(20_000, 500);
      expect(await alarmsOf("link-loss")).toMatchObject([
        { needsPerson: true, effect: "one availability link A loses 5 % of what is sent; copies take the other link." },
      ]);
      for (const fault of [slow, lossy]) world.simulator.lab.clear(fault?.id ?? "");
      await world.pass(20_000, 500);
      expect(await alarmsOf("link-latency"), "its hold-off").toHaveLength(1);
      await world.pass(70_000, 2_000);
      expect([...(await alarmsOf("link-latency")), ...(await alarmsOf("link-loss"))]).toEqual([]);
    });

    it("tells of a link that others fill as that alone, with the number, and clears it after a minute", async () => {
      await open();
      const aboutLinks = async () =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter(({ kind }) =>
          kind?.includes("link"),
        );
      const full = world.simulator.lab.inject({ kind: "link-saturated", subjectRef: "link-one-availability-a" });
      await world.pass(20_000, 500);
      expect(await aboutLinks()).toMatchObject([
        {
          kind: "link-saturated",
          severity: "minor",
          needsPerson: false,
          effect:
            "one availability link A is 95 % full, over 70 %; copies take the better link, and a machine at a lower level needs less of it.",
        },
      ]);
      world.simulator.lab.clear(full?.id ?? "");
      await world.pass(90_000, 2_000);
      expect(await aboutLinks()).toEqual([]);
    });

    it("tells of a link that goes up and down once, until a person has cleared it", async () => {
      await open();
      const aboutLinks = async () =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter(({ kind }) =>
          kind?.includes("link"),
        );
      const flapping = world.simulator.lab.inject({ kind: "link-flapping", subjectRef: "link-one-availability-a" });
      await world.until(async () => (await aboutLinks()).some(({ kind }) => kind === "link-flapping"), "its alarm");
      expect(await aboutLinks()).toContainEqual(
        expect.objectContaining({ kind: "link-flapping", severity: "warning" }),
      );
      await world.pass(120_000, 2_000);
      const effect =
        "one availability link A is out of service until a person clears its port; the other link carries all.";
      const told = [{ kind: "link-flapping", severity: "minor", needsPerson: true, effect }];
      expect(await aboutLinks()).toMatchObject(told);
      await world.pass(700_000, 50_000);
      expect(await aboutLinks(), "ten minutes without a loss clear nothing").toMatchObject(told);
      world.simulator.lab.clear(flapping?.id ?? "");
      await world.pass(90_000, 2_000);
      expect(await aboutLinks()).toEqual([]);
    });

    it("tells of the last working link that goes up and down, and clears that too", async () => {
      await open();
      const openKinds = async () =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).map(({ kind }) => kind);
      const cable = world.simulator.lab.inject({ kind: "availability-link", subjectRef: "link-one-availability-b" });
      const flapping = world.simulator.lab.inject({ kind: "link-flapping", subjectRef: "link-one-availability-a" });
      await world.pass(100_000, 1_000);
      expect(await openKinds()).toContain("link-flapping");
      for (const fault of [cable, flapping]) world.simulator.lab.clear(fault?.id ?? "");
      await world.pass(120_000, 2_000);
      expect(await openKinds()).toEqual([]);
    });

    it("clears an alarm only after its hold-off with redundancy back, and asks nobody meanwhile", async () => {
      await open();
      world.simulator.lab.inject({ kind: "disk-failed", subjectRef: "host-one-b/disk-0" });
      await world.pass(5_000);
      const failed = (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).find(
        ({ kind }) => kind === "disk-failed",
      );
      expect(failed).toMatchObject({ needsPerson: true, subject: { kind: "component", name: "one-b disk-0" } });
      const [{ id } = { id: "" }] = world.simulator.lab.active();
      world.simulator.lab.clear(id);
      await world.pass(60_000, 1_000);
      const held = (await rowsOf((db) => db.select().from(alarm))).find(({ kind }) => kind === "disk-failed");
      expect(held).toMatchObject({ clearedAtMs: null, needsPerson: false, goneAtMs: expect.any(Number) });
      await world.pass(560_000, 40_000);
      const cleared = (await rowsOf((db) => db.select().from(alarm))).find(({ kind }) => kind === "disk-failed");
      expect((cleared?.clearedAtMs ?? 0) - (cleared?.goneAtMs ?? 0)).toBeGreaterThanOrEqual(600_000);
      expect((await machine("ha-app")).headline.state).toBe("Protected");
    });

    it("clears a lost witness that answers again, though the hosts that told of it have forgotten", async () => {
      await open();
      const openKinds = async () =>
        (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).map(({ kind }) => kind);
      const lost = world.simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
      await world.pass(6_000, 500);
      expect(await openKinds()).toContain("witness-lost");
      for (const side of ["a", "b"]) world.simulator.lab.inject({ kind: "host-crash", subjectRef: `host-one-${side}` });
      world.simulator.lab.clear(lost?.id ?? "");
      await world.pass(120_000, 2_000);
      expect(await openKinds()).toEqual([]);
    });

    it("lets one of two who acknowledge win, tells the other, and keeps it over what the watch writes", async () => {
      await open();
      world.simulator.lab.inject({ kind: "availability-links", subjectRef: "pair-one" });
      await world.pass(3_000);
      const [first] = await world.desk.queries.alarmList({ limit: 10, includeCleared: false });
      if (!first) throw new Error("no alarm stands");
      const verb = (name: string) => world.desk.verbs.acknowledgeAlarm({ alarmId: first.id }, actorOf(name, "owner"));
      const answers = await Promise.allSettled([verb("Ada"), verb("Ben")]);
      const lost = answers.find((one) => one.status === "rejected");
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(lost?.status === "rejected" && (lost.reason as Refusal).detail.code).toBe("conflict");
      await world.pass(5_000);
      const now = (await rowsOf((db) => db.select().from(alarm))).find(({ id }) => id === first.id);
      expect(now).toMatchObject({ operatorState: "acknowledged", acknowledgedBy: expect.stringMatching(/Ada|Ben/) });
      expect(await refused(world.desk.verbs.acknowledgeAlarm({ alarmId: keyOf(5) }, OPERATOR))).toMatchObject({
        code: "not-found",
        field: "alarmId",
      });
    });

    it("carries out a task once for its key, however often it is asked and by how many", async () => {
      await open();
      const { id } = await machine("plain");
      const ask = () => world.desk.verbs.stopMachine({ machineId: id, taskKey: keyOf(1) }, OPERATOR);
      const [one, two] = await Promise.all([ask(), ask()]);
      expect(two.id).toBe(one.id);
      await world.pass(20_000, 1_000);
      expect((await ask()).state).toBe("succeeded");
      expect(await rowsOf((db) => db.select().from(task))).toHaveLength(1);
      const told = (await rowsOf((db) => db.select().from(event).orderBy(asc(event.sequence)))).filter(
        ({ taskId }) => taskId !== null,
      );
      expect(told.map(({ type }) => type)).toEqual(["vm.stop", "task.succeeded"]);
      expect(told[1]?.causeEventId).toBe(told[0]?.id);
      const other = world.desk.verbs.startMachine({ machineId: id, taskKey: keyOf(1) }, OPERATOR);
      expect(await refused(other)).toMatchObject({ code: "conflict", field: "taskKey", value: keyOf(1) });
    });

    it("refuses with field, value, limit and remedy, and leaves nothing half-made", async () => {
      await open();
      const ft = await machine("ft-app");
      const [pair] = await world.desk.queries.pairList();
      const good = {
        pairId: pair?.id ?? "",
        name: "new-app",
        side: "a" as const,
        vcpus: 2,
        memoryMiB: 2_048,
        diskMiB: 4_096,
        image: "debian-12",
        mac: null,
        ip: null,
        guest: "linux" as const,
        protection: { compute: "restart", mirror: "none", separation: "host", recovery: "none" } as const,
      };
      const create = (part: Partial<typeof good> & { mac?: string | null }, number: number) =>
        refused(world.desk.verbs.createMachine({ ...good, ...part, taskKey: keyOf(number) }, OPERATOR));
      expect(await create({ name: "ft-app" }, 11)).toMatchObject({ code: "conflict", field: "name", value: "ft-app" });
      expect(await create({ mac: ft.mac } as never, 12)).toMatchObject({ field: "mac", value: ft.mac });
      expect(await create({ memoryMiB: 10_000_000 }, 13)).toMatchObject({
        field: "memoryMiB",
        value: 10_000_000,
        remedy: expect.any(String),
      });
      expect(await create({ pairId: keyOf(99) }, 14)).toMatchObject({ code: "not-found", field: "pairId" });
      const { verbs } = world.desk;
      const input = { machineId: ft.id, taskKey: keyOf(15) };
      expect(await refused(verbs.startMachine(input, OPERATOR))).toMatchObject({ code: "illegal-transition" });
      expect(await refused(verbs.stopMachine(input, VIEWER))).toMatchObject({ code: "forbidden" });
      expect(await refused(verbs.removeMachine({ ...input, confirmName: "other" }, OPERATOR))).toMatchObject({
        code: "invalid",
        field: "confirmName",
        limit: "ft-app",
      });
      expect(await rowsOf((db) => db.select().from(task))).toEqual([]);
      expect(await world.desk.queries.machineList()).toHaveLength(3);
      expect(Object.keys(world.simulator.sim.world.tasks)).toEqual([]);
    });
  });
}
