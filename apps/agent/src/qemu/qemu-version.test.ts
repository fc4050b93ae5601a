import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkQemuVersion } from "./qemu-version";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "qemu-version-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function programThatPrints(text: string): Promise<string> {
  const program = path.join(folder, "qemu");
  await writeFile(program, `#!/bin/sh\necho '${text}'\n`);
  await chmod(program, 0o755);
  return program;
}

describe("the version of QEMU", () => {
  it.each([
    ["QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)", "7.2.22"],
    ["QEMU emulator version 7.2.0", "7.2.0"],
    ["QEMU emulator version 10.0.2", "10.0.2"],
    ["QEMU emulator version 8.0", "8.0"],
  ])("%s is fine", async (printed, version) => {
    expect(await checkQemuVersion(await programThatPrints(printed))).toBe(version);
  });

  it.each(["QEMU emulator version 7.1.0", "QEMU emulator version 6.2.0", "QEMU emulator version 2.11.1"])(
    "%s is refused with the limit and the remedy",
    async (printed) => {
      const refused = checkQemuVersion(await programThatPrints(printed));
      await expect(refused).rejects.toMatchObject({
        detail: {
          code: "unsupported",
          field: "qemu.system",
          limit: "7.2 or later",
          remedy: "Install QEMU 7.2 or later.",
        },
      });
    },
  );

  it("what prints no version, or is not there, is refused", async () => {
    await expect(checkQemuVersion(await programThatPrints("hello"))).rejects.toThrow("names no version");
    await expect(checkQemuVersion(path.join(folder, "nothing"))).rejects.toMatchObject({ detail: { code: "failed" } });
  });
});
