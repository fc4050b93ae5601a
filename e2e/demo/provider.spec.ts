import { expect } from "@playwright/test";
import { startTestProvider, type TestProvider } from "@v-available/control-plane/testing/provider-server";
import { expectAccessible } from "../test";
import { test as owned } from "../world/owned.fixture";
import { OWNER, ownerLinkIn } from "../world/sign-in";

/** A console that knows a provider. */
const test = owned.extend<{ provider: TestProvider }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the parameters of a fixture from this pattern
  provider: async ({}, use) => {
    const provider = await startTestProvider();
    await use(provider);
    await provider.stop();
  },
  env: async ({ provider }, use) =>
    use({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_NAME: "House",
      OIDC_ROLE_CLAIM: "groups",
      OIDC_ROLES: "ops=operator",
    }),
});

test("people come in through a provider: by invitation, by a role, or with a sentence why not", async ({
  browser,
  console_,
  provider,
}) => {
  test.slow();
  const { url } = console_;
  const context = await browser.newContext();
  const page = await context.newPage();
  provider.claims = { sub: "1", preferred_username: "grace" };
  await page.goto(ownerLinkIn(console_.output));
  await page.getByRole("button", { name: "Join through House" }).click();
  await page.goto(`${url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("grace is owner, at all sites.");
  await expect(page.getByRole("main")).toContainText("Signed in through the provider");
  await page.getByRole("button", { name: "Sign out" }).click();

  provider.claims = { sub: "2", preferred_username: "hedy" };
  await page.goto(`${url}/pairs`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in through House" }).click();
  await expect(page.getByRole("alert").first()).toContainText(
    "House knows you as hedy, and gives you no role here: it says no groups.",
  );
  provider.claims = { ...provider.claims, groups: ["ops"] };
  await page.getByRole("button", { name: "Sign in through House" }).click();
  await expect(page, "the page that was asked for").toHaveURL(`${url}/pairs`);
  await page.goto(`${url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("hedy is operator, at all sites.");
  await page.getByRole("button", { name: "Sign out" }).click();

  provider.denies = "access_denied";
  await page.getByRole("button", { name: "Sign in through House" }).click();
  await expect(page.getByRole("alert").first()).toContainText("House did not let you in: access_denied.");
  await context.close();
});

test("somebody with a password joins the provider, comes in through it as the same person, and takes it off again", async ({
  browser,
  console_,
  provider,
}) => {
  test.slow();
  const { url } = console_;
  const context = await browser.newContext();
  const page = await context.newPage();
  provider.claims = { sub: "1", preferred_username: "ada.lovelace" };
  await page.goto(ownerLinkIn(console_.output));
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  await page.getByRole("button", { name: "Join as owner" }).click();
  await expect(page).toHaveURL(`${url}/`);
  await page.goto(`${url}/account`);
  const house = page.getByRole("region", { name: "Sign-in through House" });
  await expect(house).toContainText("not joined");
  await expectAccessible(page);
  provider.denies = "access_denied";
  await house.getByRole("button", { name: "Join House" }).click();
  await expect(page.getByRole("alert").first()).toContainText("House did not let you in: access_denied.");
  provider.denies = null;
  await house.getByRole("button", { name: "Join House" }).click();
  await expect(page.getByText("You may sign in through the provider, too, from now on.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Sign in through House" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ada is owner, at all sites.");
  await house.getByRole("button", { name: "Take House off" }).click();
  await expect(page.getByText("You do not sign in through the provider any more.")).toBeVisible();
  await expect(house).toContainText("not joined");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Sign in through House" }).click();
  await expect(page.getByRole("alert").first()).toContainText("House knows you as ada.lovelace");
  await context.close();
});
