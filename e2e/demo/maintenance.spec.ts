import { plannedWork } from "../planned-work";
import { expect, expectAccessible, open, test } from "../test";

test("a host that can't go into maintenance says which machine is in the way, and what to do", async ({
  page,
  world,
}) => {
  const chosen = (await plannedWork(world)).find(({ work }) => work.machines.some(({ effect }) => effect === "blocks"));
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
