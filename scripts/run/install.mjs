import fs from "node:fs";
import path from "node:path";
import { whenChanged } from "./fingerprint.mjs";
import { Sentence } from "./sentence.mjs";
import { npm, root, run } from "./shell.mjs";

const manifests = () => {
  const out = ["package.json", "package-lock.json", "e2e/package.json"];
  for (const group of ["packages", "apps"]) {
    for (const name of fs.readdirSync(path.join(root, group))) out.push(`${group}/${name}/package.json`);
  }
  return out;
};

/** Brings node_modules to what the lockfile says, when it is not there yet. */
export async function install() {
  await whenChanged("node_modules/.installed", manifests(), async () => {
    console.log("Installing packages (about 30 s the first time) …");
    const code = await run(npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"), { quiet: true });
    if (code !== 0) {
      throw new Sentence(
        "The packages were not installed: npm ended with an error, shown above. Check that the npm registry can be reached, then run the command again.",
      );
    }
  });
}
