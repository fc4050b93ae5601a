import type { Page } from "@playwright/test";
import { ask, query, type Reached } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";
import { browserOf, signInToDemo } from "../world/sign-in";

const COMES = { timeout: 90_000 };
const MACHINES = ["badge-control", "mail-relay", "file-share"] as const;

/** A policy at High Availability that holds these machines, and a draft of it that puts them in lockstep. */
async function drafted(page: Page, name: string, machines: readonly string[]): Promise<void> {
  await open(page, "/policies");
  await page.getByRole("button", { name: "New policy" }).click();
  const dialog = page.getByRole("dialog", { name: "New policy" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Begin the draft" }).click();
  await page.getByLabel("Why version 1").fill("as it is");
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByText("v1, in force", { exact: true })).toBeVisible(COMES);
  await page.getByLabel("Put under it").selectOption("machine");
  for (const [at, machine] of machines.entries()) {
    await page.getByLabel("Its name").fill(machine);
    await page.getByRole("button", { name: "Assign" }).click();
    await expect(
      page.getByRole("heading", { name: `It holds ${at + 1} machine${at === 0 ? "" : "s"}`, exact: true }),
    ).toBeVisible(COMES);
  }
  await page.getByRole("button", { name: "lockstep" }).click();
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText(/^draft of v2, /)).toBeVisible(COMES);
}

/** Puts them back, and so shows that what would have less is asked for. */
async function putBack(page: Page, machines: number): Promise<void> {
  await page.getByText("v1, ").click();
  await page.getByRole("button", { name: "Roll back to v1" }).click();
  await page.getByLabel("Why back to v1").fill("too soon");
  const confirm = page.getByRole("button", { name: "Confirm: back to v1" });
  await expect(confirm).toHaveAttribute("aria-disabled", "true", COMES);
  await page.getByLabel(new RegExp(`^I accept that ${machines} machines? ha(s|ve) less than now`)).check();
  await confirm.click();
  await expect(page.getByText("v3, in force", { exact: true })).toBeVisible(COMES);
  await expect(
    page.getByText(new RegExp(`Version 3 of .*: ${machines} of ${machines} machines? done`)).first(),
  ).toBeVisible(COMES);
}

/** Another administrator, who is quicker than a page: however slow the browser is, the rollout is stopped in its midst. */
async function pausedByAnother({ url }: Reached): Promise<void> {
  const world = { url, cookie: await signInToDemo(url, "administrator") };
  await expect(async () => {
    const [first] = await query<{ id: string; state: string }[]>(world, "rollout.list", {});
    expect(first?.state).toBe("running");
    expect((await ask(world, "rollout.pause", { rolloutId: first?.id })).refusal).toBeNull();
  }).toPass({ intervals: [50], timeout: COMES.timeout });
}

const region = (page: Page) => page.getByRole("region", { name: "Rollout" });

test("a version is published with its rollout; two administrators stop it, go on, and see the same", async ({
  page,
  browser,
  world,
}) => {
  test.setTimeout(300_000);
  await drafted(page, "e2e-rolled", MACHINES);
  await expect(page.getByText(/Roll it out: 3 machines: first 1, then 1, then 1\. Expected to take about/)).toBeVisible(
    COMES,
  );
  const theirs = await browserOf(browser, world.url, "administrator");
  const other = await theirs.newPage();
  await open(other, page.url());
  await page.getByLabel("Why version 2").fill("they must not stop");
  await page.getByRole("button", { name: "Publish version 2 and roll it out" }).click();
  await pausedByAnother(world);
  await expect(region(page).getByText("demo administrator has paused it.")).toBeVisible(COMES);
  await expectAccessible(page);
  await open(other, "/");
  const needsPerson = other.getByRole("region", { name: "Needs a person" });
  await expect(needsPerson).toContainText("has paused it", COMES);
  await expect(needsPerson).toContainText("version 2 of e2e-rolled");
  await theirs.close();
  await region(page).getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText(/Version 2 of e2e-rolled: 3 of 3 machines done/).first()).toBeVisible(COMES);
  await expect(page.getByRole("heading", { name: "It holds 3 machines", exact: true })).toBeVisible(COMES);
  await putBack(page, 3);
});

test("a rollout is cancelled: what is under way is finished, the others stay as they are", async ({
  page,
  browser,
  world,
}) => {
  test.setTimeout(300_000);
  await drafted(page, "e2e-cancelled", MACHINES);
  await page.getByLabel("Why version 2").fill("they must not stop");
  await page.getByRole("button", { name: "Publish version 2 and roll it out" }).click();
  await pausedByAnother(world);
  await expect(region(page).getByText(/has paused it\.$/)).toBeVisible(COMES);
  for (const role of ["viewer", "operator"] as const) {
    const context = await browserOf(browser, world.url, role);
    const theirs = await context.newPage();
    await open(theirs, page.url());
    for (const name of ["Resume", "Cancel the rollout"])
      await expect(region(theirs).getByRole("button", { name })).toHaveAccessibleDescription(
        new RegExp(`is ${role} and may not change policies`),
        COMES,
      );
    await context.close();
  }
  await region(page).getByRole("button", { name: "Cancel the rollout" }).click();
  await expect(page.getByText(/Version 2 of e2e-cancelled: \d of 3 machines done/).first()).toBeVisible(COMES);
  await expect(region(page).getByText("was cancelled").first()).toBeVisible(COMES);
  await page.getByText("v1, ").click();
  await page.getByRole("button", { name: "Roll back to v1" }).click();
  await page.getByLabel("Why back to v1").fill("too soon");
  const accept = page.getByLabel(/^I accept that/);
  const confirm = page.getByRole("button", { name: "Confirm: back to v1" });
  // The machine that was under way may get its level only now; then it has one to lose, and that is asked for anew.
  await expect(async () => {
    if (await accept.isVisible()) await accept.check({ timeout: 1000 });
    await confirm.click({ timeout: 1000 });
  }).toPass(COMES);
  await expect(page.getByText("v3, in force", { exact: true })).toBeVisible(COMES);
  await expect(page.getByRole("heading", { name: "3 machines: nothing changes" })).toBeVisible(COMES);
});

test("a console that dies in the midst of a publish rolls out once, and goes on when it is back", async ({
  page,
  world,
}) => {
  test.setTimeout(300_000);
  const demo = demoOf(world);
  await drafted(page, "e2e-rolled-cut", MACHINES.slice(0, 2));
  await page.getByLabel("Why version 2").fill("cut off");
  const publish = page.getByRole("button", { name: "Publish version 2 and roll it out" });
  await expect(publish).not.toHaveAttribute("aria-disabled", "true", COMES);
  demo.freezeConsole();
  await publish.click();
  await demo.killConsole();
  await demo.startConsole();
  const inForce = page.getByText("v2, in force", { exact: true });
  await expect(publish.or(inForce).first()).toBeVisible(COMES);
  if (!(await inForce.isVisible())) {
    await expect(publish).not.toHaveAttribute("aria-disabled", "true", COMES);
    await publish.click();
  }
  await expect(inForce).toBeVisible(COMES);
  await demo.killConsole();
  await demo.startConsole();
  await expect(page.getByText(/Version 2 of e2e-rolled-cut: 2 of 2 machines done/).first()).toBeVisible(COMES);
  await putBack(page, 2);
});

test("a rollout fits a phone, in the dark", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await drafted(page, "e2e-rolled-phone", MACHINES);
  await expect(page.getByLabel(/^Roll it out/)).toBeVisible(COMES);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole("button", { name: "Discard draft" }).click();
  await expect(page.getByText("v1, in force", { exact: true })).toBeVisible(COMES);
});
