import { expect, it } from "vitest";
import { cpuFeaturesOf } from "./cpu-features";

it("reads the features of the first processor, in an order that two hosts share", () => {
  const processor = (flags: string) => `processor\t: 0\nmodel name\t: X\nflags\t\t: ${flags}\nbugs\t\t: spectre_v1\n\n`;
  expect(cpuFeaturesOf(processor("sse2 aes avx2") + processor("sse2 aes"))).toEqual(["aes", "avx2", "sse2"]);
});

it("does not know what a kernel does not name", () => {
  expect(cpuFeaturesOf("processor\t: 0\nflags\t\t:\n")).toBeNull();
  expect(cpuFeaturesOf("Processor\t: ARMv8\nFeatures\t: fp asimd\n")).toBeNull();
});
