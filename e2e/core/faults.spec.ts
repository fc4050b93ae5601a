import { whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("an alarm is acknowledged and the acknowledgement taken back, on the faults page and on the overview", async ({
  page,
  world,
}) => {
  await open(page, `/faults?q=is:open on:${world.pair}`);
  await whileWitnessLost(world, async () => {
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "witness-lost" }) });
    await expect(row).toHaveCount(1, COMES);
    await row.getByRole("button", { name: "witness-lost" }).click();
    const panel = page.getByRole("region", { name: /^Witness lost/ });
    await expect(panel).toContainText(/Nothing is wanted from you|From you: /);
    const undo = panel.getByRole("button", { name: /^Acknowledged .*, undo/ });
    // Lost again within its hold-off, it is the same alarm, and whoever had acknowledged it before still has.
    await expect(panel.getByRole("button", { name: /^Acknowledge/ }).first()).toBeVisible();
    if (await undo.isVisible()) await undo.click();
    await expect(row).toContainText("not acknowledged");

    await panel.getByRole("button", { name: /^Acknowledge/ }).click();
    await expect(undo).toBeVisible();
    await expect(row).not.toContainText("not acknowledged");
    await expect(panel.getByRole("region", { name: "Evidence" })).toContainText(/chain verified/);

    await page.reload();
    await undo.click();
    await expect(panel.getByRole("button", { name: /^Acknowledge /, exact: false }).first()).toBeVisible();
    await expect(row).toContainText("not acknowledged");
  });
  await expect(page.getByRole("region", { name: /^Witness lost/ })).toContainText(
    "the alarm clears once it has stayed away for its hold-off",
    COMES,
  );
});
