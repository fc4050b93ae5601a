import { expect, it } from "vitest";
import { type Frame, FrameReader, writeFrame } from "./frame";

const FRAMES: readonly Frame[] = [
  { kind: "opened", opened: { token: "t", host: "lit-a", mayNotType: null } },
  { kind: "bytes", bytes: Uint8Array.of(1, 2, 3) },
  { kind: "beat" },
  { kind: "bytes", bytes: new Uint8Array(3_000).fill(7) },
  { kind: "over", because: "moved" },
];

it.each([1, 4, 6, 1_000, 10_000])("reads what was written, in pieces of %i bytes", (size) => {
  const all = FRAMES.flatMap((frame) => [...writeFrame(frame)]);
  const reader = new FrameReader();
  const read: Frame[] = [];
  for (let at = 0; at < all.length; at += size) read.push(...reader.push(Uint8Array.from(all.slice(at, at + size))));
  expect(read).toEqual(FRAMES);
});

it("takes nothing that no console sends", () => {
  expect(() => new FrameReader().push(new TextEncoder().encode("<!doctype html>"))).toThrow(/longer than/);
  expect(() => new FrameReader().push(Uint8Array.of(9, 0, 0, 0, 2, 0x7b, 0x7d))).toThrow(/kind 9/);
});
