import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { ask, machineNamed, query } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, isAlive, open, test } from "../test";
import { demoOf } from "../world/demo";
import { becomeInDemo } from "../world/sign-in";

/** Two histories of a machine, from the break to the machine that has two copies again. */

/** Its comparison takes long enough to be seen. */
const LARGE = "file-share";

const twoHistories = (page: Page): Locator => page.getByRole("region", { name: "Two histories" });

test("a person chooses between two histories, in numbers, and the machine is protected again", async ({
  page,
  world,
}) => {
  test.slow();
  const demo = demoOf(world);
  await allWell(world);
  const { id, hosts } = await machineNamed(world, world.machine);
  const { observed } = await query<{ observed: { ref: string } }>(world, "machine.get", { machineId: id });
  await open(page, `/machines/${id}`);
  await expect(twoHistories(page)).toHaveCount(0);

  const join = await demo.splitBrain(observed.ref);
  const copyOn = (host: string) => twoHistories(page).getByRole("region", { name: `Copy on ${host}` });
  const keep = (host: string) => copyOn(host).getByRole("button", { name: `Keep the copy on ${host}` });
  await expect(twoHistories(page)).toBeVisible({ timeout: world.recoveryMs });
  await expect(copyOn(hosts.a)).toContainText(/Acknowledged alone\s*\d+ writes?, /);
  await expect(copyOn(hosts.b)).toContainText(/Keeping it loses\s*\d+ writes?, /);
  await expect(keep(hosts.a), "not while both still run").toHaveAttribute("aria-disabled", "true");
  await expect(copyOn(hosts.a)).toContainText("It still runs on");
  await join();
  await expect(keep(hosts.a)).not.toHaveAttribute("aria-disabled", "true", { timeout: world.recoveryMs });
  await expect(page.getByText(/Neither copy is used or overwritten before a person has chosen/).first()).toBeVisible();

  const faults = await page.context().newPage();
  await open(faults, "/faults");
  await expect(
    faults.getByText(new RegExp(`choose which copy of ${world.machine} is kept`, "i")).first(),
  ).toBeVisible();
  await faults.close();

  await becomeInDemo(page.context(), world.url, "operator");
  await open(page, `/machines/${id}`);
  await expect(keep(hosts.b)).toHaveAttribute("aria-disabled", "true");
  await expect(copyOn(hosts.b)).toContainText("may not choose which copy of a machine stays");

  await becomeInDemo(page.context(), world.url, "administrator");
  await open(page, `/machines/${id}`);
  await keep(hosts.b).click();
  await expect(page).toHaveURL(/do=keep-b/);
  await page.reload();
  await isAlive(page);
  const dialog = page.getByRole("dialog", { name: "Choose the copy that stays" });
  await expect(dialog).toContainText(new RegExp(`what ${hosts.a} has acknowledged alone since .*: \\d+ writes?, `));
  await expectAccessible(page);
  const choose = dialog.getByRole("button", { name: `Keep the copy on ${hosts.b}` });
  await expect(choose).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel(`Type ${world.machine} to confirm`).fill(world.machine);
  await expect(choose, "not without a reason").toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Why this loss is accepted").fill("The orders were taken at the other till.");
  await choose.click();
  await expect(dialog).toBeHidden();
  await expect(twoHistories(page)).toBeHidden();
  await page.reload();
  await isAlive(page);
  await expect
    .poll(async () => (await machineNamed(world, world.machine)).headline.state, { timeout: world.recoveryMs })
    .toBe("Protected");
  expect((await machineNamed(world, world.machine)).activeSide).toBe("b");

  await open(page, "/audit");
  await page.getByLabel("Kind").selectOption("Choose the copy that stays");
  const table = page.getByRole("table", { name: "Audit log" });
  await table
    .getByRole("button", { name: `Choose the copy that stays: ${world.machine}` })
    .first()
    .click();
  await expect(table).toContainText("The orders were taken at the other till.");
  await allWell(world);
});

test("a person says which of two copies is right, on a phone and in the dark, and the machine is protected again", async ({
  page,
  world,
}) => {
  test.slow();
  const demo = demoOf(world);
  await allWell(world);
  const { id, hosts, activeSide } = await machineNamed(world, world.machine);
  const { observed } = await query<{ observed: { ref: string } }>(world, "machine.get", { machineId: id });
  const to = activeSide === "a" ? "b" : "a";
  const [there, waits] = [hosts[to], hosts[activeSide]];
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, `/machines/${id}`);
  const moved = await ask(world, "machine.switchActive", { machineId: id, taskKey: randomUUID(), to });
  expect(moved.refusal).toBeNull();
  await expect
    .poll(
      async () => {
        const { activeSide: side, headline } = await machineNamed(world, world.machine);
        return `${side} ${headline.state}`;
      },
      { timeout: world.recoveryMs },
    )
    .toBe(`${to} Protected`);

  await demo.findDiffering(observed.ref);
  const region = page.getByRole("region", { name: "Copies differ" });
  const copyOn = (host: string) => region.getByRole("region", { name: `Copy on ${host}` });
  await expect(region).toBeVisible({ timeout: world.recoveryMs });
  await expect(copyOn(there)).toContainText("the machine runs from it");
  await expect(copyOn(waits)).toContainText("waits, and is not written");
  await expect(copyOn(waits)).toContainText(/Keeping it loses\s*[1-9][\d,]* writes?, /, { timeout: world.recoveryMs });
  await expect(
    page.getByText(/Nothing is copied before a person has chosen the copy that stays/).first(),
  ).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);

  const overview = await page.context().newPage();
  await open(overview, "/");
  await expect(overview.getByRole("region", { name: "Needs a person" })).toContainText(
    new RegExp(`choose which copy of ${world.machine} stays`, "i"),
  );
  await overview.close();

  await copyOn(waits)
    .getByRole("button", { name: `Keep the copy on ${waits}` })
    .click();
  await expect(page).toHaveURL(new RegExp(`do=keep-${activeSide}`));
  await page.reload();
  await isAlive(page);
  const dialog = page.getByRole("dialog", { name: "Choose the copy that stays" });
  await expect(dialog).toContainText(new RegExp(`what ${there} has acknowledged alone since .*: [\\d,]+ writes?, `));
  await expect(dialog).toContainText(/of the \d+ MiB that differ/);
  await expectAccessible(page);
  await dialog.getByLabel(`Type ${world.machine} to confirm`).fill(world.machine);
  await dialog.getByLabel("Why this loss is accepted").fill("The disk there was restored from a wrong image.");
  await dialog.getByRole("button", { name: `Keep the copy on ${waits}` }).click();
  await expect(dialog).toBeHidden();
  await expect(region).toBeHidden();
  await expect
    .poll(async () => (await machineNamed(world, world.machine)).headline.state, { timeout: world.recoveryMs })
    .toBe("Protected");
  expect((await machineNamed(world, world.machine)).activeSide).toBe(activeSide);
  await allWell(world);
});

test("both copies are compared by hand, on a phone and in the dark, by who may", async ({ page, world }) => {
  await allWell(world);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  const { id } = await machineNamed(world, LARGE);
  const compare = page.getByRole("region", { name: "Actions" }).getByRole("button", { name: /^Compare both copies/ });
  await becomeInDemo(page.context(), world.url, "viewer");
  await open(page, `/machines/${id}`);
  await expect(compare).toHaveAttribute("aria-disabled", "true");
  await becomeInDemo(page.context(), world.url, "operator");
  await open(page, `/machines/${id}`);
  const protection = page.getByRole("region", { name: "Protection" });
  await compare.click();
  await expect(protection.getByText("Comparing both copies")).toBeVisible();
  await page.reload();
  await isAlive(page);
  await expect(protection.getByText(/^Both copies were alike/)).toBeVisible({ timeout: world.recoveryMs });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
});
