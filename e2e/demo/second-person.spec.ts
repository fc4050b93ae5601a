import { machineNamed, query } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";
import { signInToDemo, storageStateOf } from "../world/sign-in";

/** A loss that two people answer for: asked by one, seen and agreed to by another. */

const REASON = "The orders were taken at the other till.";

test("a loss is asked for by one person, waits on the overview, and is done when another one agrees", async ({
  page,
  world,
  browser,
}) => {
  test.slow();
  await allWell(world);
  const { id, hosts } = await machineNamed(world, world.machine);
  const { observed } = await query<{ observed: { ref: string } }>(world, "machine.get", { machineId: id });
  await open(page, "/people");
  await page.getByRole("button", { name: "Ask for a second person" }).click();
  await expect(page.getByText("A loss needs a second person: who declares one waits")).toBeVisible();
  await open(page, `/machines/${id}`);
  const join = await demoOf(world).splitBrain(observed.ref);
  const both = page.getByRole("region", { name: "Two histories" });
  // Until both have acknowledged something alone there is one history, and nothing to choose.
  for (const host of [hosts.a, hosts.b])
    await expect(both.getByRole("region", { name: `Copy on ${host}` })).toContainText(
      /Acknowledged alone\s*[1-9]\d* writes?, /,
      { timeout: world.recoveryMs },
    );
  await join();

  const context = await browser.newContext({
    baseURL: world.url,
    storageState: storageStateOf(world.url, await signInToDemo(world.url, "administrator")),
  });
  const asking = await context.newPage();
  await open(asking, `/machines/${id}`);
  const keep = asking.getByRole("button", { name: `Keep the copy on ${hosts.a}` });
  await expect(keep).not.toHaveAttribute("aria-disabled", "true", { timeout: world.recoveryMs });
  await keep.click();
  const dialog = asking.getByRole("dialog", { name: "Choose the copy that stays" });
  await dialog.getByLabel(`Type ${world.machine} to confirm`).fill(world.machine);
  await dialog.getByLabel("Why this loss is accepted").fill(REASON);
  await dialog.getByRole("button", { name: "Ask a second person" }).click();
  await expect(dialog).toBeHidden();
  const question = (of: typeof page) => of.getByRole("region", { name: "Waits for a second person" });
  await expect(question(asking)).toContainText(REASON);
  await expect(question(asking).getByRole("button", { name: "Take the question back" })).toBeVisible();
  await expect(question(asking).getByRole("button", { name: /^Agree/ })).toHaveCount(0);

  await open(page, "/");
  const needsPerson = page.getByRole("region", { name: "Needs a person" });
  await needsPerson.getByRole("link", { name: /asks a second person to agree: / }).click();
  await expect(page).toHaveURL(new RegExp(`/machines/${id}`));
  await page.reload();
  await expect(question(page)).toContainText(REASON);
  await expectAccessible(page);
  await question(page)
    .getByRole("button", { name: /^Agree with / })
    .click();
  await expect(question(page)).toHaveCount(0);
  await expect(question(asking), "it ends under the eyes of who asked").toHaveCount(0);
  await expect
    .poll(async () => (await machineNamed(world, world.machine)).headline.state, { timeout: world.recoveryMs })
    .toBe("Protected");
  expect((await machineNamed(world, world.machine)).activeSide).toBe("a");
  await context.close();

  await open(page, "/people");
  await page.getByRole("button", { name: "Let one person do" }).click();
  await expect(page.getByText("One person alone may declare a loss")).toBeVisible();
  await allWell(world);
});
