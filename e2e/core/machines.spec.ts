import { machineNamed, machines } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("the table of machines has them all, finds one, and leads to its page", async ({ page, world }) => {
  await allWell(world);
  const all = await machines(world);
  const { hosts, activeSide } = await machineNamed(world, world.machine);
  await open(page, "/machines");
  const table = page.getByRole("table", { name: "Machines" });
  await expect(table.getByRole("row")).toHaveCount(all.length + 1);

  await page.getByLabel("Filter").fill(world.machine);
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`filter=${world.machine}`));
  const row = table.getByRole("row").filter({ hasText: world.machine });
  await expect(row).toContainText("Protected");
  await expect(row).toContainText("High Availability");
  await expect(row).toContainText(hosts[activeSide]);

  await row.getByRole("link", { name: world.machine }).click();
  await expect(page.getByRole("heading", { level: 1, name: world.machine })).toBeVisible();
});

test("what was typed into the filter does not call off the click that follows, and going back finds it", async ({
  page,
  world,
}) => {
  await open(page, "/machines");
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.fill(world.machine);
  await page.getByRole("table", { name: "Machines" }).getByRole("link", { name: world.machine, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: world.machine })).toBeVisible();
  await page.goBack();
  await expect(filter).toHaveValue(world.machine);
});

test("a query narrows by numbers and by what must not hold, and a word that says nothing is named", async ({
  page,
  world,
}) => {
  await allWell(world);
  const all = await machines(world);
  await open(page, "/machines");
  const rows = page.getByRole("table", { name: "Machines" }).getByRole("row");
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.fill(`"${world.machine}" vcpus>=1`);
  await expect(rows).toHaveCount(2);
  await filter.fill(`"${world.machine}" -vcpus>=1`);
  await expect(page.getByText("No machine matches")).toBeVisible();
  await filter.fill("state:broken");
  await expect(page.getByRole("status").filter({ hasText: "There is no state “broken”." })).toContainText("at-risk");
  await expect(rows).toHaveCount(all.length + 1);
});

test("a machine's page shows one identity on two hosts, declared beside effective", async ({ page, world }) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  await open(page, `/machines/${machine.id}`);
  await expect(page).toHaveTitle(`${machine.name}, protected`);
  await expect(
    page.getByRole("img", { name: "Declared High Availability, effective High Availability" }),
  ).toBeVisible();

  const twoHosts = page.getByRole("region", { name: "One machine on two hosts" });
  for (const name of [machine.hosts.a, machine.hosts.b, machine.name, machine.mac])
    await expect(twoHosts).toContainText(name);
  await expect(twoHosts).toContainText("in step");

  const prediction = page.getByRole("region", { name: "Prediction" });
  const ifActiveDies = prediction
    .getByRole("row")
    .filter({ hasText: `Host ${machine.hosts[machine.activeSide]} dies` });
  await expect(ifActiveDies).toContainText(`on ${machine.hosts[machine.activeSide === "a" ? "b" : "a"]}`);
  await expect(page.getByRole("region", { name: "Timeline" }).getByRole("listitem")).not.toHaveCount(0);
});
