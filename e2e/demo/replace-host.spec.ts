import { pairNamed, query } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";

interface PairPage {
  readonly hosts: Readonly<Record<"a" | "b", { readonly id: string; readonly name: string; readonly state: string }>>;
}

test("a host that serves is not replaced; one that is lost is, by its typed name, and its machines are whole again", async ({
  page,
  world,
}) => {
  test.slow();
  const pair = await pairNamed(world, "dul");
  const hosts = async () => (await query<PairPage>(world, "pair.get", { pairId: pair.id })).hosts;
  const { id: hostId } = (await hosts()).a;
  await open(page, `/pairs/${pair.id}`);
  await page.getByRole("link", { name: "Replace dul-a" }).click();
  await expect(page.getByRole("list", { name: "Checks" })).toContainText("Put dul-a into maintenance first");
  await page.getByLabel("New host", { exact: true }).selectOption("dul-c");
  await expect(page.getByRole("button", { name: "Replace dul-a" })).toHaveAttribute("aria-disabled", "true");
  await demoOf(world).losePower("host-dul-a");
  await expect.poll(async () => (await hosts()).a.state, { timeout: 60_000 }).toBe("Offline");
  await expect(page.getByRole("list", { name: "Checks" })).toContainText(
    "dul-b has a complete copy of 5 machines and owns each.",
    { timeout: 60_000 },
  );
  await page.getByRole("checkbox", { name: /accept/ }).check();
  await page.getByLabel("Why", { exact: true }).fill("Board");
  await page.getByLabel("Type dul-a to confirm").fill("dul-b");
  await expect(page.getByRole("button", { name: "Replace dul-a" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Type dul-a to confirm").fill("dul-a");
  await test.step("a reason that says nothing is said under its field", async () => {
    await page.getByRole("button", { name: "Replace dul-a" }).click();
    await expect(page.getByText(/^A reason has at least 10 characters/)).toBeVisible();
  });
  await page.setViewportSize({ width: 390, height: 2_600 });
  await expectAccessible(page);
  await page.getByLabel("Why", { exact: true }).fill("Its board is broken.");
  await page.getByRole("button", { name: "Replace dul-a" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("dul-a is being replaced.");
  await page.reload();
  await expect(page.getByText(/On one copy since/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    "was replaced, and every machine has two copies.",
    { timeout: 180_000 },
  );
  expect((await hosts()).a).toMatchObject({ name: "dul-c", state: "Running" });
  await test.step("the old host comes back as one of no pair", async () => {
    await demoOf(world).givePowerTo("host-dul-a");
    await open(page, "/pairs/new");
    await expect(page.getByRole("row", { name: /dul-a/ })).toContainText("replaced in dul", { timeout: 60_000 });
  });
  await page.goto(`/pairs/${pair.id}/replace?host=${hostId}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(page.getByText(/is not there/)).toBeVisible();
});
