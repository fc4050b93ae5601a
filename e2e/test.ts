import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { openDemo } from "./world/demo";
import { openReal } from "./world/real";
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
});

export { expect };

/** WCAG 2.2 A and AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}
