import { MEASURES, type Reading } from "@v-available/domain/load-history";
import { describe, expect, it } from "vitest";
import { blockOf, byteOf, emptyBlock, readReading, SLOT_BYTES, SLOTS_IN_BLOCK, writeReading } from "./frame";

const READING: Reading = {
  cpu: 0.3127,
  memory: 96_000_000,
  disk: 22_100_000,
  sent: 118_100_000,
  standbyLag: 38,
  copyLag: 8_400,
};

describe("a packed reading", () => {
  it("comes back within a thousandth", () => {
    const bytes = new Uint8Array(SLOT_BYTES);
    writeReading(bytes, 0, READING);
    const back = readReading(bytes);
    for (const measure of MEASURES) {
      const value = READING[measure] ?? 0;
      expect(Math.abs((back[measure] ?? 0) - value), measure).toBeLessThan(value / 1_000);
    }
  });

  it("keeps nothing apart from none", () => {
    const bytes = new Uint8Array(SLOT_BYTES);
    const idle: Reading = { cpu: 0, memory: 0, disk: 0, sent: 0, standbyLag: null, copyLag: null };
    writeReading(bytes, 0, idle);
    expect(readReading(bytes)).toEqual(idle);
  });

  it("has room for the largest and the smallest there is", () => {
    const bytes = new Uint8Array(SLOT_BYTES);
    writeReading(bytes, 0, { ...READING, cpu: 1, disk: Number.MAX_SAFE_INTEGER });
    const { cpu, disk } = readReading(bytes);
    expect(cpu).toBeCloseTo(1, 3);
    expect((disk ?? 0) / Number.MAX_SAFE_INTEGER).toBeCloseTo(1, 2);
  });
});

it("machines of a block do not write into each other, and a new block holds nothing", () => {
  const block = emptyBlock();
  writeReading(block, byteOf(7), READING);
  expect(readReading(block, byteOf(6)).cpu).toBeNull();
  expect(readReading(block, byteOf(8)).cpu).toBeNull();
  expect([blockOf(SLOTS_IN_BLOCK - 1), blockOf(SLOTS_IN_BLOCK), byteOf(SLOTS_IN_BLOCK)]).toEqual([0, 1, 0]);
});
