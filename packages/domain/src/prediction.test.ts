import { describe, expect, it } from "vitest";
import type { Heed } from "./heed";
import { HIGH_AVAILABILITY, REMOTE_AVAILABILITY, withRecovery } from "./level";
import { NO_HEED } from "./no-heed";
import type { ObservedVm } from "./observed";
import {
  alone,
  available,
  facts,
  host,
  link,
  machine,
  NOW_MS,
  resyncing,
  solo,
  tolerant,
  witness,
} from "./pair.fixture";
import { lossEvent, predictPair } from "./pair-prediction";
import { predictor } from "./policy-preview";
import { pauseWords, predictVm, restartMs } from "./prediction";
import { predictions } from "./protect-preview";
import { RESTART_WAIT_MS } from "./timing";

describe("predictVm", () => {
  it("lets Fault Tolerance go on from the partner's memory", () => {
    const found = predictVm(tolerant(), facts(), "host-a");
    expect(found).toMatchObject({ outcome: "goes-on", onSide: "b", lost: "nothing", sentence: "Goes on, on lit-b" });
    expect(pauseWords(found.pause)).toBe("about 0.5 s");
  });

  it("lets Fault Tolerance hold briefly when its standby is lost", () => {
    const found = predictVm(tolerant(), facts(), "host-b");
    expect(found).toMatchObject({
      outcome: "goes-on",
      onSide: "a",
      lost: "nothing",
      detail: "On one copy until lit-b is back.",
    });
    expect(pauseWords(found.pause)).toBe("at most 0.35 s");
  });

  it("restarts High Availability on the partner, losing memory and no acknowledged write", () => {
    const found = predictVm(available({ activeSide: "b" }), facts(), "host-b");
    expect(found).toMatchObject({ outcome: "restarts", onSide: "a", lost: "memory", sentence: "Restarts, on lit-a" });
    expect(pauseWords(found.pause)).toBe("about 65 s");
    expect(restartMs("windows")).toBe(110_000);
  });

  it("falls back to a restart while the standby is formed", () => {
    expect(predictVm(tolerant({ standbySynchronized: false }), facts(), "host-a").outcome).toBe("restarts");
  });

  it("stops on a copy that is not complete, and says when that is over", () => {
    const found = predictVm(resyncing(tolerant()), facts(), "host-a");
    expect(found).toMatchObject({ outcome: "stops", onSide: null, sentence: "Stops until lit-a is back" });
    expect(found.detail).toContain("at 33 % and is never promoted");
    expect(found.overAtMs).toBeGreaterThan(NOW_MS);
    expect(predictVm(resyncing(available()), facts(), "host-b")).toMatchObject({
      outcome: "goes-on",
      pause: null,
      detail: "The resync starts again when lit-b is back.",
    });
  });

  it("stops where the partner cannot win the token", () => {
    const blind = facts({ witnesses: [witness({ a: true, b: false })] });
    expect(predictVm(available(), blind, "host-a")).toMatchObject({
      outcome: "stops",
      detail: "lit-b sees no witness and cannot win the token.",
    });
    const none = facts({ witnesses: [witness({ a: false, b: false })] });
    const designated = { ...none, pair: none.pair && { ...none.pair, designatedSurvivor: "a" as const } };
    expect(predictVm(available(), designated, "host-a")).toMatchObject({ outcome: "stops" });
    expect(predictVm(available(), designated, "host-b")).toMatchObject({ outcome: "goes-on", onSide: "a" });
    expect(predictVm(available(), none, "host-b")).toMatchObject({ outcome: "stops", sentence: "Freezes on lit-a" });
  });

  it("keeps a machine that already runs alone running without any witness", () => {
    const world = facts({
      witnesses: [witness({ a: false, b: false })],
      hosts: { a: host("a"), b: host("b", { state: "Failed" }) },
    });
    expect(predictVm(solo(available()), world, "host-b")).toMatchObject({ outcome: "goes-on", pause: null });
  });

  it("keeps machines where they are when both links are cut, or lets the partner that sees the witness take over", () => {
    expect(predictVm(available(), facts(), "both-links")).toMatchObject({
      outcome: "goes-on",
      onSide: "a",
      detail: "Writes wait for the token meanwhile. The hosts agree over management. One copy until a link is back.",
    });
    const cut = facts({
      links: [link("availability-a"), link("availability-b"), link("management", { state: "Down" })],
      witnesses: [witness({ a: false, b: true })],
    });
    expect(predictVm(available(), cut, "both-links")).toMatchObject({
      outcome: "restarts",
      onSide: "b",
      loss: "both-links",
    });
  });

  it("changes nothing when the witness is lost, but the risk", () => {
    expect(predictVm(available(), facts(), "witness")).toMatchObject({
      outcome: "goes-on",
      pause: null,
      lost: "nothing",
    });
    const alternate = witness(
      { a: true, b: true },
      { inUse: false, ref: "wit-lon", name: "wit-lon", preferred: false },
    );
    const world = facts({ witnesses: [witness({ a: true, b: true }), alternate] });
    expect(predictVm(available(), world, "witness").detail).toBe("The hosts move to wit-lon within seconds.");
  });

  it("stops with its site, unless a copy is elsewhere or the pair spans two sites", () => {
    expect(predictVm(tolerant(), facts(), "site")).toMatchObject({ outcome: "stops", lost: "all" });
    expect(predictVm(alone(), facts(), "site").detail).toMatch(/^Its copy is at this site\./);
    const copied = machine(withRecovery(HIGH_AVAILABILITY), {
      recoveryCopy: {
        siteName: "Nashua",
        lagMs: 6_000,
        lastPointAtMs: NOW_MS - 6_000,
        earlierPointsAtMs: [],
        drills: [],
        journal: null,
        live: null,
      },
    });
    expect(predictVm(copied, facts(), "site")).toMatchObject({
      outcome: "person-decides",
      lost: "late-writes",
      sentence: "A person may start it at Nashua",
    });
    const stretched = facts({ hosts: { a: host("a"), b: host("b", { siteRef: "concord" }) } });
    expect(predictVm(machine(REMOTE_AVAILABILITY), stretched, "site")).toMatchObject({
      outcome: "restarts",
      loss: "site",
    });
  });

  it("says nothing about what it cannot know, and leaves off what is off", () => {
    expect(predictVm(tolerant(), facts({ observedAtMs: NOW_MS - 60_000 }), "host-a")).toMatchObject({
      outcome: "unknown",
      lost: "unknown",
    });
    const off = alone({ desiredPower: "off", instances: { a: "Stopped", b: null } });
    expect(predictVm(off, facts(), "host-a")).toMatchObject({ off: true, sentence: "Stays off" });
    expect(predictVm(off, facts(), "site")).toMatchObject({
      off: true,
      lost: "all",
      sentence: "Stays off. There is no copy elsewhere",
    });
    expect(predictVm(available({ held: true }), facts(), "host-b").outcome).toBe("stops");
  });

  it("does not promise a restart that the partner has no memory for", () => {
    const vm = available({ ref: "big", memoryMiB: 200 * 1024 });
    const other = available({ ref: "other", activeSide: "b", memoryMiB: 68 * 1024 });
    const found = predictVm(vm, facts({ machines: [vm, other] }), "host-a");
    expect(found).toMatchObject({ outcome: "stops", detail: "lit-b alone would need 268 GiB and has 256 GiB." });
  });
});

describe("predictVm in an order of restarts", () => {
  const ordered = (name: string, restart: Partial<Heed["restart"]>, rest: Partial<ObservedVm> = {}) =>
    available({ ref: name, name, heed: { ...NO_HEED, restart: { ...NO_HEED.restart, ...restart } }, ...rest });
  const found = (machines: readonly ObservedVm[], name: string) => {
    const vm = machines.find((one) => one.name === name);
    if (!vm) throw new Error(`no machine named ${name}`);
    return predictVm(vm, facts({ machines }), "host-a");
  };

  it("counts whom a machine waits for, and its delay, and says so", () => {
    const machines = [
      ordered("app", { after: ["db"], delayMs: 5_000 }),
      ordered("db", { priority: 1 }),
      ordered("web", { after: ["app"] }),
    ];
    expect(found(machines, "db")).toMatchObject({ pause: { bound: "about", ms: 65_000 } });
    expect(found(machines, "db").detail).toMatch(/^From the mirrored disk/);
    expect(found(machines, "app").pause).toEqual({ bound: "about", ms: 120_000 });
    expect(found(machines, "app").detail).toBe(
      "It is started 5 s after db answers, by the order of its policy: that adds 55 s. From the mirrored disk: acknowledged writes are kept. Then on one copy until lit-a is back.",
    );
    expect(found(machines, "web").pause, "db, its delay, app, then itself").toEqual({ bound: "about", ms: 170_000 });
    expect(predictPair(facts({ machines }), "host-a").sentence).toContain("3 restart in about 3 min");
  });

  it("adds a delay alone, and says nothing where nothing waits", () => {
    const machines = [ordered("late", { delayMs: 30_000 }), available({ ref: "free", name: "free" })];
    expect(found(machines, "late")).toMatchObject({ pause: { ms: 95_000 } });
    expect(found(machines, "late").detail).toContain("It is started 30 s later, by its policy.");
    expect(found(machines, "free")).toEqual(predictVm(available({ ref: "free", name: "free" }), facts(), "host-a"));
  });

  it("waits for nobody longer than two minutes, nor those that wait for each other", () => {
    const slow = [
      ordered("dc", { priority: 1, delayMs: 90_000 }, { guest: "windows" }),
      ordered("app", { priority: 2 }),
      ordered("one", { after: ["two"] }),
      ordered("two", { after: ["one"] }),
    ];
    expect(found(slow, "app")).toMatchObject({ pause: { ms: 65_000 + 120_000 } });
    expect(found(slow, "app").detail).toContain(
      "It is started after dc answers, or without it after 2 min, by the order of its policy: that adds 2 min.",
    );
    for (const name of ["one", "two"]) expect(found(slow, name)).toMatchObject({ pause: { ms: 185_000 } });
    expect(found(slow, "one").detail).toContain("after dc, app and two answer, or without them after 2 min,");
  });

  it("does not wait for what goes on from memory, runs elsewhere, is off, or cannot be started there", () => {
    const machines = [
      ordered("app", { after: ["ft", "there", "off", "broken"] }),
      tolerant({ ref: "ft", name: "ft" }),
      ordered("there", { priority: 1 }, { activeSide: "b" }),
      available({ ref: "off", name: "off", desiredPower: "off", instances: { a: "Stopped", b: null } }),
      { ...resyncing(available()), ref: "broken", name: "broken" },
    ];
    expect(found(machines, "app")).toMatchObject({ outcome: "restarts", pause: { ms: 65_000 } });
  });

  it("lets what a machine of a higher priority needs go first", () => {
    const machines = [ordered("app", { priority: 1, after: ["db"] }), ordered("db", { priority: 5 })];
    expect(found(machines, "db")).toMatchObject({ pause: { ms: 65_000 } });
    expect(found(machines, "app")).toMatchObject({ pause: { ms: 115_000 } });
  });

  it("gives each machine its own turn where machines that stand alike are predicted once", () => {
    const machines = [
      ordered("db", { priority: 1 }),
      ordered("app", { after: ["db"] }),
      ordered("web", { after: ["app"], delayMs: 1_000 }),
      ordered("there", { priority: 2 }, { activeSide: "b" }),
    ];
    const world = facts({ machines });
    const once = predictor(world);
    for (const vm of machines) expect(once(vm)).toEqual(predictions(vm, facts({ machines })));
    expect(new Set(machines.map((vm) => once(vm)["host-a"].pause?.ms)).size).toBe(4);
  });

  it("bounds the wait of each of 200 machines, however long the chain of what they need", () => {
    const names = Array.from({ length: 200 }, (_, at) => `vm-${at}`);
    const machines = names.map((name, at) =>
      ordered(name, { priority: ((at % 5) + 1) as 1, after: at === 0 ? [] : [`vm-${at - 1}`] }, { memoryMiB: 512 }),
    );
    const { machines: all } = predictPair(facts({ machines }), "host-a");
    expect(all.every(({ prediction }) => (prediction.pause?.ms ?? 0) <= 65_000 + RESTART_WAIT_MS)).toBe(true);
  });
});

describe("predictPair", () => {
  const named = (name: string, vm: ReturnType<typeof available>) => ({ ...vm, ref: name, name });
  const machines = [
    named("orders-db", tolerant()),
    named("plant-scada", tolerant({ activeSide: "b" })),
    named("erp-db", resyncing(tolerant())),
    named("hist-01", available()),
    named("off-01", alone({ desiredPower: "off", instances: { a: "Stopped", b: null } })),
  ];

  it("sums up in one sentence, the worst with its end", () => {
    const found = predictPair(facts({ machines }), "host-a");
    expect(found.sentence).toBe(
      "If lit-a is lost now: 2 go on, 1 restarts in about 65 s, 1 stops until lit-a is back.",
    );
    expect(found.counts).toEqual({ "goes-on": 2, restarts: 1, stops: 1, "person-decides": 0, unknown: 0 });
    expect(found.title).toBe("Lose lit-a");
    expect(found.detail).toContain("Nothing acknowledged is lost.");
    expect(found.detail).toContain("lit-b would carry 32 vCPU on 48 cores and 128 GiB of 256 GiB.");
  });

  it("says so when all go on, and when nothing runs", () => {
    expect(predictPair(facts({ machines: machines.slice(0, 2) }), "witness").sentence).toBe(
      "If the witness is lost now: all 2 go on.",
    );
    expect(predictPair(facts(), "host-b").sentence).toBe(
      "If lit-b is lost now: no machine runs here, so nothing stops.",
    );
  });

  it("names the site that is lost", () => {
    const found = predictPair(facts({ machines: [named("x", available())] }), "site", "Littleton");
    expect(found.sentence).toBe("If Littleton is lost now: 1 stops.");
    expect(lossEvent("site", facts(), "Littleton")).toBe("Littleton is lost");
  });
});
