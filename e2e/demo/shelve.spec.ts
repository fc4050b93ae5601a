import { noneStands, whileWitnessLost } from "../broken";
import { expect, expectAccessible, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("s shelves an alarm until a time, and again takes it off", async ({ page, world }) => {
  await noneStands(world, "witness-lost");
  await open(page, `/faults?q=is:open on:${world.pair} type:witness-lost`);
  await whileWitnessLost(world, async () => {
    const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: "witness-lost" }) });
    await expect(row).toHaveCount(1, COMES);
    await row.getByRole("button", { name: "witness-lost" }).click();
    await page.locator("body").press("s");
    const dialog = page.getByRole("dialog", { name: /^Shelve / });
    await expect(dialog.getByRole("radio", { name: "For 1 hour" })).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole("radio", { name: "Until a date" }).check();
    await expect(dialog.getByRole("button", { name: "Shelve it" })).toHaveAttribute("aria-disabled", "true");
    await dialog.getByLabel("Date and time").fill("2020-01-01T08:00");
    await dialog.getByRole("button", { name: "Shelve it" }).click();
    await expect(dialog).toContainText("the end of its shelf has passed");
    await dialog.getByRole("radio", { name: "Until tomorrow, 08:00" }).check();
    await dialog.getByRole("button", { name: "Shelve it" }).click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText(/shelved to .*08:00/);
    const panel = page.getByRole("region", { name: /^Witness lost/ });
    await expect(panel).toContainText("Shelved: it asks nobody until");

    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("1 alarm is shelved", COMES);
    await page.goBack();
    await panel.getByRole("button", { name: "Take off the shelf" }).click();
    await expect(row).toContainText("not acknowledged");
  });
});
