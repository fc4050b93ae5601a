import { existsSync } from "node:fs";
import { install } from "./install.mjs";
import { bin, run } from "./shell.mjs";

/** Verifies the audit log of a console that is stopped, or of a PostgreSQL, or an export: its exit code says what came of it. */
export async function verifyAudit(args) {
  // An image has its packages, and a user who may not write there.
  if (!existsSync(bin("tsx"))) await install();
  return run([bin("tsx"), "scripts/verify-audit.ts", ...args]);
}
