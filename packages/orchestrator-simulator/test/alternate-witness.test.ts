import { protectionOf } from "@v-available/domain/protection";
import type { ProtectionState } from "@v-available/domain/state";
import { beforeEach, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import type { Simulator } from "../src/simulator";
import { newWorld } from "./schedule";

let simulator: Simulator;
beforeEach(() => {
  simulator = newWorld("alternate", { alternate: true });
  simulator.advanceTo(3_000);
});

const facts = () => factsOf(simulator.sim, "pair-one");
const used = () =>
  facts()
    .witnesses.filter(({ inUse }) => inUse)
    .map(({ name }) => name);
const statesOf = () => facts().machines.map((vm) => protectionOf(vm, facts()).state);
const allWell: ProtectionState[] = ["Protected", "Protected", "Unprotected"];
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);

it.each(["witness-lost", "witness-path"] as const)("%s: the hosts move to the alternate and say so once", (kind) => {
  expect([used(), statesOf()]).toEqual([["witness-south"], allWell]);
  simulator.lab.inject({ kind, subjectRef: kind === "witness-lost" ? "witness-south" : "host-one-b/witness-south" });
  pass(5_000);
  expect([used(), statesOf()]).toEqual([["witness-west"], allWell]);
  const sentences = simulator.sim.world.journal.records.filter(({ rule }) => rule === "move-witness");
  expect(sentences.map(({ sentence }) => sentence)).toEqual([
    "host-one-a and host-one-b ask witness-west from now on, in term 1; witness-south was asked before.",
  ]);
});

it("the alternate decides when a host is lost", () => {
  simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
  pass(5_000);
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  pass(20_000);
  const ha = facts().machines.find(({ name }) => name === "ha-app");
  expect(ha?.instances.b).toBe("Running");
  expect(simulator.clientOf(ha?.ref ?? "").lost).toBe(0);
});
