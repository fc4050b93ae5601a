import { pairNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("a pair says what else fits, what would refuse the next, and what a week without a host means", async ({
  page,
  world,
}) => {
  await allWell(world);
  const pair = await pairNamed(world, world.pair);
  await open(page, `/pairs/${pair.id}`);
  const room = page.getByRole("region", { name: "Room" });
  await expect(room.getByText(/^Room for \d+ more/)).toBeVisible();
  await room.getByLabel("Memory, MiB").fill("100000000");
  await expect(room.getByText(/^Memory must be at most /)).toBeVisible();
  await room.getByLabel("Memory, MiB").fill("2000000");
  await expect(room.getByText("No room for one.")).toBeVisible();
  await expect(room.getByText(/It would be refused\./)).toBeVisible();
  await room.getByLabel("Memory, MiB").fill("1024");
  await expect(room.getByText(/^Room for \d+ more/)).toBeVisible();

  const away = room.getByRole("listitem").filter({ hasText: `If ${world.hosts.a} is away:` });
  const hours = async () => Number(/([\d,]+) machine hours/.exec(await away.innerText())?.[1]?.replace(/,/g, ""));
  const week = await hours();
  expect(week).toBeGreaterThan(0);
  await room.getByRole("button", { name: "30 days" }).click();
  await expect(page).toHaveURL(/away=30/);
  expect(await hours()).toBe((week / 7) * 30);
  await page.reload();
  await expect(room.getByRole("button", { name: "30 days" })).toHaveAttribute("aria-pressed", "true");
});

test("pairs are planned for servers with one host of each lost", async ({ page }) => {
  await open(page, "/pairs");
  await page.getByRole("button", { name: "Plan pairs for servers" }).click();
  const dialog = page.getByRole("dialog", { name: "Plan pairs for servers" });
  await expect(dialog.getByText("19 pairs, 38 hosts.")).toBeVisible();
  await dialog.getByLabel("How busy a host may be alone, %").fill("70");
  await expect(dialog.getByText("22 pairs, 44 hosts.")).toBeVisible();
  await dialog.getByLabel("Servers").fill("none");
  await expect(dialog.getByText("Servers: a whole number from 1 to 100,000 servers, not “none”.")).toBeVisible();
  await expect(dialog.getByText(/hosts\.$/)).toBeHidden();
});
