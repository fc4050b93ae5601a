import { query } from "../api";
import { expect, expectAccessible, open, test } from "../test";

interface Pairs {
  readonly id: string;
  readonly name: string;
}

test("two hosts that don't fit say why, with number, limit and remedy, and nothing can be asked for", async ({
  page,
}) => {
  await open(page, "/pairs");
  await page.getByRole("link", { name: "Form a pair" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Two hosts, two links and a witness");
  await page.getByLabel("Host A", { exact: true }).fill("gal-d");
  await page.getByRole("radio", { name: "gal-c as host b" }).check();
  await page.getByLabel("Name", { exact: true }).fill("gal2");
  await page.getByLabel("Witness", { exact: true }).selectOption("witness-gal");
  const checks = page.getByRole("list", { name: "Checks" });
  await expect(checks).toContainText("The clock of gal-c is 4.2 s off.");
  await expect(checks).toContainText("hear each other over 1 pair of ports; 2 are needed.");
  await expect(checks).toContainText("Limit: 2, each on a port of its own (the levels' contract)");
  await expect(checks).toContainText("witness-gal runs on gal-d itself");
  await expect(checks).toContainText("Switch the watchdog on in its firmware.");
  const button = page.getByRole("button", { name: "Form gal2" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await test.step("a name that is none, and a host that nobody knows, are said under their fields", async () => {
    await page.getByLabel("Name", { exact: true }).fill("Two!");
    await expect(page.getByText(/beginning with a letter/).first()).toBeVisible();
    await expect(page.getByLabel("Host A", { exact: true })).toHaveValue("gal-d");
    await page.getByLabel("Name", { exact: true }).fill("gal2");
    await page.getByLabel("Host B", { exact: true }).fill("gal-x");
    await expect(page.getByText(/No free host named gal-x answers/).first()).toBeVisible();
  });
  await test.step("what was filled in outlives a reload", async () => {
    await page.getByLabel("Name", { exact: true }).fill("Two!");
    await expect(page.getByText(/beginning with a letter/).first()).toBeVisible();
    await expect(page).toHaveURL(/name=Two%21|name=Two!/);
    await page.reload();
    await expect(page.getByLabel("Host A", { exact: true })).toHaveValue("gal-d");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Two!");
    await expect(page.getByText(/beginning with a letter/).first()).toBeVisible();
  });
});

test("two hosts at two sites become a pair, on a phone, through a reload, and take a machine", async ({
  page,
  world,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/pairs/new?a=nas-c&b=con-c&name=nas2&witness=witness-alb&alternate=witness-got");
  await expect(page.getByRole("list", { name: "Checks" })).toContainText("Two hosts, at Nashua and Concord.");
  const form = page.getByRole("button", { name: "Form nas2" });
  const accept = page.getByRole("checkbox", { name: /accept/ });
  if (await accept.isVisible()) {
    await expect(form).toHaveAttribute("aria-disabled", "true");
    await accept.check();
  }
  await expect(form).not.toHaveAttribute("aria-disabled", "true");
  await form.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("nas2 is being made.");
  await page.reload();
  await expect(page.getByRole("button", { name: "Break it off" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("nas2 is a pair.", { timeout: 60_000 });
  await page.getByRole("link", { name: "Open nas2" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("nas2");
  const pairs = await query<Pairs[]>(world, "pair.list");
  const { id } = pairs.find(({ name }) => name === "nas2") ?? { id: "" };
  await open(
    page,
    `/machines/new?template=small&name=on-nas2&vcpus=2&memory=1024&disk=1024&guest=linux&level=high-availability&pair=${id}`,
  );
  await page.getByRole("button", { name: /^Create on-nas2/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("on-nas2 is made.", { timeout: 60_000 });
});

test("the forming of a pair is broken off, and both hosts are free", async ({ page }) => {
  await open(page, "/pairs/new?a=dul-c&b=dul-d&name=dul2&witness=witness-alb");
  const accept = page.getByRole("checkbox", { name: /accept/ });
  await expect(page.getByRole("list", { name: "Checks" })).toContainText("Two availability links");
  if (await accept.isVisible()) await accept.check();
  await page.getByRole("button", { name: "Form dul2" }).click();
  await page.getByRole("button", { name: "Break it off" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("was broken off; both hosts are free.");
  await page.getByRole("button", { name: "Change it and try again" }).click();
  await expect(page.getByRole("row", { name: /dul-c/ })).toContainText("free");
});

test("find or do leads to the form", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Find or do" }).fill("form a pair");
  await page.getByRole("option", { name: /Form a pair/ }).click();
  await expect(page).toHaveURL(/\/pairs\/new/);
});
