import type { Browser } from "@playwright/test";
import type { Reached } from "../../api";
import { openFloor } from "../floor";
import { MACHINES, OVERVIEW } from "../page";
import { newProfile, type Visit, visit } from "../page-visit";
import type { Part } from "../part";
import { percentile, type Result } from "../result";
import { LAYOUT_SHIFT } from "../weight";

const ROUNDS = 5;

async function cold(browser: Browser, console_: Reached, url: string, usable: string): Promise<Visit> {
  const profile = await newProfile(browser, console_);
  const seen = await visit(await profile.newPage(), url, usable);
  await profile.close();
  return seen;
}

/** Cold loads of the two pages people open first, in turn with the same document without its scripts. */
export const load: Part = {
  name: "load",
  async measure(bench) {
    const console_ = await bench.console();
    const browser = await bench.browser();
    const results: Result[] = [];
    for (const page of [OVERVIEW, MACHINES]) {
      const url = `${console_.url}${page.path}`;
      const floor = await openFloor(browser, console_, page, 0);
      const seen: Visit[] = [];
      const least: Visit[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        seen.push(await cold(browser, console_, url, page.usable));
        least.push(await cold(browser, console_, floor.url, "document.querySelector('main a') !== null"));
      }
      await floor.close();
      const of = (visits: readonly Visit[], field: keyof Visit) =>
        percentile(
          visits.map((one) => one[field]),
          0.5,
        );
      const result = (what: string, field: keyof Visit, unit: string, budget: number | null): Result => ({
        part: "load",
        what: `${page.name}: ${what}`,
        value: of(seen, field),
        unit,
        budget,
      });
      const onFloor = (field: keyof Visit) => ({ floor: of(least, field) });
      results.push(
        { ...result("cold, usable", "usableMs", "ms", 540), ...onFloor("usableMs") },
        { ...result("largest paint", "lcpMs", "ms", null), ...onFloor("lcpMs") },
        { ...result("main-thread CPU to usable", "cpuMs", "ms", 300), ...onFloor("cpuMs") },
        result("of it script", "scriptMs", "ms", null),
        result("longest task", "longestTaskMs", "ms", 100),
        result("heap", "heapMB", "MB", 20),
        { ...result("layout shift", "cls", "", LAYOUT_SHIFT), deterministic: true },
      );
    }
    return results;
  },
};
