import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { machines } from "../api";
import { allWell, whileHostLost } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import { becomeInDemo } from "../world/sign-in";
import type { World } from "../world/world";

const COMES = { timeout: 60_000 };

const tableOf = (page: Page) => page.getByRole("table", { name: "Machines" });
const filterOf = (page: Page) => page.getByRole("combobox", { name: "Filter" });
const toolsOf = (page: Page) => page.getByRole("toolbar", { name: "List of machines" });
const boxesOf = (page: Page) => tableOf(page).getByRole("checkbox");

/** A pair that no other test breaks, with machines that run. */
async function quietPair(world: World): Promise<{ name: string; running: number }> {
  const all = await machines(world);
  const running = (name: string) => all.filter(({ pair, power }) => pair.name === name && power === "on").length;
  const names = [...new Set(all.map(({ pair }) => pair.name))].filter((name) => name !== world.pair);
  const name = names.find((one) => running(one) >= 3) ?? "";
  return { name, running: running(name) };
}

test("what can be typed is proposed with what the fleet has, and a wrong word is mended at a press", async ({
  page,
}) => {
  await open(page, "/machines");
  const filter = filterOf(page);
  const options = page.getByRole("listbox", { name: "What can be typed next" }).getByRole("option");
  await filter.press("s");
  await expect(options.filter({ hasText: "site:" })).toBeVisible();
  await filter.fill("");
  await filter.pressSequentially("lev");
  await filter.press("ArrowDown");
  await filter.press("Enter");
  await expect(filter).toHaveValue("level:");
  await expect(options.filter({ hasText: /^ft\d+ machines$/ })).toBeVisible();
  await filter.press("ArrowDown");
  await filter.press("Tab");
  await expect(filter).toHaveValue("level:ft ");
  await expect(page).toHaveURL(/filter=level:ft/);
  await filter.fill("state:degrded");
  await expect(filter).toHaveAccessibleDescription(/There is no state “degrded”\. It was left out\. Limit: .*degraded/);
  await page.getByRole("button", { name: "Write degraded instead of degrded" }).click();
  await expect(filter).toHaveValue("state:degraded");
});

test("rows are chosen by mouse and keys, the address holds them, and a reload finds them", async ({ page, world }) => {
  const { name } = await quietPair(world);
  await open(page, `/machines?filter=pair:${name}`);
  await boxesOf(page).nth(0).click();
  await boxesOf(page)
    .nth(2)
    .click({ modifiers: ["Shift"] });
  await expect(toolsOf(page)).toContainText("3 machines chosen.");
  // The address follows a moment later, with all three of them.
  await expect(page).toHaveURL(/selected=[^.&]+\.[^.&]+\.[^.&]+/);
  await page.reload();
  await expect(toolsOf(page)).toContainText("3 machines chosen.");
  await expect(boxesOf(page).nth(1)).toBeChecked();
  await page.waitForFunction("document.activeElement !== null");
  await open(page, page.url());
  await page.keyboard.press("Escape");
  await expect(toolsOf(page)).not.toContainText("chosen");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(toolsOf(page)).toContainText("2 machines chosen.");
  await toolsOf(page)
    .getByRole("button", { name: /^Choose all \d+$/ })
    .click();
  await expect(page).toHaveURL(/selected=all/);
  await page.keyboard.press("End");
  await expect(tableOf(page).getByRole("row").last().getByRole("link").first()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(tableOf(page).getByRole("row").nth(1).getByRole("link").first()).toBeFocused();
});

test("several are stopped after a preview, over a reload in the middle, and started again", async ({ page, world }) => {
  test.slow();
  await allWell(world);
  const { name, running } = await quietPair(world);
  const powers = async () =>
    (await machines(world)).filter(({ pair, power }) => pair.name === name && power === "on").length;
  for (const [action, verb, left] of [
    ["Stop", "stopped", 0],
    ["Start", "started", running],
  ] as const)
    await test.step(verb, async () => {
      await open(page, `/machines?filter=pair:${name}&selected=all`);
      await toolsOf(page).getByRole("button", { name: action, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: new RegExp(`^${action} \\d+ machines$`) });
      await expect(dialog.getByRole("status")).toContainText(/ go(\.|;)/);
      await expect(dialog.getByRole("table", { name: "What will happen to each machine" })).toBeVisible();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: new RegExp(`^${action} \\d+ machines$`) }).click();
      const region = page.getByRole("region", { name: new RegExp(`^${action} \\d+ machines$`) });
      await expect(region).toBeVisible();
      await page.reload();
      await expect(region.getByRole("status")).toContainText(/^(\d+) of \1 machines done\./, COMES);
      await expect.poll(powers, COMES).toBe(left);
      await region.getByRole("button", { name: "Put away" }).click();
      await expect(region).toHaveCount(0);
      await page.reload();
      await expect(tableOf(page)).toBeVisible();
      await expect(region).toHaveCount(0);
    });
  await allWell(world);
});

test("who may not act sees what could be done, and who may; an administrator gives labels", async ({ page, world }) => {
  const { name } = await quietPair(world);
  const as = (role: "viewer" | "administrator") => becomeInDemo(page.context(), world.url, role);
  await as("viewer");
  await open(page, `/machines?filter=pair:${name}&selected=all`);
  const stop = toolsOf(page).getByRole("button", { name: "Stop", exact: true });
  await expect(stop).toHaveAttribute("aria-disabled", "true");
  await expect(stop).toHaveAccessibleDescription(/Ask somebody who is operator/);
  await as("administrator");
  await open(page, `/machines?filter=pair:${name}&selected=all`);
  await toolsOf(page).getByRole("button", { name: "Labels…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Labels to give").fill("Shop Floor!");
  await expect(dialog).toContainText("“Shop” is no label. Limit: lower-case letters");
  await dialog.getByLabel("Labels to give").fill("shop-floor");
  await expect(dialog.getByRole("status")).toContainText(/All \d+ go\./);
  await dialog.getByRole("button", { name: /^Label \d+ machines$/ }).click();
  const region = page.getByRole("region", { name: /^Label \d+ machines$/ });
  await expect(region.getByRole("status")).toContainText(/^(\d+) of \1 machines done\./, COMES);
  await region.getByRole("button", { name: "Put away" }).click();
});

test("rows keep their places under the pointer while a host is lost, and are put in order at a press", async ({
  page,
  world,
}) => {
  await open(page, "/machines?sort=state");
  const first = tableOf(page).getByRole("row").nth(1);
  await first.hover();
  const before = await tableOf(page).getByRole("row").getByRole("link").evaluateAll(namesOf);
  await whileHostLost(world, "b", async () => {
    await expect(toolsOf(page)).toContainText(/^Order of \d\d:\d\d:\d\d; it has changed since\./, COMES);
    expect(await tableOf(page).getByRole("row").getByRole("link").evaluateAll(namesOf)).toEqual(before);
    await toolsOf(page).getByRole("button", { name: "Put in order" }).click();
    await expect(first).not.toContainText("Protected");
  });
});
const namesOf = (links: Element[]): (string | null)[] =>
  links.filter((link) => link.hasAttribute("data-machine")).map((link) => link.textContent);

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("machines are found by what is proposed, chosen and acted on", async ({ page, world }) => {
    const { name } = await quietPair(world);
    await open(page, "/machines");
    await filterOf(page).pressSequentially(`pair:${name}`);
    await page
      .getByRole("option")
      .filter({ hasText: new RegExp(`^${name}`) })
      .first()
      .tap();
    await expect(filterOf(page)).toHaveValue(`pair:${name} `);
    await boxesOf(page).first().tap();
    await expect(toolsOf(page)).toContainText("1 machine chosen.");
    const stop = toolsOf(page).getByRole("button", { name: "Stop", exact: true });
    expect((await stop.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await stop.tap();
    const dialog = page.getByRole("dialog", { name: "Stop 1 machine" });
    await expect(dialog.getByRole("status")).toContainText("It goes.");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await dialog.getByRole("button", { name: "Leave as it is" }).tap();
    await expect(dialog).toHaveCount(0);
  });
});

test("a list is kept as a view, found again after a reload by whoever kept it, renamed and removed", async ({
  page,
  world,
}) => {
  test.slow(); // four people open the list, one after the other
  const as = (role: "viewer" | "owner") => becomeInDemo(page.context(), world.url, role);
  const dialog = page.getByRole("dialog", { name: "Views" });
  const openViews = () => toolsOf(page).getByRole("button", { name: "Views" }).click();
  await as("viewer");
  await open(page, "/machines?filter=level:ft&sort=-cpu&columns=name,cpu,mac");
  await openViews();
  await dialog.getByRole("button", { name: "Keep" }).click();
  await expect(dialog).toContainText(
    "A view without a name could not be found again. Limit: 1 to 60 letters on one line.",
  );
  await dialog.getByLabel("Keep the list that is shown as").fill("Busy ones");
  await dialog.getByLabel("For everybody").check();
  await expect(dialog.getByRole("button", { name: "Keep" })).toHaveAccessibleDescription(
    /Ask somebody who is administrator/,
  );
  await dialog.getByLabel("For everybody").uncheck();
  await dialog.getByRole("button", { name: "Keep" }).click();
  await expect(dialog.getByRole("list", { name: "Yours" })).toContainText("Busy ones");
  await expectAccessible(page);

  await open(page, "/machines");
  await openViews();
  await dialog.getByRole("button", { name: "Busy ones", exact: true }).click();
  await expect(page).toHaveURL(/filter=level:ft&sort=-cpu&columns=name/);
  await expect(tableOf(page).getByRole("columnheader")).toHaveText(["Name", "CPU", "MAC"]);
  await openViews();
  await dialog.getByRole("button", { name: "Rename Busy ones" }).click();
  await dialog.getByLabel("New name of Busy ones").fill("Hot ones");
  await dialog.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(dialog.getByRole("list", { name: "Yours" })).toContainText("Hot ones");

  await as("owner");
  await open(page, "/machines?filter=level:ha");
  await openViews();
  await expect(dialog).not.toContainText("Hot ones");
  await dialog.getByLabel("Keep the list that is shown as").fill("All at HA");
  await dialog.getByLabel("For everybody").check();
  await dialog.getByRole("button", { name: "Keep" }).click();
  await expect(dialog.getByRole("list", { name: "Everybody’s" })).toContainText("All at HA");

  await as("viewer");
  await open(page, "/machines");
  await openViews();
  await expect(dialog.getByRole("button", { name: "Remove All at HA" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("button", { name: "Remove Hot ones" }).click();
  await expect(dialog).not.toContainText("Hot ones");
  await as("owner");
  await open(page, "/machines");
  await openViews();
  await dialog.getByRole("button", { name: "Remove All at HA" }).click();
  await expect(dialog).toContainText("No view is kept yet.");
});

test("columns are chosen, and all that matches is taken along as a file", async ({ page, world }) => {
  await open(page, "/machines?filter=level:ft");
  await toolsOf(page).getByRole("button", { name: "Columns" }).click();
  const dialog = page.getByRole("dialog", { name: "Columns" });
  await dialog.getByLabel("MAC").check();
  await dialog.getByLabel("Copy").uncheck();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(tableOf(page).getByRole("columnheader", { name: "MAC" })).toBeVisible();
  await expect(tableOf(page).getByRole("columnheader", { name: "Copy" })).toHaveCount(0);
  await expect(page).toHaveURL(/columns=[^&]*mac/);
  await expect(page).not.toHaveURL(/columns=[^&]*copy/);
  await page.reload();
  await expect(tableOf(page).getByRole("columnheader", { name: "MAC" })).toBeVisible();
  const count = (await machines(world)).filter(({ declaredStop }) => declaredStop === "fault-tolerance").length;
  const download = page.waitForEvent("download");
  await toolsOf(page).getByRole("link", { name: "CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^machines-.*Z\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^state,name,.*memory \(GiB\),.*MAC address,.*as of \(UTC\)$/);
  expect(lines).toHaveLength(count + 1);
});
