import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Refusal } from "@v-available/domain/refusal";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../src/database";
import { setting } from "../src/schema/setting";
import { describeDatabase } from "./database-suite";

describeDatabase("pglite");

describe("a data directory", () => {
  const newDirectory = () => mkdtemp(join(tmpdir(), "v-available-test-"));
  /** One that was started before, and ended: a first start takes seconds. */
  let started: string;
  let directory: string;
  beforeAll(async () => {
    started = await newDirectory();
    await (await open(started)).close();
  });
  afterAll(() => rm(started, { recursive: true, force: true }));
  beforeEach(async () => {
    directory = await newDirectory();
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const startedBefore = (path = directory) => cp(started, path, { recursive: true });
  const open = (path = directory) => openDatabase({ kind: "pglite", directory: path });
  const refusal = (path?: string) =>
    open(path).then(
      async (database) => {
        await database.close();
        throw new Error("it was opened");
      },
      (error: Refusal) => error.detail,
    );

  it("keeps what was written, and is free again after it was closed", async () => {
    await startedBefore();
    const first = await open();
    await first.transaction((db) => db.insert(setting).values({ key: "k", revision: 1, value: { kept: true } }));
    await first.close();
    const second = await open();
    expect(await second.read((db) => db.select().from(setting))).toEqual([
      { key: "k", revision: 1, value: { kept: true } },
    ]);
    await second.close();
  });

  it("is refused to a second instance", async () => {
    await startedBefore();
    const first = await open();
    expect(await refusal()).toMatchObject({
      code: "conflict",
      message: `Another instance already uses the data directory ${directory}.`,
    });
    await first.close();
  });

  it("is free again after its owner was killed, and has what the owner acknowledged", async () => {
    const script = `import { openDatabase } from ${JSON.stringify(new URL("../src/database.ts", import.meta.url).pathname)};
      import { setting } from ${JSON.stringify(new URL("../src/schema/setting.ts", import.meta.url).pathname)};
      const database = await openDatabase({ kind: "pglite", directory: process.argv[2] });
      await database.transaction((db) => db.insert(setting).values({ key: "k", revision: 1, value: 7 }));
      console.log("acknowledged");
      setInterval(() => {}, 1000);`;
    const path = join(directory, "owner.mts");
    await writeFile(path, script);
    const data = join(directory, "data");
    await startedBefore(data);
    const owner = spawn(process.execPath, ["--import", "tsx", path, data], { stdio: ["ignore", "pipe", "inherit"] });
    await once(owner.stdout, "data");
    expect(await refusal(data)).toMatchObject({ code: "conflict" });
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const heir = await open(data);
    expect(await heir.read((db) => db.select().from(setting))).toMatchObject([{ value: 7 }]);
    await heir.close();
  });

  it("begins again where the first start was cut short", async () => {
    await startedBefore();
    await writeFile(join(directory, "first-start-unfinished"), "");
    await rm(join(directory, "pglite", "PG_VERSION"));
    await (await open()).close();
  });

  it("is refused when its files are damaged", async () => {
    await startedBefore();
    await truncate(join(directory, "pglite", "global", "pg_control"), 10);
    expect(await refusal()).toMatchObject({ code: "failed", field: "directory", value: directory });
    await rm(join(directory, "pglite", "PG_VERSION"));
    expect(await refusal()).toMatchObject({
      message: `The database in ${directory} is damaged: it has no PG_VERSION file.`,
    });
  });

  it("is refused when it cannot be written", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    expect(await refusal(file)).toMatchObject({ code: "blocked", field: "directory" });
    expect(await refusal("/sys/v-available")).toMatchObject({ code: "blocked" });
  });
});

it("says that a PostgreSQL server does not answer, without its password", async () => {
  const url = "postgresql://somebody:secret@127.0.0.1:1/fleet";
  const detail = await openDatabase({ kind: "postgres", url }).catch((error: Refusal) => error.detail);
  expect(detail).toMatchObject({ code: "unreachable", value: "127.0.0.1:1/fleet" });
  expect(JSON.stringify(detail)).not.toContain("secret");
});
