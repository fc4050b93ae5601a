import type { Page } from "@playwright/test";
import { MACHINES } from "../page";
import { newProfile, visit } from "../page-visit";
import type { Part } from "../part";
import { percentile, type Result } from "../result";

const ROUNDS = 8;
const BUDGET_MS = 60;

/** From the input event to the frame that shows its answer, in ms. */
async function answered(page: Page, act: () => Promise<void>, shown: string): Promise<number> {
  const painted = page.evaluate<number>(`benchProbe.painted(${JSON.stringify(shown)}, 15_000)`);
  await act();
  const atMs = await painted;
  return atMs - (await page.evaluate<number>("performance.timeOrigin + benchProbe.inputAt"));
}

/** What a person does most on the list: open a machine, go back, filter. */
export const interaction: Part = {
  name: "interaction",
  async measure(bench) {
    const console_ = await bench.console();
    const profile = await newProfile(await bench.browser(), console_);
    const page = await profile.newPage();
    await visit(page, `${console_.url}${MACHINES.path}`, MACHINES.usable);
    const open: number[] = [];
    const filter: number[] = [];
    let slowest = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const link = page.locator('main a[href^="/machines/"]').nth(3 + round);
      const name = (await link.innerText()).trim();
      const box = await link.boundingBox();
      if (!box) throw new Error(`${name} is not on the screen.`);
      await page.mouse.move(box.x + 8, box.y + box.height / 2);
      const shown = `document.querySelector("main h1")?.textContent.includes(${JSON.stringify(name)})`;
      open.push(await answered(page, () => page.mouse.click(box.x + 8, box.y + box.height / 2), shown));
      await page.goBack();
      await page.evaluate(`benchProbe.painted(${JSON.stringify(MACHINES.usable)}, 15_000)`);

      await page.getByRole("combobox", { name: "Filter" }).focus();
      const rows = "document.querySelectorAll('main tbody tr').length";
      const all = await page.evaluate<number>(rows);
      filter.push(await answered(page, () => page.keyboard.press("d"), `${rows} < ${all}`));
      await page.keyboard.press("Escape");
      await page.evaluate(`benchProbe.painted("${rows} === ${all}", 15_000)`);
      slowest = Math.max(slowest, await page.evaluate<number>("benchProbe.slowest"));
    }
    await profile.close();
    const result = (what: string, value: number, budget: number | null): Result => ({
      part: "interaction",
      what,
      value,
      unit: "ms",
      budget,
    });
    return [
      result("open a machine, median", percentile(open, 0.5), BUDGET_MS),
      result("open a machine, worst", Math.max(...open), null),
      result("filter the list, median", percentile(filter, 0.5), BUDGET_MS),
      result("filter the list, worst", Math.max(...filter), null),
      result("worst input to next paint", slowest, 56),
    ];
  },
};
