import { expect, it } from "vitest";
import { ClientMessages } from "./client-message";

const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const GREETING = [...text("RFB 003.008\n"), 1, 1];
const KEY = [4, 1, 0, 0, 0, 0, 0, 0x61];
const POINTER = [5, 0, 0, 10, 0, 20];
const CUT = [6, 0, 0, 0, 0, 0, 0, 2, 0x68, 0x69];
const FORMATS = [6, 0, 0, 0, 0xff, 0xff, 0xff, 0xfe, 1, 2];
const UPDATE = [3, 1, 0, 0, 0, 0, 3, 0, 1, 0];
const ENCODINGS = [2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2];
const QEMU_KEY = [255, 0, 0, 1, 0, 0, 0, 0x61, 0, 0, 0, 30];
const SOUND = [255, 1, 0, 0];
const POWER = [250, 0, 1, 2];
const SIZE = [251, 0, 3, 0, 2, 0, 1, 0, ...Array<number>(16).fill(0)];
const ALL = [GREETING, KEY, POINTER, CUT, FORMATS, UPDATE, ENCODINGS, QEMU_KEY, SOUND, POWER, SIZE].flat();
const KINDS = [
  ...["greeting", "greeting", "greeting", "input", "input", "input", "input", "look", "look", "input"],
  ...["other", "other", "other"],
];

it.each([1, 3, 7, ALL.length])("tells what is typed from what is only looked at, in pieces of %i bytes", (size) => {
  const messages = new ClientMessages();
  const found = [];
  for (let at = 0; at < ALL.length; at += size) found.push(...messages.push(Uint8Array.from(ALL.slice(at, at + size))));
  expect(found.map(({ kind }) => kind)).toEqual(KINDS);
  expect(found.flatMap(({ bytes }) => [...bytes])).toEqual(ALL);
});

it.each([
  ["another version", text("RFB 003.003\n")],
  ["a password", [...text("RFB 003.008\n"), 2]],
  ["a message of an unknown kind", [...GREETING, 77]],
  ["a question to QEMU of an unknown kind", [...GREETING, 255, 9, 0, 0]],
  ["a text that is too long", [...GREETING, 6, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]],
])("refuses %s", (_what, bytes) => {
  expect(() => new ClientMessages().push(Uint8Array.from(bytes))).toThrow(/not of its protocol/);
});
