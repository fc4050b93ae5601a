import { machineNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("the level is dialled down and up again while the machine runs, each with its prediction first", async ({
  page,
  world,
}) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const active = machine.hosts[machine.activeSide];
  await open(page, `/machines/${machine.id}`);
  const tasks = page.getByRole("status", { name: "Tasks" });

  const change = async (level: string, step: string, ifHostDies: string, title: string) => {
    await page.getByRole("button", { name: "Change level" }).click();
    const dialog = page.getByRole("dialog", { name: `Change the level of ${world.machine}` });
    await dialog.getByRole("radio", { name: new RegExp(`^${level}`) }).check();
    await expect(dialog.getByRole("heading", { name: `Prediction, once it is ${level}` })).toBeVisible();
    await expect(dialog.getByRole("list", { name: "Steps" })).toContainText(new RegExp(`${step}about `));
    await expect(dialog.getByRole("row").filter({ hasText: `Host ${active} dies` })).toContainText(ifHostDies);
    await dialog.getByRole("button", { name: `Change to ${level}` }).click();
    await expect(dialog).toBeHidden();
    const task = tasks.getByRole("paragraph").filter({ hasText: title }).last();
    await expect(task).toBeVisible();
    await expect(task).toContainText("Done at", { timeout: world.recoveryMs });
    await expect(page.getByRole("img", { name: `Declared ${level}, effective ${level}` })).toBeVisible({
      timeout: world.recoveryMs,
    });
    await expect(page.getByRole("region", { name: `${active}, active` })).toContainText("Running");
  };

  await change("Unprotected", "change the level", "Stops", `Take the protection off ${world.machine}`);
  await change("High Availability", "copy the disk", "Restarts", `Protect ${world.machine} at High Availability`);
  await allWell(world);
});
