import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { consoleSecretFrom, ownSecret } from "./own-secret";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "own-secret-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("is made once, for its owner's eyes, and is the same ever after", async () => {
  const data = path.join(folder, "data");
  const [one, other] = await Promise.all([ownSecret(data), ownSecret(data)]);
  const file = path.join(data, "console-secret");
  expect(await readFile(file, "utf8")).toHaveLength(43);
  expect([one, other, await ownSecret(data)]).toEqual(Array(3).fill(await readFile(file, "utf8")));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it("does not go on with a file that was cut short", async () => {
  await writeFile(path.join(folder, "console-secret"), "short");
  await expect(ownSecret(folder)).rejects.toMatchObject({ code: "invalid", detail: { field: "console-secret" } });
});

it("takes CONSOLE_SECRET, and none that can be guessed", () => {
  const said = "x".repeat(32);
  expect(consoleSecretFrom({ NODE_ENV: "test", CONSOLE_SECRET: said })).toBe(said);
  expect(consoleSecretFrom({ NODE_ENV: "test" })).toBeNull();
  const short = () => consoleSecretFrom({ NODE_ENV: "test", CONSOLE_SECRET: "sesame" });
  expect(short).toThrow("CONSOLE_SECRET has 6 characters");
  expect(short).not.toThrow("sesame");
});
