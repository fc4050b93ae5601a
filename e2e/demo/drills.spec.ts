import type { Page } from "@playwright/test";
import { expect, expectAccessible, open, test } from "../test";

/** Copied from its pair in Galveston to Duluth. */
const MACHINE = "lab-results";

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name }) });

test("every copy stands with its proof, and a drill is started and seen to its end from the list", async ({ page }) => {
  await open(page, "/drills");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/cop(y|ies) at (a )?recovery sites?/);
  const row = rowOf(page, MACHINE);
  await row.getByRole("button", { name: `Start a drill of ${MACHINE}` }).click();
  const dialog = page.getByRole("dialog", { name: "Prove the copy in a drill" });
  await expect(dialog.getByRole("radio").first()).toBeChecked();
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await expect(dialog).toBeHidden();
  await expect(row.getByText(/^A drill by .* is under way: /)).toBeVisible();
  await expect(row.getByRole("button", { name: `End the drill of ${MACHINE}` })).toBeVisible();
  await expect(row.getByRole("button", { name: `Start a drill of ${MACHINE}` })).toBeVisible();
  await expect(row).toContainText("Proven");
  await expect(row).toContainText(/s of 15\smin/);
  await expectAccessible(page);
});

test("a filter is kept in the address and says what it leaves", async ({ page }) => {
  await open(page, "/drills");
  await page.keyboard.press("/");
  await page.keyboard.type(MACHINE);
  await expect(page.getByRole("status").filter({ hasText: /^1 of \d+ cop/ })).toBeVisible();
  await expect(page).toHaveURL(`/drills?filter=${MACHINE}`);
  await page.reload();
  await expect(rowOf(page, MACHINE)).toBeVisible();
  await expect(page.getByRole("table", { name: "Drills" }).getByRole("row")).toHaveCount(2);
  await page.getByLabel("Filter").fill("nothing like it");
  await expect(page.getByText("No copy matches “nothing like it”.")).toBeVisible();
  await page.getByRole("button", { name: /^Show all/ }).click();
  await expect(rowOf(page, MACHINE)).toBeVisible();
});
