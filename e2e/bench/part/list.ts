import type { Page } from "@playwright/test";
import { openManyMachines } from "../many-machines";
import { MACHINES } from "../page";
import { newProfile, type Visit, visit } from "../page-visit";
import type { Part } from "../part";
import { percentile, type Result } from "../result";
import { ELEMENTS } from "../weight";

const ROUNDS = 8;

/** From the input event to the frame that shows its answer, in ms. */
async function answered(page: Page, act: () => Promise<void>, shown: string): Promise<number> {
  const painted = page.evaluate<number>(`benchProbe.painted(${JSON.stringify(shown)}, 15_000)`);
  await act();
  const atMs = await painted;
  return atMs - (await page.evaluate<number>("performance.timeOrigin + benchProbe.inputAt"));
}

/** The list of fifty thousand machines: opened cold, filtered letter by letter, scrolled, and one of them opened. */
export const list: Part = {
  name: "list",
  async measure(bench) {
    const many = await openManyMachines();
    const browser = await bench.browser();
    try {
      const results: Result[] = [];
      const result = (what: string, value: number, unit: string, budget: number | null, more: Partial<Result> = {}) =>
        results.push({ part: "list", what: `50,000 machines: ${what}`, value, unit, budget, ...more });
      const url = `${many.url}${MACHINES.path}`;
      const warm = await newProfile(browser, many);
      await visit(await warm.newPage(), url, MACHINES.usable);
      await warm.close();
      const seen: Visit[] = [];
      for (let round = 0; round < 3; round++) {
        const profile = await newProfile(browser, many);
        seen.push(await visit(await profile.newPage(), url, MACHINES.usable));
        await profile.close();
      }
      const median = (of: (one: Visit) => number) => percentile(seen.map(of), 0.5);
      result(
        "cold, usable",
        median((one) => one.usableMs),
        "ms",
        750,
      );
      result(
        "main-thread CPU to usable",
        median((one) => one.cpuMs),
        "ms",
        300,
      );
      result(
        "longest task",
        median((one) => one.longestTaskMs),
        "ms",
        100,
      );
      result(
        "heap",
        median((one) => one.heapMB),
        "MB",
        20,
      );
      result(
        "elements",
        median((one) => one.elements),
        "",
        ELEMENTS,
        { deterministic: true },
      );
      result(
        "layout shift",
        median((one) => one.cls),
        "",
        0.01,
        { deterministic: true },
      );

      const profile = await newProfile(browser, many);
      const page = await profile.newPage();
      await visit(page, url, MACHINES.usable);
      const total = `Number(document.querySelector("main table")?.getAttribute("aria-rowcount"))`;
      const filter: number[] = [];
      const open: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await page.getByRole("combobox", { name: "Filter" }).focus();
        for (const letter of ["m", "a"]) {
          const before = await page.evaluate<number>(total);
          filter.push(await answered(page, () => page.keyboard.press(letter), `${total} < ${before}`));
        }
        await page.keyboard.press("Escape");
        await page.evaluate(`benchProbe.painted(${JSON.stringify(`${total} > 50_000`)}, 15_000)`);
        const link = page.locator("main a[data-machine]").nth(3 + round);
        const name = (await link.innerText()).trim();
        const box = await link.boundingBox();
        if (!box) throw new Error(`${name} is not on the screen.`);
        await page.mouse.move(box.x + 8, box.y + box.height / 2);
        const shown = `document.querySelector("main h1")?.textContent.includes(${JSON.stringify(name)})`;
        open.push(await answered(page, () => page.mouse.click(box.x + 8, box.y + box.height / 2), shown));
        await page.goBack();
        await page.evaluate(`benchProbe.painted(${JSON.stringify(MACHINES.usable)}, 15_000)`);
      }
      result("a letter of the filter → painted, median", percentile(filter, 0.5), "ms", 60);
      result("a letter of the filter → painted, worst", Math.max(...filter), "ms", null);
      result("open a machine, median", percentile(open, 0.5), "ms", 56);
      result("open a machine, worst", Math.max(...open), "ms", null);
      result("worst input to next paint", await page.evaluate<number>("benchProbe.slowest"), "ms", 56);

      result("worst frame while scrolling", await scrolled(page), "ms", 50);
      result("elements after scrolling", await page.evaluate<number>(ALL_ELEMENTS), "", ELEMENTS, {
        deterministic: true,
      });
      await profile.close();
      return results;
    } finally {
      await many.close();
    }
  },
};

const ALL_ELEMENTS = `document.getElementsByTagName("*").length`;

/** Two hundred frames of the wheel, each by three rows. */
const scrolled = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((resolve) => {
    let [frames, before, worst] = [0, performance.now(), 0];
    const step = (now) => {
      worst = Math.max(worst, now - before);
      before = now;
      if (++frames > 200) return resolve(worst);
      scrollBy(0, 99);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
