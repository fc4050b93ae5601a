import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, open, test } from "../test";
import { becomeInDemo } from "../world/sign-in";

const COMES = { timeout: 60_000 };

/** Opens the fields of a setting, where they are not open yet, and waits for them to be there. */
async function opened(page: Page, words: string): Promise<Locator> {
  const setting = page
    .getByRole("group")
    .filter({ has: page.locator("summary", { hasText: words }) })
    .last();
  if ((await setting.getAttribute("open")) === null) await setting.locator("summary").click();
  await expect(setting.locator("input, select, button").first()).toBeVisible();
  return setting;
}

/** The lines of the draft that differ from the version in force. */
const saved = (page: Page): Locator => page.getByText(/^draft of v2, /);

async function begin(page: Page, name: string): Promise<void> {
  await open(page, "/policies");
  await page.getByRole("button", { name: "New policy" }).click();
  const dialog = page.getByRole("dialog", { name: "New policy" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Begins as").selectOption("disaster-recovery");
  await dialog.getByRole("button", { name: "Begin the draft" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

async function publish(page: Page, version: number): Promise<void> {
  await page.getByLabel(`Why version ${version}`).fill("as the plant wants it");
  const act = page.getByRole("button", { name: `Publish version ${version}` });
  await expect(act).not.toHaveAttribute("aria-disabled", "true", COMES);
  await act.click();
  await expect(page.getByText(`v${version}, in force`, { exact: true })).toBeVisible(COMES);
}

test("an administrator sets each setting of a policy in its form, is refused what cannot be, and publishes it", async ({
  page,
  context,
  world,
}) => {
  await becomeInDemo(context, world.url, "administrator");
  await page.setViewportSize({ width: 1440, height: 3_000 });
  await begin(page, "e2e-settings");
  await publish(page, 1);

  const restart = await opened(page, "Restart priority, order and delay");
  const failback = await opened(page, "Failback");
  const crash = await opened(page, "What fails again and again");
  const resync = await opened(page, "Share of the links for a resync");
  const windows = await opened(page, "Maintenance windows");
  const save = page.getByRole("button", { name: "Save draft" });

  await test.step("each field is filled in", async () => {
    await page.getByLabel("The recovery copy is behind by at most, s").fill("30.5");
    await restart.getByLabel("Restart priority, of 5").selectOption("2");
    await restart.getByLabel("Start delay, s").fill("1.1");
    for (const name of ["dns", "mistake"]) {
      await restart.getByLabel("Name of the machine").fill(name);
      await restart.getByRole("button", { name: "Wait for it" }).click();
    }
    await restart.getByLabel("Wait for", { exact: true }).selectOption("label");
    await restart.getByLabel("Label of the machines").fill("core");
    await restart.getByLabel("Label of the machines").press("Enter");
    await restart.getByRole("button", { name: "Do not wait for mistake" }).click();
    await expect(restart.getByRole("listitem")).toHaveText([/after dns/, /after all labelled core/]);
    await expect(restart.locator("summary")).toContainText("with priority 2, after dns and those labelled core");
    await crash.getByLabel("A guest crashes too often under, min").fill("90");
    await windows.getByRole("button", { name: "Add a window" }).click();
    await windows.getByRole("button", { name: "Add a window" }).click();
    await windows.getByRole("button", { name: "Remove Window 1" }).click();
    const window = windows.getByRole("group", { name: "Window 2", exact: true });
    await failback.getByLabel("Back to its own host").selectOption({ label: "in the window Window 2" });
    await window.getByLabel("By the clock of").fill("Europe/Oslo");
    await window.getByLabel("Name of the window").fill("night");
    await expect(failback.locator("summary"), "it follows the window to its new name").toContainText("window night");
  });

  const night = windows.getByRole("group", { name: "night", exact: true });
  await test.step("a share out of range is refused under its field, and nothing that was typed is lost", async () => {
    await resync.getByLabel("Share of the links, %").fill("150");
    await save.click();
    await expect(resync.getByLabel("Share of the links, %")).toHaveAccessibleDescription(
      /The share of the links must be at most 100 % .*Limit: at most 1\. Choose a value within the limit\./,
    );
    await resync.getByLabel("Share of the links, %").fill("1");
    await save.click();
    await expect(resync.getByLabel("Share of the links, %")).toHaveAccessibleDescription(/must be at least 5 %/);
    await resync.getByLabel("Share of the links, %").fill("70");
  });
  await test.step("so is a delay without a number, and one that is too long", async () => {
    await restart.getByLabel("Start delay, s").fill("3601");
    await save.click();
    await expect(restart.getByLabel("Start delay, s")).toHaveAccessibleDescription(/at most 3600000 ms \(1 h\)/);
    await restart.getByLabel("Start delay, s").fill("soon");
    await save.click();
    await expect(restart.getByLabel("Start delay, s")).toHaveAccessibleDescription(/whole number of milliseconds/);
    await expect(restart.getByLabel("Start delay, s")).toHaveValue("soon");
    await restart.getByLabel("Start delay, s").fill("1.1");
  });
  await test.step("so are windows that never open", async () => {
    await night.getByRole("checkbox", { name: "Sunday" }).uncheck();
    await save.click();
    await expect(night.getByRole("alert")).toContainText("The window night never opens: it has no weekday.");
    await expectAccessible(page);
    await night.getByRole("checkbox", { name: "Tuesday" }).check();
    await night.getByLabel("For, in hours").fill("0");
    await save.click();
    await expect(night.getByLabel("For, in hours")).toHaveAccessibleDescription(/it lasts no time/);
    await night.getByLabel("For, in hours").fill("2.5");
    await windows.getByRole("button", { name: "Add a window" }).click();
    const past = windows.getByRole("group", { name: "Window 1", exact: true });
    await past.getByRole("button", { name: "once" }).click();
    await past.getByLabel(/^From, /).fill("2020-02-01T10:00");
    await save.click();
    await expect(past.getByLabel(/^Until, /)).toHaveAccessibleDescription(/a time until which it is open/);
    await past.getByLabel(/^Until, /).fill("2020-02-01T12:00");
    await save.click();
    await expect(past.getByLabel(/^Until, /)).toHaveAccessibleDescription(/never opens: it is over already/);
    await windows.getByRole("button", { name: "Remove Window 1" }).click();
  });
  await test.step("so is a recovery copy that would never be behind", async () => {
    const recovery = page.getByLabel("The recovery copy is behind by at most, s");
    await recovery.fill("0");
    await save.click();
    await expect(recovery).toHaveAccessibleDescription(/An asynchronous copy is always behind/);
    await recovery.fill("30.5");
  });

  await save.click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(saved(page)).toBeVisible();
  await expect(page.getByLabel("The recovery copy is behind by at most, s")).toHaveValue("30.5");
  await opened(page, "Restart priority, order and delay");
  await expect(restart.getByLabel("Restart priority, of 5")).toHaveValue("2");
  await expect(restart.getByLabel("Start delay, s")).toHaveValue("1.1");
  await opened(page, "Share of the links for a resync");
  await expect(resync.getByLabel("Share of the links, %")).toHaveValue("70");
  await opened(page, "Maintenance windows");
  await expect(night.getByLabel("From")).toHaveValue("02:00");
  await expect(night.getByLabel("For, in hours")).toHaveValue("2.5");
  await opened(page, "Failback");
  await expect(failback.getByLabel("Back to its own host")).toHaveValue("in:night");
  await expectAccessible(page);

  await publish(page, 2);
  await page.getByText("v2, ").last().click();
  for (const line of [
    "protection.recovery.targetRpoMs: 30500",
    "restartPriority: 2",
    "restartAfter.1.machine: dns",
    "restartAfter.2.label: core",
    "startDelayMs: 1100",
    "failback.window: night",
    "mtbfThresholdMs.vm: 5400000",
    "resyncShareRatio: 0.7",
    "windows.1.timeZone: Europe/Oslo",
    "windows.1.recurrence.weekdays.1: tuesday",
    "windows.1.recurrence.durationMinutes: 150",
  ])
    await expect(page.locator("li[data-kind=added]", { hasText: line })).toBeVisible();
});

test("on a phone the settings are set with a thumb, and nothing is wider than it", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 5_000 });
  await page.emulateMedia({ colorScheme: "dark" });
  await begin(page, "e2e-phone-settings");
  for (const words of ["Restart priority", "Failback", "What fails", "Share of the links", "Maintenance windows"])
    await opened(page, words);
  await page.getByRole("button", { name: "Add a window" }).click();
  await page.getByLabel("Back to its own host").selectOption("at-once");
  await page.getByLabel("When a guest crashes").selectOption("never-restart");
  await expect(page.getByText("A guest that crashes is never restarted.")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText(/^draft of v1, /)).toBeVisible();
});

for (const role of ["viewer", "operator"] as const)
  test(`a ${role} reads each setting and is told whom to ask`, async ({ page, context, world }) => {
    await becomeInDemo(context, world.url, role);
    await open(page, "/policies");
    await page.getByRole("link", { name: "Fault Tolerance" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Fault Tolerance" })).toBeVisible();
    const form = page.getByRole("group", { name: "What the policy says" });
    await expect(form).toHaveAccessibleDescription(/administrator/);
    await expect(page.getByText(/Ask somebody who is administrator/).first()).toBeVisible();
    for (const [words, label] of [
      ["Restart priority", "Start delay, s"],
      ["Failback", "Back to its own host"],
      ["What fails", "When a guest crashes"],
      ["Share of the links", "Share of the links, %"],
    ] as const) {
      const setting = await opened(page, words);
      await expect(setting.getByLabel(label)).toBeDisabled();
    }
    const windows = await opened(page, "Maintenance windows");
    await expect(windows.getByRole("button", { name: "Add a window" })).toBeDisabled();
  });
