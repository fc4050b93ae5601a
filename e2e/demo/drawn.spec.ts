import type { Page } from "@playwright/test";
import { expect, open, test } from "../test";

/** What is drawn without any clock or measure in it, so that each picture is the same on every run. */
const PAGES = [
  { name: "parts", path: "/parts" },
  { name: "unknown-address", path: "/no-such-page" },
] as const;
const LOOKS = [
  { name: "desk-light", width: 1440, colorScheme: "light" },
  { name: "desk-dark", width: 1440, colorScheme: "dark" },
  { name: "phone-light", width: 390, colorScheme: "light" },
  { name: "phone-dark", width: 390, colorScheme: "dark" },
] as const;

async function wear(page: Page, { width, colorScheme }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}

for (const { name, path } of PAGES)
  test(`${name} is drawn as it was, in both themes, on a desk and on a phone`, async ({ page }) => {
    await open(page, path);
    await page.evaluate(() => document.fonts.ready);
    for (const look of LOOKS) {
      await wear(page, look);
      // An edge may be smoothed otherwise on another processor; a part that moved, or lost its colour, is more than that.
      await expect(page.getByRole("main")).toHaveScreenshot(`${name}-${look.name}.png`, { maxDiffPixelRatio: 0.002 });
    }
  });
