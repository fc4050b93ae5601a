import { type Pair, pairs, query } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import type { World } from "../world/world";

interface Work {
  readonly cannotEnterBecause: string | null;
  readonly machines: readonly { readonly name: string; readonly effect: string }[];
}

interface Choice {
  readonly pair: Pair;
  readonly host: string;
  readonly partner: string;
  readonly work: Work;
}

/** Every host of the fleet with what planned work on it would mean. */
async function hosts(world: World): Promise<Choice[]> {
  const all: Choice[] = [];
  for (const pair of await pairs(world)) {
    const view = await query<{ hosts: Record<"a" | "b", { id: string; name: string }> }>(world, "pair.get", {
      pairId: pair.id,
    });
    for (const [side, other] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const work = await query<Work>(world, "host.maintenance", { hostId: view.hosts[side].id });
      all.push({ pair, host: view.hosts[side].name, partner: view.hosts[other].name, work });
    }
  }
  return all;
}

test("a host is put into maintenance and taken back: its machines move, nobody is alarmed, and all have two copies again", async ({
  page,
  world,
}) => {
  await allWell(world);
  const chosen = (await hosts(world)).find(
    ({ work }) => work.cannotEnterBecause === null && work.machines.some(({ effect }) => effect === "moves"),
  );
  if (chosen === undefined) throw new Error("no host of the demo could go into maintenance");
  const { pair, host, partner, work } = chosen;
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
  expect(await query<unknown[]>(world, "fault.list"), "nobody is alarmed").toEqual([]);

  await row.getByRole("button", { name: `End the maintenance of ${host}` }).press("Enter");
  await expect(row).toContainText("Running", { timeout: world.recoveryMs });
  await expect(row.getByRole("status")).toContainText("Done at", { timeout: world.recoveryMs });
  await allWell(world);
});

test("a host that can't go into maintenance says which machine is in the way, and what to do", async ({
  page,
  world,
}) => {
  const chosen = (await hosts(world)).find(({ work }) => work.machines.some(({ effect }) => effect === "blocks"));
  if (chosen === undefined) throw new Error("every host of the demo could go into maintenance");
  const { pair, host, work } = chosen;
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, `/pairs/${pair.id}`);
  await page.getByRole("button", { name: `Put ${host} into maintenance` }).click();
  const dialog = page.getByRole("dialog", { name: `Put ${host} into maintenance` });
  const blocking = work.machines.find(({ effect }) => effect === "blocks")?.name ?? "";
  await expect(dialog.getByRole("listitem").filter({ hasText: blocking })).toContainText("one copy only");
  await expect(dialog.getByRole("button", { name: /begin|into maintenance/ })).toHaveAccessibleDescription(
    new RegExp(`Stop ${blocking}`),
  );
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Leave it as it is" }).click();
  await expect(dialog).toBeHidden();
});
