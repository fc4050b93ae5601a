import { pairNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("a pair's page draws its two hosts, what joins them, and the witness", async ({ page, world }) => {
  await allWell(world);
  await open(page, "/pairs");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/pairs? at \d+ sites?, all normal\./);
  await page.getByRole("table", { name: "Pairs" }).getByRole("link", { name: world.pair, exact: true }).click();
  await expect(page).toHaveTitle(`${world.pair}, normal`);
  const topology = page.getByRole("region", { name: `Pair ${world.pair}` });
  await expect(topology.getByRole("region", { name: new RegExp(`^${world.hosts.a}, Running`) })).toBeVisible();
  await expect(topology.getByRole("region", { name: new RegExp(`^${world.hosts.b}, Running`) })).toBeVisible();
  await expect(topology).toContainText("Availability A");
  await expect(topology).toContainText("Availability B");
  await expect(topology.getByRole("link", { name: world.machine }).first()).toBeVisible();
});

test("what if: the loss of a host is predicted for each machine, and marked as a prediction", async ({
  page,
  world,
}) => {
  await allWell(world);
  const pair = await pairNamed(world, world.pair);
  await open(page, `/pairs/${pair.id}`);
  await page.getByRole("button", { name: `What if ${world.hosts.a} is lost` }).click();
  await expect(page.getByText("prediction, not the state now")).toBeVisible();
  await expect(page).toHaveURL(/whatif=/);
  await expect(page.getByText(new RegExp(`^If ${world.hosts.a} is lost now: `))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("prediction, not the state now")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: world.pair })).toBeVisible();
});
