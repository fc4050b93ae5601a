import { noneStands, whileWitnessLost } from "../broken";
import { expect, isAlive, open, test } from "../test";

test.describe("without a mouse", () => {
  test("the first stop skips to the content", async ({ page }) => {
    await open(page, "/machines");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  test("g and a letter go to a page, and ? lists the keys", async ({ page }) => {
    await open(page, "/");
    for (const [letter, path] of [
      ["m", "/machines"],
      ["p", "/pairs"],
      ["f", "/faults"],
      ["d", "/drills"],
      ["w", "/work"],
      ["o", "/"],
    ] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(letter);
      await expect(page).toHaveURL(new RegExp(`${path}$`));
    }
    await page.keyboard.press("?");
    const list = page.getByRole("dialog", { name: "Keys" });
    await expect(list).toContainText("acknowledge, and again to undo");
    await page.keyboard.press("Escape");
    await expect(list).toBeHidden();
    await page.getByRole("button", { name: "Keys" }).click();
    await expect(list).toBeVisible();
  });

  test("a machine is found, opened and left", async ({ page, world }) => {
    await open(page, "/machines");
    await page.keyboard.press("/");
    const filter = page.getByLabel("Filter");
    await expect(filter).toBeFocused();
    await page.keyboard.type(world.machine);
    await expect(page.getByRole("table", { name: "Machines" }).getByRole("row")).toHaveCount(2);
    await page.keyboard.press("Escape");
    await expect(filter).toHaveValue("");
    await page.keyboard.press("Escape");
    await expect(filter).not.toBeFocused();

    await page.keyboard.press("j");
    const first = page.getByRole("table", { name: "Machines" }).getByRole("row").nth(1).getByRole("link").first();
    await expect(first).toBeFocused();
    const name = (await first.textContent()) ?? "";
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(first).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await isAlive(page);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/\/machines$/);
  });

  test("keys are silent while somebody types", async ({ page }) => {
    await open(page, "/pairs");
    await page.keyboard.press("/");
    await page.keyboard.type("gm?");
    await expect(page.getByLabel("Filter")).toHaveValue("gm?");
    await expect(page).toHaveURL(/\/pairs/);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("an alarm is acknowledged with a, and again to undo", async ({ page, world }) => {
    await noneStands(world, "witness-lost");
    await open(page, `/faults?q=is:open on:${world.pair}`);
    await whileWitnessLost(world, async () => {
      const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "witness-lost" }) });
      await expect(row).toContainText("not acknowledged", { timeout: 30_000 });
      await row.getByRole("button").press("Enter");
      const key = page.getByRole("button", { name: /^a (acknowledge|undo)$/ });
      await page.keyboard.press("a");
      await expect(key).toHaveText("a undo");
      await expect(row).not.toContainText("not acknowledged");
      await page.keyboard.press("a");
      await expect(key).toHaveText("a acknowledge");
      await expect(row).toContainText("not acknowledged");
    });
  });
});
