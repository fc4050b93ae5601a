import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { openDemo } from "./world/demo";
import { openReal } from "./world/real";
import { storageStateOf } from "./world/sign-in";
import type { World } from "./world/world";

/** Each worker makes its own world, once; a test leaves it as it found it. */
export const test = base.extend<{ page: Page }, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the parameters of a fixture from this pattern
    async ({}, use, workerInfo) => {
      const world = await (workerInfo.project.name === "real" ? openReal() : openDemo());
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: async ({ world }, use) => use(world.url),
  storageState: async ({ world }, use) => use(storageStateOf(world.url, world.cookie)),
  page: async ({ page }, use) => {
    const defects: string[] = [];
    page.on("pageerror", (error) => defects.push(String(error.stack ?? error)));
    page.on("console", (message) => {
      // A refused request and a server that is away are told on the page; the lines of the browser and the framework about
      // them are not ours.
      if (message.type() === "error" && !/^Failed to (load resource|fetch RSC payload)/.test(message.text()))
        defects.push(message.text());
    });
    await use(page);
    expect(defects, "errors in the browser's console").toEqual([]);
  },
});

export { expect };

/** React has taken the page's own content over, and what listens for keys has had its turn. */
const TAKEN_OVER = `(() => {
  const title = document.querySelector("main h1");
  if (title === null || !Object.keys(title).some((key) => key.startsWith("__reactProps$"))) return false;
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(true))));
})()`;

/** Waits until a page hears the stream and answers: what is pressed and typed from then on is not lost. */
export async function isAlive(page: Page): Promise<void> {
  await expect(page.getByText(/^observed \d/)).toBeAttached();
  await page.waitForFunction(TAKEN_OVER);
}

/** Loads a page and waits until it is alive. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await isAlive(page);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG: RunOptions = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  resultTypes: ["violations"], // of what passes one element is enough
};

/** WCAG 2.2 A and AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // Once a document: bringing half a megabyte there takes as long as what it is brought for.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: { run(of: Document, options: RunOptions): Promise<AxeResults> } };
    const found = await axe.run(document, options);
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }, WCAG);
  expect(violations).toEqual([]);
}
