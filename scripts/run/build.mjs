import { whenChanged } from "./fingerprint.mjs";
import { Sentence } from "./sentence.mjs";
import { bin, run } from "./shell.mjs";

const CONSOLE_INPUTS = ["apps/console", "packages", "package-lock.json", "tsconfig.base.json"];

/** Builds the console when something it is made of changed. */
export async function buildConsole() {
  await whenChanged("apps/console/.next/.built", CONSOLE_INPUTS, async () => {
    console.log("Building the console (about 60 s) …");
    const code = await run([bin("next"), "build", "apps/console"], {
      quiet: true,
      env: { NEXT_TELEMETRY_DISABLED: "1" },
    });
    if (code !== 0) throw new Sentence("The console was not built: the compiler's message is above.");
  });
}
