import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./shell.mjs";

const skipped = new Set(["node_modules", ".next", "dist", "test-results", "test-world", "test"]);
const isTest = (name) => /\.(test|spec)\.tsx?$/.test(name);
/** Written by those who read the sources, and no source. */
const isLeftBehind = (name) => name === "next-env.d.ts" || name.endsWith(".tsbuildinfo");

function* filesUnder(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (skipped.has(entry.name)) continue;
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* filesUnder(full);
    else if (!isTest(entry.name) && !isLeftBehind(entry.name)) yield full;
  }
}

/** One hash over the names and contents of files and folders of the repository. */
export function fingerprint(places) {
  const hash = createHash("sha256");
  for (const place of places) {
    const full = path.join(root, place);
    if (!fs.existsSync(full)) continue;
    for (const file of fs.statSync(full).isDirectory() ? filesUnder(full) : [full]) {
      hash.update(path.relative(root, file)).update("\0").update(fs.readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** Does work only when the fingerprint of its inputs differs from the one stamped after the last success. */
export async function whenChanged(stamp, places, work) {
  const now = fingerprint(places);
  const file = path.join(root, stamp);
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === now) return false;
  await work();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, now);
  return true;
}
