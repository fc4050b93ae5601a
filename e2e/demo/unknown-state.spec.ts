import { machineNamed, pairNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("hosts that nobody hears make their machines Unknown, with the age and what they were", async ({
  page,
  world,
}) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const pair = await pairNamed(world, world.pair);
  await open(page, `/machines/${machine.id}`);
  await world.loseHost("a");
  await world.loseHost("b");
  try {
    await expect(page).toHaveTitle(`${world.machine}, unknown`, COMES);
    await expect(page.getByText(/^Unknown\. Last heard at \d\d:\d\d:\d\d, .+ ago\. Was: /)).toBeVisible();
    await expect(page.getByRole("img", { name: "Declared High Availability, effective unknown" })).toBeVisible();

    await open(page, `/pairs/${pair.id}`);
    await expect(page).toHaveTitle(`${world.pair}, unknown`, COMES);
    await open(page, "/machines");
    const row = page.getByRole("row").filter({ hasText: world.machine });
    await expect(row).toContainText(/Unknown/);
    await open(page, "/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/not known/);
    await expect(page.getByRole("link", { name: new RegExp(`^${world.pair}, Unknown`) })).toBeVisible();
  } finally {
    await world.returnHost("a");
    await world.returnHost("b");
  }
  await allWell(world);
});
