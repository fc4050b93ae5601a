import { expect, open, test } from "../test";

test("the theme goes from the system's to light to dark, stays after a reload, and reaches the other tabs", async ({
  page,
  context,
  world,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const other = await context.newPage();
  await open(other, `${world.url}/machines`);

  await page.getByRole("button", { name: "Theme as the system; switch to light" }).click();
  await page.getByRole("button", { name: "Theme light; switch to dark" }).click();
  await expect.poll(paper).not.toBe(light);
  const dark = await paper();
  await expect(other.getByRole("button", { name: "Theme dark; switch to as the system" })).toBeVisible();

  await page.reload();
  expect(await paper(), "before anything ran").toBe(dark);
  await page.getByRole("button", { name: "Theme dark; switch to as the system" }).click();
  await expect.poll(paper).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(paper).toBe(dark);
});
