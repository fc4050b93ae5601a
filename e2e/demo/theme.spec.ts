import { expect, open, test } from "../test";

test("the theme goes from the system's to light to dark, stays after a reload, and reaches the other tabs", async ({
  page,
  context,
  world,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/");
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink();
  const other = await context.newPage();
  await open(other, `${world.url}/machines`);

  await page.getByRole("button", { name: "Theme as the system; switch to light" }).click();
  await page.getByRole("button", { name: "Theme light; switch to dark" }).click();
  await expect.poll(ink).not.toBe(light);
  const dark = await ink();
  await expect(other.getByRole("button", { name: "Theme dark; switch to as the system" })).toBeVisible();

  await page.reload();
  expect(await ink(), "before anything ran").toBe(dark);
  await page.getByRole("button", { name: "Theme dark; switch to as the system" }).click();
  await expect.poll(ink).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(ink).toBe(dark);
});
