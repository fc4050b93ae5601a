import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { findByArgument, identify, isAlive, killExactly } from "./process-identity";

const sleeper = (...words: string[]) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", ...words], { stdio: "ignore" });
  if (child.pid === undefined) throw new Error("not started");
  return { child, pid: child.pid };
};

it("knows its process until it ends", async () => {
  const { child, pid } = sleeper();
  const identity = await identify(pid);
  if (!identity) throw new Error("not identified");
  expect(await isAlive(identity)).toBe(true);
  expect(await killExactly(identity)).toBe(true);
  await once(child, "exit");
  expect(await isAlive(identity)).toBe(false);
  expect(await killExactly(identity)).toBe(false);
});

it("leaves a foreign process alone that got the same pid, and any of an earlier boot", async () => {
  const { child, pid } = sleeper();
  const identity = await identify(pid);
  if (!identity) throw new Error("not identified");
  expect(await killExactly({ ...identity, startTicks: identity.startTicks - 1 })).toBe(false);
  expect(await killExactly({ ...identity, bootId: "earlier" })).toBe(false);
  expect(child.exitCode).toBeNull();
  expect(child.signalCode).toBeNull();
  child.kill("SIGKILL");
});

it("finds a process by an argument, whole words only", async () => {
  const word = `mark-${process.pid}-${Math.trunc(performance.now())}`;
  const { child, pid } = sleeper(word);
  await once(child, "spawn");
  expect((await findByArgument(word)).map((found) => found.pid)).toEqual([pid]);
  expect(await findByArgument(word.slice(0, -1))).toEqual([]);
  child.kill("SIGKILL");
});
