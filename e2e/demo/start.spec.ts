import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { ConsoleProcess, freePort, repository } from "../world/console-process";

let directory = "";
const running: ConsoleProcess[] = [];

test.beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "v-available-start-"));
});

test.afterEach(async () => {
  for (const one of running.splice(0)) await one.end("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

async function consoleWith(env: Readonly<Record<string, string>> = {}): Promise<ConsoleProcess> {
  const made = new ConsoleProcess({
    PORT: String(await freePort()),
    DATA_DIR: directory,
    SIMULATOR_PACE: "brisk",
    FLEET_PAST_DAYS: "0",
    ...env,
  });
  running.push(made);
  return made;
}

/** One sentence with its remedy and exit code 1: nothing of a stack, nothing of the libraries underneath. */
async function expectOneSentence(refused: ConsoleProcess, said: RegExp): Promise<void> {
  const { code, output } = await refused.runToEnd();
  expect(output.trim()).toMatch(said);
  expect(output.trim().split("\n"), "lines of output").toHaveLength(1);
  expect(code, "exit code").toBe(1);
}

const answers = async (url: string) => (await fetch(`${url}/api/health`)).status;

test.describe("npm start", () => {
  test("ends with code 0 at Ctrl-C, says nothing of it, and starts again on what it left", async () => {
    const first = await consoleWith();
    await first.start();
    expect(await answers(first.url)).toBe(200);
    expect(first.output.trim()).toMatch(
      /^v-Available is ready at http:\/\/127\.0\.0\.1:\d+ \([\d.]+ s\)\. Ctrl-C ends it\.$/,
    );
    expect(await first.end("SIGINT"), "exit code").toBe(0);
    expect(first.output.trim().split("\n"), "lines of output").toHaveLength(1);
    await first.start();
    expect(await answers(first.url)).toBe(200);
  });

  test("listens where HOST and PORT say", async () => {
    const port = String(await freePort());
    const other = await consoleWith({ HOST: "127.0.0.2", PORT: port });
    await other.start();
    expect(other.output).toContain(`http://127.0.0.2:${port}`);
    expect(await answers(`http://127.0.0.2:${port}`)).toBe(200);
    await expect(answers(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect(await readdir(directory), "what DATA_DIR holds").toEqual(expect.arrayContaining(["database", "simulator"]));
  });

  test("names a port that is in use", async () => {
    const occupant = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => occupant.once("listening", resolve));
    const { port } = occupant.address() as net.AddressInfo;
    await expectOneSentence(
      await consoleWith({ PORT: String(port) }),
      new RegExp(
        `^Port ${port} on 127\\.0\\.0\\.1 is in use by another program\\. Choose another: PORT=${port + 1} npm start$`,
      ),
    );
    occupant.close();
  });

  test("names a port or an address that can't be", async () => {
    await expectOneSentence(
      await consoleWith({ PORT: "99999" }),
      /^PORT is "99999"; it must be a whole number from 1 to 65535\./,
    );
    await expectOneSentence(
      await consoleWith({ HOST: "203.0.113.7" }),
      /^The console can't listen on 203\.0\.113\.7:\d+ \(EADDRNOTAVAIL\)\. Set HOST to an address of this machine\.$/,
    );
  });

  test("keeps a second instance off a data directory that is in use", async () => {
    const first = await consoleWith();
    await first.start();
    await expectOneSentence(
      await consoleWith(),
      /^Another instance already uses the data directory .+\. Stop that instance, or start this one with another data directory\.$/,
    );
    expect(await answers(first.url), "the first one goes on").toBe(200);
  });

  test("says that a data directory is damaged, and leaves it as it is", async () => {
    const first = await consoleWith();
    await first.start();
    await first.end();
    const files = path.join(directory, "database", "pglite");
    await writeFile(path.join(files, "global", "pg_control"), "not what it was");
    await expectOneSentence(
      await consoleWith(),
      /^The database in .+ is damaged: .+\. Restore the directory from a backup, or move it away/,
    );
    expect(await readFile(path.join(files, "global", "pg_control"), "utf8")).toBe("not what it was");
  });

  test("says that a simulated fleet is damaged", async () => {
    const first = await consoleWith();
    await first.start();
    await first.end();
    const fleet = path.join(directory, "simulator");
    for (const file of await readdir(fleet)) await writeFile(path.join(fleet, file), "not what it was");
    await expectOneSentence(await consoleWith(), /damaged.+(backup|move|remove)/);
  });

  test("says that a data directory can't be written", async () => {
    const file = path.join(directory, "a-file");
    await writeFile(file, "");
    await expectOneSentence(
      await consoleWith({ DATA_DIR: file }),
      /^The data directory .+ cannot be written: .+\. Give this user the right to write there, or start with another data directory\.$/,
    );
  });

  test("says that a data directory is read-only", async () => {
    const mounted = path.join(directory, "mounted");
    await mkdir(mounted);
    const root = process.getuid?.() === 0;
    if (root) execFileSync("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", mounted]);
    else execFileSync("chmod", ["555", mounted]);
    try {
      await expectOneSentence(
        await consoleWith({ DATA_DIR: mounted }),
        root
          ? /^The data directory .+ cannot be written: it is on a read-only file system\./
          : /^The data directory .+ cannot be written: this user has no right to\./,
      );
    } finally {
      if (root) execFileSync("umount", [mounted]);
      else execFileSync("chmod", ["755", mounted]);
    }
  });

  test("names a Node that is too old", () => {
    const as = (version: string) =>
      spawnSync(
        process.execPath,
        ["--input-type=module", "-e", `import { need } from "./scripts/run/node-version.mjs"; need("${version}");`],
        {
          cwd: repository,
          encoding: "utf8",
        },
      );
    for (const version of ["16.20.2", "18.19.1", "20.10.0"]) {
      const { status, stderr } = as(version);
      expect(status).toBe(1);
      expect(stderr.trim()).toBe(
        `v-Available needs Node 20.11 or newer and this is ${version}. Install Node 20 (nodejs.org), then run the command again.`,
      );
    }
    for (const version of ["20.11.0", "22.0.0"]) expect(as(version)).toMatchObject({ status: 0, stderr: "" });
  });
});
