import type { Page } from "@playwright/test";
import { expect, open, test } from "../test";

const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY));
/** The list is longer than this window. */
const LOW = { width: 1_280, height: 360 };

/** Leaves, goes back, then reloads: each time the page is as it was. */
async function comesBack(page: Page, leave: () => Promise<void>, isAsItWas: () => Promise<void>): Promise<void> {
  await isAsItWas();
  const address = page.url();
  await leave();
  await expect(page).not.toHaveURL(address);
  await page.goBack();
  await expect(page).toHaveURL(address);
  await isAsItWas();
  await page.reload();
  await isAsItWas();
}

test.describe("the address holds the view", () => {
  test.use({ viewport: LOW });

  test("pairs: filter, selection and how far it is scrolled", async ({ page }) => {
    await open(page, "/pairs");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(page).toHaveURL(/at=/);
    const chosen = page.locator("tr[data-current]");
    await expect(chosen.getByRole("link").first()).toHaveAttribute("data-row", "1");
    const name = await chosen.getByRole("link").first().textContent();
    await page.mouse.wheel(0, 220);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(100);
    const at = await scrolled(page);
    await comesBack(
      page,
      async () => {
        await page.keyboard.press("g");
        await page.keyboard.press("f");
      },
      async () => {
        await expect(chosen.getByRole("link").first()).toHaveText(name ?? "");
        await expect.poll(() => scrolled(page)).toBe(at);
      },
    );
  });

  test("faults: filter", async ({ page }) => {
    await open(page, "/faults");
    await page.getByLabel("Filter").fill("severity:critical");
    await expect(page).toHaveURL(/q=severity:critical/);
    await comesBack(
      page,
      () => page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Pairs" }).click(),
      () => expect(page.getByLabel("Filter")).toHaveValue("severity:critical"),
    );
  });

  test("machines: how far a long list is scrolled", async ({ page }) => {
    await open(page, "/machines");
    await page.mouse.move(400, 200);
    await page.mouse.wheel(0, 600);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(300);
    const at = await scrolled(page);
    await comesBack(
      page,
      async () => {
        await page.keyboard.press("g");
        await page.keyboard.press("f");
      },
      () => expect.poll(() => scrolled(page)).toBe(at),
    );
  });

  test("pair: what if", async ({ page, world }) => {
    await open(page, `/pairs?filter=${world.pair}`);
    await page.getByRole("link", { name: world.pair, exact: true }).first().click();
    await expect(page.getByRole("group", { name: "What if" })).toBeVisible();
    await page.keyboard.press("w");
    const pressed = page.getByRole("group", { name: "What if" }).locator("[aria-pressed=true]");
    await expect(page).toHaveURL(/whatif=lose-a/);
    await comesBack(
      page,
      async () => {
        await page.keyboard.press("g");
        await page.keyboard.press("m");
      },
      () => expect(pressed).toContainText("Lose"),
    );
  });
});
