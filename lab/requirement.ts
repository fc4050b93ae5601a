import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { Sentence } from "../scripts/run/sentence.mjs";

/** What the lab uses, and the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-storage-daemon": "qemu-system-common",
  "qemu-img": "qemu-utils",
  ip: "iproute2",
  bridge: "iproute2",
  sysctl: "procps",
  gcc: "gcc",
  cpio: "cpio",
};
const isThere = (program: string) =>
  ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((folder) =>
    fs.existsSync(`${folder}/${program}`),
  );

/** Why the lab can't run here, in a sentence with the remedy; null when it can. */
export function obstacle(): string | null {
  if (process.platform !== "linux") return "The lab needs Linux: its hosts are network namespaces.";
  if (process.getuid?.() !== 0) return "The lab needs root: it makes network namespaces. For example: sudo npm run lab";
  return null;
}

/** Installs what is missing. @throws Sentence that says what to install by hand where apt-get is not there or fails */
export function installMissing(say: (line: string) => void): void {
  const missing = Object.keys(PROGRAMS).filter((program) => !isThere(program));
  const headers = fs.existsSync("/usr/include/stdio.h") ? [] : ["libc6-dev"];
  if (missing.length === 0 && headers.length === 0) return;
  const packages = [...new Set([...missing.map((program) => PROGRAMS[program] ?? program), ...headers])];
  if (!isThere("apt-get")) {
    throw new Sentence(
      `Missing: ${[...missing, ...headers].join(", ")}. This system has no apt-get; install what Debian calls: ${packages.join(" ")}`,
    );
  }
  say(`Installing ${packages.join(" ")} …`);
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
    if (status !== 0) throw new Sentence(`apt-get ${args.join(" ")} failed: ${stderr.trim()}`);
  }
}
