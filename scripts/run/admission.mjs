import { install } from "./install.mjs";
import { bin, run } from "./shell.mjs";

/** Asks every check of admission what it answers where it does not pass, and writes it into docs/admission.md. */
export async function admission() {
  await install();
  return run([bin("tsx"), "scripts/write-admission.ts"]);
}
