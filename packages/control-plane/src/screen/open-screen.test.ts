import type { ScreenEnd, ScreenStream } from "@v-available/orchestrator/screen";
import { expect, it } from "vitest";
import { systemClock } from "../environment";
import { LONGEST_WAITING, OpenScreen } from "./open-screen";

const GREETING = Uint8Array.from([..."RFB 003.008\n", "\u0001", "\u0001"].map((letter) => letter.charCodeAt(0)));
const KEY = Uint8Array.of(4, 1, 0, 0, 0, 0, 0, 0x61);

/** A machine that takes nothing until it is told to. */
function world() {
  const taken: number[][] = [];
  const waiting: (() => void)[] = [];
  let end: (because: ScreenEnd) => void = () => {};
  const stream: ScreenStream = {
    side: "a",
    down: (async function* () {})(),
    ended: new Promise((resolve) => {
      end = resolve;
    }),
    send: (bytes) =>
      new Promise((resolve) => {
        taken.push([...bytes]);
        waiting.push(resolve);
      }),
    close: () => end("closed"),
  };
  return { screen: new OpenScreen(stream, systemClock), taken, take: () => waiting.shift()?.() };
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

it("hands on one part after the other, as fast as the machine takes them", async () => {
  const { screen, taken, take } = world();
  const first = screen.send({ number: 1, bytes: GREETING }, true);
  const second = screen.send({ number: 2, bytes: KEY }, true);
  await settle();
  expect(taken).toEqual([[...GREETING]]);
  take();
  await first;
  await settle();
  expect(taken).toEqual([[...GREETING], [...KEY]]);
  take();
  await second;
  screen.close();
});

it("keeps no more than so much for a machine that takes nothing: it is over then", async () => {
  const { screen } = world();
  void screen.send({ number: 1, bytes: GREETING }, true);
  const many = new Uint8Array(64 * 1024);
  for (let at = 0; at < many.length; at += KEY.length) many.set(KEY, at);
  const parts = LONGEST_WAITING / many.length;
  for (let part = 0; part < parts - 1; part++) void screen.send({ number: part + 2, bytes: many }, true);
  await expect(screen.send({ number: parts + 1, bytes: many }, true)).rejects.toMatchObject({ code: "blocked" });
  expect(await screen.over).toBe("broken");
});

it("takes no power button and no size from anybody", async () => {
  const { screen, taken, take } = world();
  const power = [250, 0, 1, 2];
  const size = [251, 0, 3, 0, 2, 0, 0, 0];
  const sent = screen.send({ number: 1, bytes: Uint8Array.from([...GREETING, ...power, ...size, ...KEY]) }, true);
  await settle();
  expect(taken).toEqual([[...GREETING, ...KEY]]);
  take();
  await sent;
  screen.close();
});
