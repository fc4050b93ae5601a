import { randomUUID } from "node:crypto";
import { expect, open, test } from "../test";

test("an address that leads nowhere says so, and what is nearest", async ({ page, world }) => {
  const response = await page.request.get(`${world.url}/no-such-page`);
  expect(response.status()).toBe(404);
  await open(page, "/no-such-page");
  await expect(page.getByRole("heading", { level: 1, name: "There is no such page." })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "machines" }).click();
  await expect(page).toHaveURL(/\/machines$/);
});

for (const [path, what] of [
  ["/machines", "The machine"],
  ["/pairs", "The pair"],
  ["/incidents", "The incident"],
] as const)
  for (const id of [randomUUID(), "not-an-id"])
    test(`${path}/ with ${id === "not-an-id" ? "something that is no id" : "an id of nothing"} says that it is not there`, async ({
      page,
    }) => {
      await open(page, `${path}/${id}`);
      const said = page.getByRole("alert").filter({ hasText: what });
      await expect(said).toContainText(`${what} is not there.`);
      await expect(said.getByRole("link", { name: "machines" })).toHaveAttribute("href", "/machines");
    });
