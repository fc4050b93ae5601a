import { machineNamed } from "../api";
import { allWell, whileLinksCut } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("both availability links are cut: exactly one side goes on", async ({ page, world }) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const sides = page.getByRole("region", { name: new RegExp(`^(${machine.hosts.a}|${machine.hosts.b}), `) });
  await open(page, `/machines/${machine.id}`);
  await expect(sides).toHaveCount(2);
  await whileLinksCut(world, async () => {
    await expect(page).toHaveTitle(`${world.machine}, unprotected`, COMES);
    await expect(sides.filter({ hasText: "Running" })).toHaveCount(1);
    await expect(page.getByRole("region", { name: /, active$/ })).toContainText("UpToDate");
    await expect(page.getByRole("region", { name: /, standby$/ })).not.toContainText("UpToDate");
    await expect(page.getByRole("region", { name: "One machine on two hosts" })).toContainText("Link ADown");

    await page.getByRole("link", { name: world.pair, exact: true }).first().click();
    await expect(page).toHaveTitle(`${world.pair}, partitioned`, COMES);
  });
  await expect(page).toHaveTitle(`${world.pair}, normal`, COMES);
});
