import { machineNamed } from "../api";
import { expect, open, test } from "../test";
import { demoOf } from "../world/demo";

const COMES = { timeout: 60_000 };

test("a machine's load is drawn as it is measured, read out by the keyboard, and told as a table", async ({
  page,
  world,
}) => {
  test.slow();
  const machine = await machineNamed(world, world.machine);
  await open(page, `/machines/${machine.id}`);
  const load = page.getByRole("region", { name: "Load" });
  const cpu = load.getByRole("slider", { name: "CPU over time" });
  await expect(cpu).toBeVisible();
  await expect(load.getByText(/^One value for 15 s\. Hatched: not measured\./)).toBeVisible();

  await cpu.focus();
  await page.keyboard.press("Home");
  await expect(cpu).toHaveAttribute("aria-valuetext", /^(\d+ \w+ )?\d\d:\d\d(:\d\d)?: not measured$/);
  await page.keyboard.press("End");
  await expect(cpu).toHaveAttribute("aria-valuetext", /: \d+ %$/, COMES);
  const last = Number(await cpu.getAttribute("aria-valuenow"));
  await page.keyboard.press("ArrowLeft");
  await expect(cpu).toHaveAttribute("aria-valuenow", String(last - 1));
  await page.keyboard.press("Escape");
  await expect(page, "escape ends the reading, not the page").toHaveURL(new RegExp(machine.id));

  await load.getByText("As a table").click();
  await expect(load.getByRole("columnheader")).toHaveText([
    "From",
    "CPU",
    "Memory written",
    "Disk written",
    "Sent to the partner",
  ]);
  await expect(load.getByRole("row")).toHaveCount(61);

  await load.getByRole("button", { name: "7 days" }).click();
  await expect(page).toHaveURL(/span=7d/);
  await expect(load.getByText(/^One value for 2 h: the average; of a lag the worst\./)).toBeVisible();
  await expect(load.getByRole("row")).toHaveCount(85);
  await page.reload();
  await expect(load.getByRole("button", { name: "7 days" })).toHaveAttribute("aria-pressed", "true");
});

test("a fault of the pair is a mark in the charts and a line below them", async ({ page, world }) => {
  test.slow();
  const demo = demoOf(world);
  const machine = await machineNamed(world, world.machine);
  await open(page, `/machines/${machine.id}`);
  const load = page.getByRole("region", { name: "Load" });
  await expect(load.getByRole("slider", { name: "CPU over time" })).toBeVisible();
  await demo.cutLinks();
  try {
    await expect(load.getByRole("list", { name: "Faults in this time" })).toContainText("Mirror out of step", COMES);
  } finally {
    await demo.mendLinks();
  }
});
