import type { Locator, Page } from "@playwright/test";
import { machineNamed } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";

/** Copied from its pair in Galveston to Duluth. */
const MACHINE = "lab-results";
const SITE = "Galveston";
const ELSEWHERE = "Duluth";

const action = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("region", { name: "Actions" }).getByRole("button", { name });
const tasks = (page: Page): Locator => page.getByRole("status", { name: "Tasks" });

test("a copy is proven by a drill that is seen going on, and a drill is ended by hand", async ({ page, world }) => {
  const { id } = await machineNamed(world, MACHINE);
  await open(page, `/machines/${id}`);
  const protection = page.getByRole("region", { name: "Protection" });
  await action(page, `Start a drill at ${ELSEWHERE}`).click();
  const dialog = page.getByRole("dialog", { name: "Prove the copy in a drill" });
  await expect(dialog.getByRole("radio").first()).toBeChecked();
  await expect(dialog.getByText("newest")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await expect(dialog).toBeHidden();
  await expect(protection.getByText(/is under way: /)).toBeVisible();
  await expect(tasks(page)).toContainText(`Start ${MACHINE} at ${ELSEWHERE} in a drill`);
  await expect(protection.getByText(/^Last proven/)).toBeVisible();
  await expect(protection.getByText(/^It answered after .*, promised within 15 min\./)).toBeVisible();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText(
    `${MACHINE} started at ${ELSEWHERE} in a drill, as promised.`,
  );
  await expectAccessible(page);

  await action(page, `Start a drill at ${ELSEWHERE}`).click();
  await dialog.getByRole("button", { name: "Start the drill" }).click();
  await action(page, "End the drill").click();
  await expect(protection.getByText(/was broken off\. Ended by .*\.$/)).toBeVisible();
  await expect(tasks(page).getByRole("paragraph").filter({ hasText: "in a drill" }).first()).toContainText("Cancelled");
  await expect(protection.getByText(/^Last proven/), "what was proven stays so").toBeVisible();
});

test("a lost pair is declared lost with the name typed, and the machine is brought back", async ({ page, world }) => {
  const demo = demoOf(world);
  await allWell(world);
  const { id } = await machineNamed(world, MACHINE);
  await open(page, `/machines/${id}`);
  await expect(action(page, `Start at ${ELSEWHERE}`)).toHaveAttribute("aria-disabled", "true");
  await demo.cutPower(SITE);
  await expect(action(page, `Start at ${ELSEWHERE}`)).not.toHaveAttribute("aria-disabled", "true");
  await action(page, `Start at ${ELSEWHERE}`).click();
  const dialog = page.getByRole("dialog", { name: "Declare Disaster Recovery" });
  const points = dialog.getByRole("radio");
  await expect(points.first()).toBeChecked();
  await expect(dialog.getByText(/giving up what it wrote in its last [\d.]+ s, and its memory/)).toBeVisible();
  await points.nth(2).check();
  await expect(dialog.getByText(/giving up what it wrote in its last 1\d s, and its memory/)).toBeVisible();
  await points.first().check();
  await expectAccessible(page);
  const declare = dialog.getByRole("button", { name: `Start ${MACHINE} at ${ELSEWHERE}` });
  await expect(declare).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel(`Type ${MACHINE} to confirm`).fill(MACHINE);
  await expect(declare, "not without a reason").toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel("Why this loss is accepted").fill("The site is flooded; nobody gets in today.");
  await declare.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`declared Disaster Recovery: it runs at ${ELSEWHERE} on one copy`).first()).toBeVisible();

  const back = action(page, "Bring back to its pair");
  await expect(back, "nobody is there to take it").toHaveAttribute("aria-disabled", "true");
  await demo.givePower(SITE);
  await expect(back).not.toHaveAttribute("aria-disabled", "true", { timeout: world.recoveryMs });
  await back.click();
  const backDialog = page.getByRole("dialog", { name: "Bring the machine back" });
  await expectAccessible(page);
  await backDialog.getByRole("button", { name: `Bring ${MACHINE} back` }).click();
  await expect(backDialog).toBeHidden();
  await expect(
    tasks(page)
      .getByRole("paragraph")
      .filter({ hasText: `Bring ${MACHINE} back` }),
  ).toContainText("Done at", {
    timeout: world.recoveryMs,
  });
  await allWell(world);
});
