import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { ask, machineNamed, machines, pairNamed, query } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";
import type { World } from "../world/world";

async function wellFormed(world: World): Promise<Record<string, unknown>> {
  return {
    taskKey: randomUUID(),
    pairId: (await pairNamed(world, world.pair)).id,
    name: "half-made",
    side: null,
    vcpus: 1,
    memoryMiB: world.definition.memoryMiB,
    diskMiB: world.definition.diskMiB,
    image: world.definition.image,
    mac: null,
    ip: null,
    guest: "linux",
    protection: HIGH_AVAILABILITY,
  };
}

test.describe("a definition that is wrong", () => {
  const cases: readonly {
    readonly what: string;
    readonly field: string;
    readonly change: (world: World) => Promise<Record<string, unknown>> | Record<string, unknown>;
  }[] = [
    { what: "too little memory", field: "memoryMiB", change: () => ({ memoryMiB: 16 }) },
    { what: "more memory than a host has", field: "memoryMiB", change: () => ({ memoryMiB: 4_000_000 }) },
    { what: "memory that is no number", field: "memoryMiB", change: () => ({ memoryMiB: "much" }) },
    { what: "no vCPU", field: "vcpus", change: () => ({ vcpus: 0 }) },
    { what: "a name with capitals", field: "name", change: () => ({ name: "Half Made" }) },
    { what: "a name that is taken", field: "name", change: (world) => ({ name: world.machine }) },
    {
      what: "a MAC that is taken",
      field: "mac",
      change: async (world) => ({ mac: (await machineNamed(world, world.machine)).mac }),
    },
    { what: "hosts that are not known", field: "pairId", change: () => ({ pairId: randomUUID() }) },
    { what: "an image that is missing", field: "image", change: () => ({ image: "no-such-image" }) },
    {
      what: "a level that the backend lacks",
      field: "protection",
      change: () => ({ protection: withRecovery(HIGH_AVAILABILITY) }),
    },
  ];
  for (const { what, field, change } of cases) {
    test(`${what} is refused with field, value, limit and remedy, and nothing is left of it`, async ({ world }) => {
      const before = (await machines(world)).map(({ name }) => name);
      const changed = await change(world);
      const answer = await ask(world, "machine.create", { ...(await wellFormed(world)), ...changed });
      expect(answer.refusal, "the refusal").toMatchObject({
        message: expect.stringMatching(/\.$/),
        field,
        limit: expect.any(String),
        remedy: expect.any(String),
      });
      expect(answer.refusal?.value).toBe(field === "protection" ? "disaster-recovery" : changed[field]);
      expect((await machines(world)).map(({ name }) => name)).toEqual(before);
      const tasks = await query<{ kind: string; state: string }[]>(world, "task.list");
      expect(tasks.filter(({ kind, state }) => kind === "vm.create" && state === "running")).toEqual([]);
    });
  }
});

const fill = async (form: Locator, values: Readonly<Record<string, string>>) => {
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label, { exact: true }).fill(value);
};

/** From the list, by the template of the smallest machine, on the pair of this world. */
const openForm = async (page: Page, world: World): Promise<Locator> => {
  await open(page, "/machines");
  await page.getByRole("button", { name: "Create machine…" }).click();
  await expect(page).toHaveURL(/\/machines\/new$/);
  const form = page.getByRole("main");
  await form.getByRole("radio", { name: /^Test machine/ }).check();
  await form.getByRole("radio", { name: /^High Availability/ }).check();
  await form.getByLabel("Find a pair").fill(world.pair);
  await form.getByRole("radio", { name: new RegExp(`^${world.pair},`) }).check();
  return form;
};

test("the form says under each field what is wrong with it while it is filled in, and keeps what was typed", async ({
  page,
  world,
}) => {
  const form = await openForm(page, world);
  const send = form.getByRole("button", { name: /^Create / });
  await expect(send).toHaveAccessibleDescription("It needs a name first.");
  await fill(form, { Name: "half-made", "Memory, MiB": "16" });
  const memory = form.getByLabel("Memory, MiB", { exact: true });
  await expect(memory).toHaveAccessibleDescription(/^Memory must be at least 96 MiB\. Limit: at least 96/);
  await expect(memory).toHaveAttribute("aria-invalid", "true");
  await expect(memory).toHaveValue("16");
  await expect(send).toHaveAccessibleDescription("Memory must be at least 96 MiB.");

  await fill(form, { Name: world.machine, "Memory, MiB": String(world.definition.memoryMiB) });
  await expect(form.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(
    new RegExp(
      `^A machine named ${world.machine} exists already\\. Limit: one machine of a name\\. Choose another name\\.`,
    ),
  );
  await expect(memory).not.toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveURL(new RegExp(`name=${world.machine}`));
  await expect(page).toHaveURL(new RegExp(`memory=${world.definition.memoryMiB}\\b`));

  await page.reload();
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue(world.machine);
  await expect(memory).toHaveValue(String(world.definition.memoryMiB));
  await expect(form.getByRole("radio", { name: new RegExp(`^${world.pair},`) })).toBeChecked();
});

test("a machine is created, stopped, started and deleted", async ({ page, world }) => {
  await allWell(world);
  const name = "night-audit";
  const form = await openForm(page, world);
  await fill(form, {
    Name: name,
    vCPU: "1",
    "Memory, MiB": String(world.definition.memoryMiB),
    "Disk, MiB": String(world.definition.diskMiB),
    "Image on the disk": world.definition.image,
  });
  const admission = form.getByRole("region", { name: "Admission" });
  await expect(
    admission.getByRole("heading", { name: /^Prediction, once it runs at High Availability/ }),
  ).toBeVisible();
  await expect(admission.getByRole("row", { name: new RegExp(`^Host ${world.hosts.a} dies`) })).toBeVisible();
  await form.getByRole("button", { name: `Create ${name} on ${world.pair}` }).click();
  await expect(page).toHaveURL(/task=/);
  await page.reload();
  await page.getByRole("link", { name: `Open ${name}` }).click({ timeout: world.recoveryMs });
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).toHaveTitle(`${name}, protected`, { timeout: world.recoveryMs });
  const active = page.getByRole("region", { name: /, active$/ });
  const actions = page.getByRole("region", { name: "Actions" });
  const confirm = async (button: string, title: string, consequence: RegExp, verb: string, typed?: string) => {
    await actions.getByRole("button", { name: button, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog).toContainText(consequence);
    if (typed !== undefined) await dialog.getByLabel(`Type ${typed} to confirm`).fill(typed);
    await dialog.getByRole("button", { name: verb }).click();
    await expect(dialog).toBeHidden();
  };

  await expect(actions.getByRole("button", { name: "Start", exact: true })).toHaveAccessibleDescription(
    "It runs already.",
  );
  await confirm("Stop", "Stop the machine", /Both copies of its disk stay/, `Stop ${name}`);
  await expect(active).toContainText("off, as asked", { timeout: world.recoveryMs });

  await actions.getByRole("button", { name: "Start", exact: true }).click();
  await expect(active).toContainText("Running", { timeout: world.recoveryMs });
  await expect(actions.getByRole("button", { name: "Remove", exact: true })).toHaveAccessibleDescription(
    "Stop it first.",
  );

  await confirm("Stop", "Stop the machine", /Both copies of its disk stay/, `Stop ${name}`);
  await expect(active).toContainText("off, as asked", { timeout: world.recoveryMs });
  await confirm("Remove", "Delete the machine", /cannot be undone/, `Delete ${name}`, name);
  await expect(page).toHaveURL(/\/machines$/);
  await expect(page.getByRole("table", { name: "Machines" }).getByRole("link", { name })).toHaveCount(0, {
    timeout: world.recoveryMs,
  });
});
