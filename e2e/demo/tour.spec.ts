import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { ask, machineNamed, type Reached } from "../api";
import { expect, expectAccessible, isAlive, open, test } from "../test";

/** Leaves the fleet as it was found. */
async function lower(world: Reached, name: string): Promise<void> {
  const { id } = await machineNamed(world, name);
  const taskKey = randomUUID();
  expect(await ask(world, "machine.protect", { machineId: id, protection: HIGH_AVAILABILITY, taskKey })).toMatchObject({
    refusal: null,
  });
  await expect
    .poll(async () => (await machineNamed(world, name)).headline)
    .toMatchObject({ state: "Protected", effective: "high-availability" });
}

function tourOf(page: Page) {
  const tour = page.getByRole("region", { name: "Guided tour" });
  const step = (number: number, title: string) => tour.getByRole("button", { name: new RegExp(`^${number} ${title}`) });
  return {
    tour,
    step,
    act: (name: string | RegExp) => tour.getByRole("button", { name }),
    async next(number: number, title: string, timeout = 30_000): Promise<void> {
      await expect(step(number, title)).toHaveAccessibleName(/, done$/, { timeout });
      await tour.getByRole("button", { name: "Next" }).press("Enter");
      await expect(step(number + 1, "")).toHaveAttribute("aria-current", "step");
    },
  };
}

test("the tour leads from a pair to a pulled plug, a policy and the report, by keyboard, and does what it says", async ({
  page,
  world,
}) => {
  test.slow();
  await open(page, "/");
  const strip = page.getByRole("complementary", { name: "Fault lab" });
  await strip.getByRole("button", { name: "Take the tour" }).press("Enter");
  const { tour, step, act, next } = tourOf(page);

  await act(/^Show /).press("Enter");
  await expect(page).toHaveURL(/\/pairs\/[0-9a-f-]{36}$/);
  await expectAccessible(page);
  await next(1, "A pair");
  await act(/^What if .* were lost\?$/).press("Enter");
  await expect(page).toHaveURL(/whatif=lose-[ab]/);
  await expect(page.getByText(/^If .* is lost now:/).first()).toBeVisible();
  await next(2, "What a loss would do");

  const raise = act(/^Raise .* to Fault Tolerance$/);
  const machine = (await raise.innerText()).split(" ")[1] ?? "";
  await raise.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(machine);
  await next(3, "Dial up");

  const plug = act(/^Pull the plug of /);
  const host = (await plug.innerText()).split(" ").at(-1) ?? "";
  await plug.press("Enter");
  await expect(tour).toContainText(new RegExp(`${machine}.* went on from memory`), { timeout: 30_000 });
  await next(4, "Pull the plug");
  await page.reload();
  await expect(step(5, "Redundancy comes back"), "a reload goes on where it was").toHaveAttribute(
    "aria-current",
    "step",
  );
  await act(`Give ${host} its power back`).press("Enter");
  await next(5, "Redundancy comes back", world.recoveryMs);

  await act(/^Put .* into maintenance$/).press("Enter");
  await next(6, "Plan maintenance", world.recoveryMs);
  await step(6, "Plan maintenance").press("Enter");
  await act(/^End the maintenance of /).press("Enter");
  await expect(act(/^Put .* into maintenance$/)).toBeVisible({ timeout: world.recoveryMs });
  await tour.getByRole("button", { name: "Next" }).press("Enter");

  await act("Draft the change").press("Enter");
  await expect(page).toHaveURL(/\/policies\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("High Availability with Disaster Recovery");
  await expect(page.getByText(/^draft of v\d+, /)).toBeVisible();
  await act(/^Publish version \d+$/).press("Enter");
  await expect(page.getByText(/^v\d+, in force$/).first()).toBeVisible();
  await expect(page.getByText("The guided tour asks for a proof more often.").first()).toBeVisible();
  await next(7, "Change a policy");
  await step(7, "Change a policy").press("Enter");
  await act("Put back the version before").press("Enter");
  await expect(act("Draft the change")).toBeVisible();
  await tour.getByRole("button", { name: "Next" }).press("Enter");

  await act("Read the report").press("Enter");
  await expect(page).toHaveURL(/\/incidents\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${host} is lost`);
  await expect(page.getByRole("list", { name: "What the hosts did with its machines" })).toContainText(machine);
  await expectAccessible(page);
  await expect(step(8, "The report")).toHaveAccessibleName(/, done$/);
  await act("Show the 30 days").press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("region", { name: "Exposure, 30 days" })).toContainText("Host lost");
  await tour.getByRole("button", { name: "End the tour" }).press("Enter");
  await expect(tour).toHaveCount(0);
  await page.reload();
  await expect(strip.getByRole("button", { name: "Take the tour" }), "it does not come back by itself").toBeVisible();
  await lower(world, machine);
});

test("on a phone the tour begins with one press on the overview, fits, and is skipped at once", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/");
  await page.getByRole("button", { name: "Take the tour" }).click();
  const { tour } = tourOf(page);
  await expect(tour.getByText("A pair.")).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "width of the page").toBeLessThanOrEqual(390);
  await tour.getByRole("button", { name: "Skip the tour" }).click();
  await expect(tour).toHaveCount(0);
});

test("a viewer sees the tour and is told at each button what their role may not", async ({ world, browser }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const viewer = await context.newPage();
  await viewer.goto(`${world.url}/`);
  await viewer.getByRole("button", { name: /^Viewer/ }).click();
  await isAlive(viewer);
  await viewer.getByRole("button", { name: "Take the tour" }).click();
  const { step, act } = tourOf(viewer);
  await step(4, "Pull the plug").click();
  await expect(act(/^Pull the plug of /)).toHaveAttribute("aria-disabled", "true");
  await expect(act(/^Pull the plug of /)).toHaveAccessibleDescription(/inject faults/);
  await context.close();
});
