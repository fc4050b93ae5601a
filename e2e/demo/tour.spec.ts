import { randomUUID } from "node:crypto";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { ask, machineNamed, type Reached } from "../api";
import { expect, expectAccessible, open, test } from "../test";

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

test("the tour leads from a pair to a pulled plug and back, by keyboard, and does what it says", async ({
  page,
  world,
}) => {
  await open(page, "/");
  const strip = page.getByRole("complementary", { name: "Fault lab" });
  await strip.getByRole("button", { name: "Take the tour" }).press("Enter");
  const tour = page.getByRole("region", { name: "Guided tour" });
  const step = (number: number, title: string) =>
    tour.getByRole("button", { name: new RegExp(`^${number}, ${title}`) });
  const next = async (number: number, title: string, timeout = 30_000): Promise<void> => {
    await expect(step(number, title)).toHaveAccessibleName(/, done$/, { timeout });
    await tour.getByRole("button", { name: "Next" }).press("Enter");
    await expect(step(number + 1, "")).toHaveAttribute("aria-current", "step");
  };
  const act = (name: RegExp) => tour.getByRole("button", { name });

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
  await next(3, "Turn the dial");

  const plug = act(/^Pull the plug of /);
  const host = (await plug.innerText()).split(" ").at(-1) ?? "";
  await plug.press("Enter");
  await next(4, "Pull the plug");
  await page.reload();
  await expect(step(5, "What the hosts did"), "a reload goes on where it was").toHaveAttribute("aria-current", "step");
  await act(/^Read the incident$/).press("Enter");
  await expect(page).toHaveURL(/\/incidents\//);
  await next(5, "What the hosts did");
  await act(new RegExp(`^Give ${host} its power back$`)).press("Enter");
  await next(6, "Redundancy comes back", world.recoveryMs);
  await act(/^Put .* into maintenance$/).press("Enter");
  await next(7, "Plan maintenance", world.recoveryMs);
  await step(7, "Plan maintenance").press("Enter");
  await act(/^End the maintenance of /).press("Enter");
  await expect(act(/^Put .* into maintenance$/)).toBeVisible({ timeout: world.recoveryMs });
  await tour.getByRole("button", { name: "Next" }).press("Enter");
  await act(/^Back to the overview$/).press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(step(8, "The report")).toHaveAccessibleName(/, done$/);
  await tour.getByRole("button", { name: "End the tour" }).press("Enter");
  await expect(tour).toHaveCount(0);
  await page.reload();
  await expect(strip.getByRole("button", { name: "Take the tour" }), "it does not come back by itself").toBeVisible();
  await lower(world, machine);
});

test("the tour is skipped at once, and fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/");
  await page.getByRole("navigation", { name: "Main, phone" }).getByRole("button", { name: "More" }).click();
  await page.getByRole("dialog", { name: "More" }).getByRole("button", { name: "Take the tour" }).click();
  const tour = page.getByRole("region", { name: "Guided tour" });
  await expect(tour.getByText("A pair.")).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "width of the page").toBeLessThanOrEqual(390);
  await tour.getByRole("button", { name: "Skip the tour" }).click();
  await expect(tour).toHaveCount(0);
});
