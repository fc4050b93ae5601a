import { machineNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("a machine is stopped, given more memory, labelled, and starts with it", async ({ page, world }) => {
  test.slow();
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  await open(page, `/machines/${machine.id}`);
  const actions = page.getByRole("region", { name: "Actions" });
  const edit = actions.getByRole("button", { name: "Edit", exact: true });
  await expect(edit).toHaveAccessibleDescription("Stop it first.");

  await actions.getByRole("button", { name: "Change labels…" }).click();
  const labels = page.getByRole("dialog", { name: `Labels of ${machine.name}` });
  await labels.getByLabel("Labels", { exact: true }).fill("mail, relays");
  await labels.getByRole("button", { name: "Keep these labels" }).click();
  await expect(labels).toBeHidden();
  await expect(actions.getByText("mail, relays")).toBeVisible();

  await actions.getByRole("button", { name: "Stop", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Stop ${machine.name}` })
    .click();
  const active = page.getByRole("region", { name: /, active$/ });
  await expect(active).toContainText("off, as asked", { timeout: world.recoveryMs });

  await edit.click();
  const dialog = page.getByRole("dialog", { name: `Edit ${machine.name}` });
  const memory = dialog.getByLabel("Memory, MiB", { exact: true });
  const before = Number(await memory.inputValue());
  await memory.fill("99999999");
  await expect(memory).toHaveAccessibleDescription(/^Memory must be at most /);
  await memory.fill("3000000");
  await expect(memory).toHaveAccessibleDescription(/would need .*Limit: at most [\d,]+ MiB\. Give it less memory\./);
  const change = dialog.getByRole("button", { name: "Change it" });
  await expect(change).toHaveAttribute("aria-disabled", "true");
  await memory.fill(String(before + 1024));
  await change.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("status", { name: "Tasks" })).toContainText(`Change ${machine.name}: `);

  await actions.getByRole("button", { name: "Start", exact: true }).click();
  await expect(active).toContainText(`${before / 1024 + 1} GiB`, { timeout: world.recoveryMs });

  await actions.getByRole("button", { name: "Stop", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Stop ${machine.name}` })
    .click();
  await expect(active).toContainText("off, as asked", { timeout: world.recoveryMs });
  await actions.getByRole("button", { name: "Remove", exact: true }).click();
  const removal = page.getByRole("dialog", { name: "Delete the machine" });
  await expect(removal).toContainText(
    `${machine.name} is deleted, with its disk of 40 GiB on ${world.hosts.a} and ${world.hosts.b}; there is no copy of ${machine.name} elsewhere.`,
  );
  await removal.getByRole("button", { name: "Leave it as it is" }).click();
  await edit.click();
  await dialog.getByLabel("Memory, MiB", { exact: true }).fill(String(before));
  await change.click();
  await expect(dialog).toBeHidden();
  await actions.getByRole("button", { name: "Start", exact: true }).click();
  await expect(active).toContainText("Running", { timeout: world.recoveryMs });
});
