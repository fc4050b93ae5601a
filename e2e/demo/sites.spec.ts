import { query } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";

interface Sites {
  readonly sites: readonly { readonly name: string }[];
}

test("the map and the list say the same, lead to the pairs of a site, and fit a phone", async ({ page, world }) => {
  const { sites } = await query<Sites>(world, "site.list");
  await open(page, "/sites");
  const map = page.getByRole("list", { name: "Map of sites" });
  await expect(map.getByRole("link")).toHaveCount(sites.length);
  await expect(page.getByRole("table", { name: "Sites", exact: true }).getByRole("row")).toHaveCount(sites.length + 1);
  await expect(page.getByRole("table", { name: "Lines between sites" })).toContainText("Nashua – Concord");
  for (const viewport of [
    { width: 1440, height: 2_400 },
    { width: 390, height: 3_000 },
  ]) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  }
  await map.getByRole("link", { name: /^Concord/ }).press("Enter");
  await expect(page).toHaveURL(/\/pairs\?filter=Concord/);
  await expect(page.getByRole("link", { name: "nas", exact: true })).toBeVisible();
});

test("a site that loses power is said on the map and in the sentence", async ({ page, world }) => {
  await open(page, "/sites");
  // No machine there is in lockstep: copying memory anew over its links would take minutes.
  await demoOf(world).cutPower("Peoria");
  try {
    await expect(page.getByRole("link", { name: /^Peoria: without power/ })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Peoria");
  } finally {
    await demoOf(world).givePower("Peoria");
  }
  await allWell(world);
});

test("a site is renamed and moved, wherever it is named, and takes its old name back", async ({ page }) => {
  await open(page, "/sites");
  await page.getByRole("button", { name: "Change Peoria" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Latitude", { exact: true }).fill("95");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog.getByText(/the latitude is at most 90/i)).toBeVisible();
  await dialog.getByLabel("Latitude", { exact: true }).fill("40.7");
  await dialog.getByLabel("Name", { exact: true }).fill("Racine");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog.getByText(/Another site is named Racine already/)).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Peoria Mills");
  await dialog.getByLabel("Place", { exact: true }).fill("Hall 3, behind the silo");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("link", { name: /^Peoria Mills/ }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("table", { name: "Sites", exact: true })).toContainText("Hall 3, behind the silo");
  await open(page, "/pairs?filter=Peoria%20Mills");
  await expect(page.getByRole("link", { name: "peo", exact: true })).toBeVisible();
  await open(page, "/sites");
  await page.getByRole("button", { name: "Change Peoria Mills" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("button", { name: "Change Peoria", exact: true })).toBeVisible();
});
