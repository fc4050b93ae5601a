import { alarms } from "../api";
import { allWell } from "../broken";
import { plannedWork } from "../planned-work";
import { expect, expectAccessible, open, test } from "../test";

test("a host is put into maintenance and taken back: its machines move, nobody is alarmed, and all have two copies again", async ({
  page,
  world,
}) => {
  await allWell(world);
  const chosen = (await plannedWork(world)).find(
    ({ work }) => work.cannotEnterBecause === null && work.machines.some(({ effect }) => effect === "moves"),
  );
  if (chosen === undefined) throw new Error("no host could go into maintenance");
  const { pair, host, partner, work } = chosen;
  const before = new Set((await alarms(world)).map(({ id }) => id));
  await open(page, `/pairs/${pair.id}`);
  const region = page.getByRole("region", { name: "Planned work" });
  const row = region.getByRole("listitem").filter({ has: page.getByText(host, { exact: true }) });
  await row.getByRole("button", { name: `Put ${host} into maintenance` }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Put ${host} into maintenance` });
  for (const { name } of work.machines)
    await expect(dialog.getByRole("listitem").filter({ hasText: name }).first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /^Move \d+ machines? and begin$/ }).press("Enter");
  await expect(dialog).toBeHidden();

  await expect(row).toContainText("In maintenance", { timeout: world.recoveryMs });
  await expect(row.getByRole("status")).toContainText(`Put ${host} into maintenance`);
  await expect(page.getByText(`${partner} runs alone: ${host} is in maintenance.`)).toBeVisible();
  await expect(
    region.getByRole("button", { name: `Put ${partner} into maintenance` }),
    "never both hosts",
  ).toHaveAccessibleDescription(/can't go into maintenance/);
  await page.reload();
  await expect(row, "it outlives the page").toContainText("In maintenance");
  const added = (await alarms(world)).filter(({ id }) => !before.has(id));
  expect(added, "nobody is alarmed").toEqual([]);

  await row.getByRole("button", { name: `End the maintenance of ${host}` }).press("Enter");
  await expect(row).toContainText("Running", { timeout: world.recoveryMs });
  await expect(row.getByRole("status")).toContainText("Done at", { timeout: world.recoveryMs });
  await allWell(world);
});
