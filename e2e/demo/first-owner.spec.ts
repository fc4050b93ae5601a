import { expect } from "@playwright/test";
import { expectAccessible } from "../test";
import { test } from "../world/owned.fixture";
import { OWNER, ownerLinkIn } from "../world/sign-in";

test("the first owner comes by the link that the console prints, invites others, and is locked out by guesses", async ({
  page,
  browser,
  console_,
}) => {
  test.slow();
  const { url, output } = console_;
  const link = ownerLinkIn(output);
  await page.goto(link);
  await expectAccessible(page);
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  await page.getByRole("button", { name: "Join as owner" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: OWNER.name })).toBeVisible();

  await test.step("the link makes nobody else, and no other is printed", async () => {
    await console_.end();
    await console_.start();
    expect(console_.output).not.toContain("/invitation");
    const other = await browser.newPage();
    await other.goto(link);
    await expect(other.getByText("This link was used already")).toBeVisible();
    await other.close();
  });

  const context = await browser.newContext();
  const olga = await context.newPage();
  await test.step("she invites a viewer, who may not see who may do what", async () => {
    await page.goto(`${url}/people`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Make a link" }).click();
    const invitation = await page.getByRole("status").locator("code").innerText();
    await olga.goto(invitation);
    await olga.getByLabel("Name").fill("Olga");
    await olga.getByLabel(/^Password/).fill("another long password");
    await olga.getByRole("button", { name: "Join as viewer" }).click();
    await expect(olga.getByRole("banner").getByRole("link", { name: "Olga" })).toBeVisible();
    await olga.goto(`${url}/people`);
    await expect(olga.getByRole("main").getByRole("alert")).toContainText("Ask somebody who is owner.");
  });

  await test.step("a change of her role signs her out at once, and she comes back with it", async () => {
    await page.goto(`${url}/people`);
    await page.getByLabel("Role of Olga").selectOption("operator");
    await page.getByRole("button", { name: "Change and sign out Olga" }).click();
    await expect(olga).toHaveURL(/\/sign-in\?next=%2Fpeople$/);
    await olga.getByLabel("Name").fill("Olga");
    await olga.getByLabel("Password").fill("another long password");
    await olga.getByRole("button", { name: "Sign in" }).click();
    await olga.goto(`${url}/account`);
    await expect(olga.getByRole("heading", { level: 1 })).toHaveText("Olga is operator, at all sites.");
  });

  await test.step("the last owner stays one", async () => {
    await page.getByLabel(`Role of ${OWNER.name}`).selectOption("viewer");
    await page.getByRole("button", { name: `Change and sign out ${OWNER.name}` }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("nobody else is owner");
  });

  await test.step("wrong passwords lock the name", async () => {
    await olga.getByRole("button", { name: "Sign out" }).click();
    for (const said of [...Array(4).fill("do not belong together"), "what was typed was wrong too often"]) {
      await olga.getByLabel("Name").fill("Olga");
      await olga.getByLabel("Password").fill("a guess");
      await olga.getByRole("button", { name: "Sign in" }).click();
      await expect(olga.getByRole("alert").filter({ hasText: said })).toBeVisible();
      await olga.goto(`${url}/sign-in`);
    }
    await olga.getByLabel("Name").fill("Olga");
    await olga.getByLabel("Password").fill("another long password");
    await olga.getByRole("button", { name: "Sign in" }).click();
    await expect(olga.getByRole("alert").filter({ hasText: "wrong too often" })).toBeVisible();
  });
  await context.close();
});
