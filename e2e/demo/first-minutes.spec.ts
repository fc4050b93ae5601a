import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { isAlive } from "../test";
import { ConsoleProcess, freePort } from "../world/console-process";

/** What `npm start` runs, without a past: hosts take as long as real ones do. */
let directory = "";
let console_: ConsoleProcess;

test.beforeAll(async () => {
  test.slow();
  directory = await mkdtemp(path.join(os.tmpdir(), "v-available-first-"));
  console_ = new ConsoleProcess({ PORT: String(await freePort()), DATA_DIR: directory, FLEET_PAST_DAYS: "0" });
  await console_.start();
});

test.afterAll(async () => {
  await console_.end("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

const MOST_CLICKS = 6;
const MOST_MS = 120_000;
/** A host that is lost is given up 15 s after its last word, and what ran there is started again. */
const COMES = { timeout: 60_000 };

/** A person who has read nothing: presses what is called so and can be seen without scrolling, and counts. */
function newcomer(page: Page) {
  let clicks = 0;
  return {
    get clicks() {
      return clicks;
    },
    async press(role: "button" | "link", name: string | RegExp): Promise<string> {
      const target = page.getByRole(role, { name }).first();
      await expect(target).toBeInViewport();
      const text = await target.innerText();
      await target.click();
      clicks += 1;
      return text;
    },
  };
}

for (const { width, height, colorScheme } of [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const)
  test(`at ${width} px a newcomer pulls a plug within two minutes and reads what came of it`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    const beganAt = performance.now();
    await page.goto(console_.url);
    const person = newcomer(page);

    await person.press("button", /^Owner/);
    await isAlive(page);
    await person.press("button", "Take the tour");
    const tour = page.getByRole("region", { name: "Guided tour" });
    await person.press("button", /^4 Pull the plug/);
    const host = (await person.press("button", /^Pull the plug of /)).split(" ").at(-1) ?? "";
    const partner = host.replace(/[ab]$/, (side) => (side === "a" ? "b" : "a"));

    await expect(tour, "nobody was needed").toContainText(`${host} is without power, and nobody was asked.`);
    await expect(tour, "what a machine in lockstep did, and lost").toContainText(
      new RegExp(`[\\w-]+ went on from memory on ${partner}: nothing of (it|them) is lost\\.`),
      COMES,
    );
    await expect(tour, "what the others did, and lost").toContainText(
      new RegExp(
        `started again on ${partner} from the mirrored disk: no acknowledged write is lost, what was in memory is`,
      ),
      COMES,
    );
    await expect(tour, "what comes next").toContainText(`Two copies of everything come back with ${host}`);
    await expect(page.getByText(`${partner} runs alone: ${host} is offline.`).first()).toBeVisible();

    await person.press("link", /^INC-\d+$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`${host} is lost`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`Bring ${host} back.`);
    const did = page.getByRole("list", { name: "What the hosts did with its machines" });
    await expect(did).toContainText(/went on from memory on .*: nothing of (it|them) is lost\./);
    await expect(did).toContainText("no acknowledged write is lost");
    expect(performance.now() - beganAt, "from the first page to the outcome, in ms").toBeLessThan(MOST_MS);
    expect(person.clicks).toBeLessThanOrEqual(MOST_CLICKS);
    await context.close();
  });
