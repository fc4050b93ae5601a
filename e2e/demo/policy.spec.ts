import type { Page } from "@playwright/test";
import { query } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";
import { browserOf } from "../world/sign-in";

const COMES = { timeout: 60_000 };

async function begin(page: Page, name: string): Promise<void> {
  await open(page, "/policies");
  await page.getByRole("button", { name: "New policy" }).click();
  const dialog = page.getByRole("dialog", { name: "New policy" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Begin the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const publish = async (page: Page, version: number, reason: string): Promise<void> => {
  await page.getByLabel(`Why version ${version}`).fill(reason);
  await page.getByRole("button", { name: `Publish version ${version}` }).click();
};

test("a policy is drafted, previewed, published and rolled back, with its reason and what it changed", async ({
  page,
  world,
}) => {
  await begin(page, "e2e-tills");
  await publish(page, 1, "for the tills");
  await expect(page.getByText("v1, in force", { exact: true })).toBeVisible();
  await page.getByLabel("Put under it").selectOption("machine");
  await page.getByLabel("Its name").fill(world.machine);
  await page.getByRole("button", { name: "Assign" }).click();
  await expect(page.getByRole("heading", { name: "It holds 1 machine" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 machine: nothing changes" })).toBeVisible();

  await page.getByRole("button", { name: "lockstep" }).click();
  await expect(page.getByText("Each machine is kept in lockstep on two hosts")).toBeVisible();
  await expect(page.getByRole("heading", { name: /^1 machine: 1 (can change|is warned|is blocked)$/ })).toBeVisible();
  await expect(page.getByRole("table", { name: "Prediction" })).toContainText("restarts");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText(/^draft of v2, /)).toBeVisible();
  // Scrolled, the bar covers half of a link.
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible(page);
  // Without: no level changes, and the machine is shown as below what is promised.
  await page.getByLabel(/^Roll it out: 1 machine/).uncheck();
  await publish(page, 2, "tills must not stop");
  await expect(page.getByText("v2, in force", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "It holds 1 machine, 1 below it" })).toBeVisible();
  await page.getByText("v1, ").click();
  await page.getByRole("button", { name: "Roll back to v1" }).click();
  const confirm = page.getByRole("button", { name: "Confirm: back to v1" });
  await confirm.click();
  await expect(page.getByText(/Say why: the reason stays with the version/)).toBeVisible();
  await page.getByLabel("Why back to v1").fill("the links are too slow");
  await confirm.click();
  await expect(page.getByText(/^v3, in force, .*: the links are too slow$/)).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("heading", { name: "It holds no machine", exact: true })).toBeVisible();
});

test("of two administrators at once neither loses a word: the second sees both and chooses", async ({
  page,
  browser,
  world,
}) => {
  await begin(page, "e2e-two");
  const theirs = await browserOf(browser, world.url, "administrator");
  const other = await theirs.newPage();
  await open(other, page.url());
  await other.getByLabel("A drill every, days").fill("30");
  await page.getByLabel("A drill every, days").fill("60");
  await other.getByRole("button", { name: "Save draft" }).click();
  await expect(other.getByText(/^draft of v1, /)).toBeVisible();
  await page.getByRole("button", { name: "Save draft" }).click();
  const conflict = page.getByRole("alert").filter({ hasText: "demo administrator saved another draft of e2e-two" });
  await expect(conflict).toContainText("drillEveryDays: 30");
  await expect(conflict).toContainText("drillEveryDays: 60");
  await expect(page.getByLabel("A drill every, days"), "what was typed stays").toHaveValue("60");
  await conflict.getByRole("button", { name: "Save mine over it" }).click();
  await expect(conflict).toBeHidden();
  await expect(other.getByLabel("A drill every, days")).toHaveValue("60");
  await theirs.close();
});

test("what cannot be meant is refused at its field, and a file with unknown keys by its key", async ({ page }) => {
  await begin(page, "e2e-wrong");
  await page.getByLabel("Back within, s").fill("1");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(
    page.getByText(/High Availability cannot promise back within 1 s\. Limit: at least 180000 ms/),
  ).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  const file = await page.locator("details pre").last().textContent();
  expect(file).toContain("name: e2e-wrong\n");
  await open(page, "/policies");
  await page.getByRole("button", { name: "New policy" }).click();
  const dialog = page.getByRole("dialog", { name: "New policy" });
  await dialog.getByRole("button", { name: "YAML" }).click();
  await dialog.getByRole("textbox", { name: "YAML" }).fill(`${file}color: red\n`);
  await dialog.getByRole("button", { name: "Begin the draft" }).click();
  await expect(dialog.locator(".va-field-error")).toHaveText(
    /There is no color in it\. Limit: the fields of its schema\. Remove it, or correct its name\./,
  );
});

test("a console that dies in the midst of a publish says so, and the same press again publishes once", async ({
  page,
  world,
}) => {
  const demo = demoOf(world);
  await begin(page, "e2e-cut");
  // What it would mean comes before it can be published.
  await expect(page.getByText(/there is nothing to roll out/).first()).toBeVisible(COMES);
  demo.freezeConsole();
  await publish(page, 1, "cut off");
  await demo.killConsole();
  try {
    await expect(page.getByText("The console did not answer.", { exact: true })).toBeVisible(COMES);
    await expect(page.getByText("To ask again does nothing twice.")).toBeVisible();
  } finally {
    await demo.startConsole();
  }
  const again = page.getByRole("button", { name: "Publish version 1" });
  await expect(again).not.toHaveAttribute("aria-disabled", "true", COMES);
  await again.click();
  await expect(page.getByText("v1, in force", { exact: true })).toBeVisible(COMES);
  await expect(page.getByText("v2", { exact: true })).toHaveCount(0);
});

test("a publish whose answer is lost on the way is one version, and the same press again says so", async ({
  page,
  context,
  world,
}) => {
  const demo = demoOf(world);
  await begin(page, "e2e-lost-answer");
  await expect(page.getByText(/there is nothing to roll out/).first()).toBeVisible(COMES);
  demo.freezeConsole();
  try {
    await publish(page, 1, "the line broke");
    await context.setOffline(true);
    await expect(page.getByText("The console did not answer.", { exact: true })).toBeVisible(COMES);
  } finally {
    demo.thawConsole();
  }
  // It was asked, and did it: only its answer came to nobody.
  const versions = async () => {
    const { policies } = await query<{ policies: { name: string; version: number | null }[] }>(world, "policy.list");
    return policies.find(({ name }) => name === "e2e-lost-answer")?.version;
  };
  await expect.poll(versions, COMES).toBe(1);
  await context.setOffline(false);
  const again = page.getByRole("button", { name: "Publish version 1" });
  await expect(again).not.toHaveAttribute("aria-disabled", "true", COMES);
  await again.click();
  await expect(page.getByText("v1, in force", { exact: true })).toBeVisible(COMES);
  expect(await versions()).toBe(1);
});

test("no policy page is wider than a phone, and More leads there", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, "/");
  await page.getByRole("navigation", { name: "Main, phone" }).getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Policies" }).click();
  await expect(page.getByRole("table", { name: "Policies" })).toBeVisible();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(await fits()).toBe(true);
  await page.getByRole("link", { name: "Fault Tolerance" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fault Tolerance" })).toBeVisible();
  expect(await fits()).toBe(true);
});
