import type { Page } from "@playwright/test";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";

const PALETTE = { name: "Find or do" } as const;
const field = (page: Page) => page.getByRole("combobox", PALETTE);
const current = async (page: Page) => {
  const id = await field(page).getAttribute("aria-activedescendant");
  return page.locator(`[id="${id}"]`);
};

test.describe("find or do", () => {
  test("opens by its key and its button, and Escape leaves it where it was", async ({ page }) => {
    await open(page, "/");
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(field(page)).toBeHidden();
    await page.getByRole("button", PALETTE).click();
    await expect(field(page)).toBeFocused();
  });

  test("goes to a machine by letters of its name, and offers it first the next time", async ({ page, world }) => {
    await open(page, "/faults");
    await page.keyboard.press("Control+k");
    await field(page).fill(world.machine);
    const machines = page.getByRole("group", { name: "Machines" });
    await expect(machines.getByRole("option", { name: world.machine })).toBeVisible();
    await expect(await current(page)).toContainText(world.machine);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: world.machine })).toBeVisible();
    await page.keyboard.press("Control+k");
    const recent = page.getByRole("group", { name: "Recent" });
    await expect(recent.getByRole("option").first()).toContainText(world.machine);
  });

  test("walks by arrows over all groups and says how many there are", async ({ page }) => {
    await open(page, "/");
    await page.keyboard.press("Control+k");
    await field(page).fill("theme");
    await expect(page.getByRole("option")).toHaveCount(3);
    await expect(page.getByRole("dialog", PALETTE).getByRole("status")).toHaveText("3 results");
    await page.keyboard.press("ArrowDown");
    await expect(await current(page)).toHaveText("Theme: dark");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  test("opens the dialog of a deed on the page of its machine", async ({ page, world }) => {
    await open(page, "/");
    await page.keyboard.press("Control+k");
    await field(page).fill(`change level of ${world.machine}`);
    await page.getByRole("option", { name: `Change level of ${world.machine}` }).click();
    await expect(page.getByRole("dialog", { name: world.machine })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("dialog", { name: world.machine })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/\/machines\/[\w-]+$/);
  });

  test("keeps what cannot be done, with the reason, and finds what it knows", async ({ page, world }) => {
    const demo = demoOf(world);
    await open(page, "/");
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    demo.freezeConsole();
    try {
      await field(page).fill("create");
      const create = page.getByRole("option", { name: "Create a machine" });
      await expect(create).toHaveAttribute("aria-disabled", "true");
      await expect(create).toContainText("has not heard from anything since");
      await page.keyboard.press("Enter");
      await expect(field(page)).toBeVisible();
      await field(page).fill(world.machine);
      await expect(page.getByRole("option", { name: world.machine })).toBeVisible();
    } finally {
      demo.thawConsole();
    }
  });

  for (const theme of ["light", "dark"] as const)
    test(`stands the checks of a screen reader, ${theme}`, async ({ page }) => {
      await open(page, `/?theme=${theme}`);
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("group", { name: "Pages" })).toBeVisible();
      await expectAccessible(page);
    });

  test("is a whole sheet on a phone", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, "/");
    await page.getByRole("button", PALETTE).click();
    const box = await page.getByRole("dialog", PALETTE).boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 });
  });
});
