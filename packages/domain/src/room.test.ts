import { describe, expect, it } from "vitest";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "./level";
import { alone, available, facts, host, tolerant } from "./pair.fixture";
import { hostAway, ROOM_COUNTED_TO, roomFor } from "./room";

const ABLE = {
  "high-availability": { supported: true },
  "fault-tolerance": { supported: true },
} as const;
const GIB = 1024;
const hosts = { a: host("a", { memoryMiB: 256 * GIB }), b: host("b", { memoryMiB: 256 * GIB }) };
const ask = { vcpus: 1, memoryMiB: 64 * GIB, protection: HIGH_AVAILABILITY };

describe("the room that is left on a pair", () => {
  it("counts with the survivor, and says what refuses the next one", () => {
    const room = roomFor(ask, facts({ hosts, machines: [] }), ABLE);
    expect(room.fits).toBe(4);
    expect(room.stoppedBy).toMatchObject({
      check: "memory",
      sentence: expect.stringMatching(/^Memory: lit-. alone would need 320 GiB and has 256 GiB\.$/),
    });
  });

  it("has twice as much for machines that nobody takes over", () => {
    expect(roomFor({ ...ask, protection: UNPROTECTED }, facts({ hosts, machines: [] }), ABLE).fits).toBe(8);
  });

  it("counts what is there already, by what each declares", () => {
    const there = { ...available(), memoryMiB: 128 * GIB };
    expect(roomFor(ask, facts({ hosts, machines: [there] }), ABLE).fits).toBe(2);
    expect(roomFor(ask, facts({ hosts, machines: [{ ...there, desiredPower: "off" }] }), ABLE).fits).toBe(4);
  });

  it("gives up counting somewhere", () => {
    const room = roomFor({ ...ask, memoryMiB: 96 }, facts({ hosts, machines: [] }), ABLE);
    expect(room).toMatchObject({ fits: ROOM_COUNTED_TO, stoppedBy: null });
  });

  it("is none where the backend lacks the level", () => {
    const room = roomFor({ ...ask, protection: FAULT_TOLERANCE }, facts({ hosts, machines: [] }), {
      ...ABLE,
      "fault-tolerance": { supported: false, reason: "It has none." },
    });
    expect(room).toMatchObject({ fits: 0, stoppedBy: { check: "capability" } });
  });
});

it("says what a host away leaves: what the other carries, what has one copy, what stops", () => {
  const machines = [
    { ...tolerant(), vcpus: 4, memoryMiB: 16 * GIB, activeSide: "a" as const },
    { ...alone(), vcpus: 2, memoryMiB: 8 * GIB, activeSide: "a" as const },
    { ...available(), vcpus: 8, memoryMiB: 32 * GIB, activeSide: "b" as const },
  ];
  expect(hostAway(facts({ hosts, machines }), "a")).toEqual({
    cores: 12,
    coresPresent: 48,
    memoryMiB: 48 * GIB,
    memoryPresentMiB: 256 * GIB,
    onOneCopy: 2,
    stopped: 1,
  });
  expect(hostAway(facts({ hosts, machines }), "b")).toMatchObject({ cores: 14, onOneCopy: 2, stopped: 0 });
});
