import { whileHostLost } from "../broken";
import { expect, open, test } from "../test";

test("a page loaded in the middle of an incident shows it at once, and goes on with it", async ({ page, world }) => {
  await open(page, "/");
  await whileHostLost(world, "b", async () => {
    const incident = page.getByRole("region", { name: /^INC-\d+/ });
    await expect(incident).toBeVisible({ timeout: 30_000 });
    const name = /^INC-\d+/.exec((await incident.getByRole("heading").textContent()) ?? "")?.[0] ?? "";
    await page.reload();
    await expect(incident.getByRole("heading")).toContainText(name);
    await expect(incident.getByRole("listitem").filter({ hasText: "Detected" })).toContainText(/\d\d:\d\d:\d\d/);
  });
  await expect(page.getByRole("region", { name: "No incident runs" })).toBeVisible({ timeout: 30_000 });
});
