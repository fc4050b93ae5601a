import { machineNamed, machines } from "../api";
import { allWell, whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("the witness is lost: machines are at risk, and nothing else changes", async ({ page, world }) => {
  await allWell(world);
  const before = await machineNamed(world, world.machine);
  await open(page, `/machines/${before.id}`);
  await expect(page).toHaveTitle(`${world.machine}, protected`);
  await whileWitnessLost(world, async () => {
    await expect(page).toHaveTitle(`${world.machine}, at risk`, COMES);
    await expect(
      page.getByRole("img", { name: "Declared High Availability, effective High Availability" }),
    ).toBeVisible();
    await expect(page.getByRole("region", { name: `${before.hosts[before.activeSide]}, active` })).toContainText(
      "Running",
    );

    const now = await machines(world);
    expect(new Set(now.map(({ headline }) => headline.state).filter((state) => state !== "Unprotected"))).toEqual(
      new Set(now.length === 1 ? ["AtRisk"] : ["Protected", "AtRisk"]),
    );
    const after = await machineNamed(world, world.machine);
    expect({ side: after.activeSide, legs: after.legs }).toEqual({ side: before.activeSide, legs: before.legs });

    await page
      .getByRole("navigation", { name: "Where this machine is" })
      .getByRole("link", { name: world.pair, exact: true })
      .click();
    await expect(page).toHaveTitle(`${world.pair}, witness lost`, COMES);
    await open(page, "/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/at risk without a witness/);
  });
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("at risk", COMES);
});
