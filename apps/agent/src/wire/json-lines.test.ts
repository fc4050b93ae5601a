import { expect, it } from "vitest";
import { jsonLine, LineSplitter } from "./json-lines";

it("joins a line that comes in pieces and keeps what follows it", () => {
  const splitter = new LineSplitter(100);
  expect(splitter.push('{"a"')).toEqual([]);
  expect(splitter.push(':1}\n\n{"b":2}\n{"c')).toEqual(['{"a":1}', '{"b":2}']);
  expect(splitter.push('":3}\n')).toEqual(['{"c":3}']);
});

it("refuses a line beyond the limit, finished or not", () => {
  expect(() => new LineSplitter(4).push("12345")).toThrow(RangeError);
  expect(() => new LineSplitter(4).push("12345\n")).toThrow(RangeError);
});

it("writes one value a line", () => {
  expect(jsonLine({ text: "a\nb" })).toBe('{"text":"a\\nb"}\n');
});
