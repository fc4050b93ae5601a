import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../test";
import { test } from "../world/owned.fixture";
import { OWNER, ownerLinkIn } from "../world/sign-in";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an application on a phone would show, so many half minutes from now. */
function codeOf(secret: string, away = 0): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + away));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function join(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  await page.getByRole("button", { name: "Join as owner" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: OWNER.name })).toBeVisible();
}

async function givePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("Name").fill(OWNER.name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const NEW = "another long enough password";

test("codes and passwords, with forms alone: no script has come yet", async ({ browser, console_ }) => {
  test.slow();
  const { url, output } = console_;
  const context = await browser.newContext();
  await context.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
  const page = await context.newPage();
  await join(page, ownerLinkIn(output));

  let secret = "";
  let recovery = "";
  let used = "";
  await test.step("codes are set up with a picture and confirmed with one of them", async () => {
    await page.goto(`${url}/account`);
    await page.getByRole("button", { name: "Set codes up" }).click();
    await expect(page.getByRole("img", { name: /application reads with the camera/ })).toBeVisible();
    const codes = page.getByRole("region", { name: "Codes after the password" });
    secret = (await codes.locator("code").innerText()).replaceAll(" ", "");
    await page.getByLabel("Code of six digits").fill("000000");
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByRole("alert").first()).toContainText("this is not the code that the application shows now");
    used = codeOf(secret);
    await page.getByLabel("Code of six digits").fill(used);
    await page.getByRole("button", { name: "Confirm" }).click();
    const told = page.getByRole("status", { name: /^Your recovery codes/ });
    await expect(told.getByRole("listitem")).toHaveCount(10);
    recovery = await told.getByRole("listitem").first().innerText();
    await told.getByRole("button", { name: "I have kept it" }).click();
    await expect(page.getByText(recovery)).toHaveCount(0);
    await expect(codes).toContainText("10 recovery codes are left");
  });

  await test.step("signing in asks for one, takes it once, and takes a recovery code instead", async () => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await givePassword(page, OWNER.password);
    await expect(page).toHaveURL(/\/sign-in\/code/);
    await page.getByLabel(/^Code of six digits/).fill(used);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").first()).toContainText("it was used already");
    await page.getByLabel(/^Code of six digits/).fill(codeOf(secret, 1));
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("banner").getByRole("link", { name: OWNER.name })).toBeVisible();
    await page.goto(`${url}/account`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await givePassword(page, OWNER.password);
    await page.getByLabel(/^Code of six digits/).fill(recovery);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.goto(`${url}/account`);
    await expect(page.getByRole("main")).toContainText("9 recovery codes are left");
    await expect(page.getByRole("main")).toContainText("Signed in with a password and a recovery code");
  });

  await test.step("a new password asks for the old one", async () => {
    await page.getByLabel("Old password").fill("a guess");
    await page.getByLabel(/^New password/).fill(NEW);
    await page.getByRole("button", { name: "Change the password" }).click();
    await expect(page.getByRole("alert").first()).toContainText("This is not your password.");
    await page.getByLabel("Old password").fill(OWNER.password);
    await page.getByLabel(/^New password/).fill(NEW);
    await page.getByRole("button", { name: "Change the password" }).click();
    await expect(page.getByRole("status").filter({ hasText: "The password was changed." })).toBeVisible();
  });

  await test.step("an owner makes a link for another one, and takes the codes off with a reason", async () => {
    await page.goto(`${url}/people`);
    const ada = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: OWNER.name }) });
    await ada.getByText("A lost password or phone").click();
    await ada.getByRole("button", { name: `Make a link for a new password of ${OWNER.name}` }).click();
    const link = await page.getByRole("status").locator("code").innerText();
    await ada.getByText("A lost password or phone").click();
    await ada.getByLabel(`Why they are taken off ${OWNER.name}, for the record`).fill("The phone fell into the sea.");
    await ada.getByRole("button", { name: `Take codes off ${OWNER.name}` }).click();
    await expect(page, "every session ended").toHaveURL(/\/sign-in/);
    await page.goto(link);
    await page.getByLabel(/^New password/).fill(OWNER.password);
    await page.getByRole("button", { name: "Choose it" }).click();
    await givePassword(page, OWNER.password);
    await expect(page.getByRole("banner").getByRole("link", { name: OWNER.name })).toBeVisible();
    await page.goto(link);
    await expect(page.getByText("This link was used already")).toBeVisible();
  });
  await context.close();
});

test("a passkey is added, signs in without a password, and is removed", async ({ browser, console_ }) => {
  test.slow();
  // A passkey belongs to a name, and an address is none.
  const home = console_.url.replace("127.0.0.1", "localhost");
  const context = await browser.newContext();
  const page = await context.newPage();
  const devices = await context.newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await join(page, ownerLinkIn(console_.output).replace("127.0.0.1", "localhost"));
  await page.goto(`${home}/account`);
  await page.getByLabel("Name of the new passkey").fill("this computer");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const remove = page.getByRole("button", { name: "Remove the passkey this computer" });
  await expect(remove).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out" }).click();

  await page.goto(`${console_.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Use a passkey" })).toHaveAccessibleDescription(
    /opened by its address/,
  );
  await page.goto(`${home}/sign-in?next=/account`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(`${home}/account`);
  await expect(page.getByRole("main")).toContainText("Signed in with a passkey");
  const { credentials } = await devices.send("WebAuthn.getCredentials", { authenticatorId });
  expect(credentials).toMatchObject([{ rpId: "localhost", isResidentCredential: true }]);

  await remove.click();
  await expect(page.getByLabel("Name of the new passkey")).toBeVisible();
  await expect(remove).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto(`${home}/sign-in`);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nobody signs in here with this passkey." })).toBeVisible();
  await context.close();
});
