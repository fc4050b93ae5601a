import { type Alarm, alarms, record } from "../api";
import { allWell, whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 60_000 };

test("kill -9 of the console loses nothing acknowledged, and the open page comes back by itself", async ({
  page,
  world,
}) => {
  await allWell(world);
  await open(page, `/faults?q=is:open on:${world.pair}`);
  await whileWitnessLost(world, async () => {
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "witness-lost" }) });
    await expect(row).toHaveCount(1, COMES);
    await row.getByRole("button", { name: "witness-lost" }).click();
    const panel = page.getByRole("region", { name: /^Witness lost/ });
    await panel.getByRole("button", { name: /^Acknowledge/ }).click();
    await expect(panel.getByRole("button", { name: /^Acknowledged .*, undo/ })).toBeVisible();
    const before = await record(world);
    const acknowledged = (list: readonly Alarm[]) =>
      list.filter(({ operatorState }) => operatorState === "acknowledged").map(({ id }) => id);
    const acknowledgedBefore = acknowledged(await alarms(world));

    await world.killConsole();
    const strip = page.getByRole("status").filter({ hasText: "The console has not heard from anything since" });
    await test.step("cut off, the page says since when, and why nothing can be asked for", async () => {
      await expect(strip).toContainText(/since \d\d:\d\d:\d\d\./);
      await expect(strip).toContainText("The hosts go on deciding without it.");
      const button = panel.getByRole("button", { name: /^Acknowledged/ });
      await expect(button).toHaveAttribute("aria-disabled", "true");
      await expect(button).toHaveAccessibleDescription(/has not heard from anything since/);
    });

    await world.startConsole();
    await expect(strip).toBeHidden(COMES);
    await test.step("everything acknowledged is still there, in order, without a gap", async () => {
      const after = await record(world);
      expect(after.slice(0, before.length), "what was recorded before").toEqual(before);
      expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_, index) => index + 1));
      expect(new Set(after.map(({ hash }) => hash)).size, "each event ends the chain anew").toBe(after.length);
      expect(acknowledged(await alarms(world))).toEqual(acknowledgedBefore);
      await expect(panel.getByRole("button", { name: /^Acknowledged .*, undo/ })).toBeEnabled();
      await expect(panel.getByRole("region", { name: "Evidence" })).toContainText("chain verified");
    });
  });
});
