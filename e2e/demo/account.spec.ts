import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { machineNamed, query } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { repository } from "../world/console-process";
import { becomeInDemo, browserOf } from "../world/sign-in";

test("one sees where one is signed in, and ends a session there at once", async ({ page, browser, world }) => {
  const own = await becomeInDemo(page.context(), world.url, "administrator");
  // Whoever was here before.
  await fetch(`${world.url}/api/account/sessions`, { method: "POST", headers: { cookie: own }, body: new FormData() });
  const elsewhere = await browserOf(browser, world.url, "administrator");
  const other = await elsewhere.newPage();
  await open(other, "/pairs");

  await open(page, "/account");
  const sessions = page.getByRole("region", { name: /^Signed in \d+ times/ });
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expect(sessions).toContainText("(this one)");
  await expect(sessions, "which program signed in").toContainText("node, from 127.0.0.1");
  await expect(sessions).toContainText("Signed in by one click at");
  await expectAccessible(page);
  await sessions.getByRole("button", { name: /^End it/ }).click();
  await expect(other, "its page knows at once").toHaveURL(/\/sign-in\?next=%2Fpairs$/);
  const alone = page.getByRole("region", { name: "Signed in once" });
  await expect(alone.getByRole("listitem")).toHaveCount(1);
  await expect(alone.getByRole("button", { name: "End all others" })).toHaveAccessibleDescription(
    "There is no other session than this one.",
  );
  await expect(page.getByRole("button", { name: "Set codes up" })).toHaveAccessibleDescription(/signs in by one click/);
  await elsewhere.close();
});

test("an owner ends the sessions of others on the page of people", async ({ page, browser, world }) => {
  const elsewhere = await browserOf(browser, world.url, "operator");
  const other = await elsewhere.newPage();
  await open(other, "/faults");
  await open(page, "/people");
  const operator = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "demo operator" }) });
  await operator
    .getByText(/^Signed in/)
    .first()
    .click();
  await expectAccessible(page);
  await operator.getByRole("button", { name: "End all sessions of demo operator" }).click();
  await expect(other).toHaveURL(/\/sign-in\?next=%2Ffaults$/);
  await expect(operator).toContainText("Signed in nowhere.");
  await elsewhere.close();
});

test("a key is shown once, does what the documents say, and is over when it is revoked", async ({ page, world }) => {
  await becomeInDemo(page.context(), world.url, "owner");
  await open(page, "/account");
  await page.getByLabel("Name of the key").fill("inventory");
  await page.getByRole("button", { name: "Make a key" }).click();
  const told = page.getByRole("status", { name: /^The key inventory/ });
  const key = await told.locator("code").innerText();
  await expectAccessible(page);
  expect(page.url(), "it is in no history").not.toContain(key);
  await told.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(key)).toHaveCount(0);

  const documents = await readFile(path.join(repository, "docs/operating.md"), "utf8");
  const [, example = ""] = /```sh\n(curl [^`]*Authorization[^`]*)```/.exec(documents) ?? [];
  const run = () =>
    promisify(execFile)("sh", ["-c", example], { env: { ...process.env, KEY: key, CONSOLE: world.url } });
  const { stdout } = await run();
  const { id: machineId } = await machineNamed(world, world.machine);
  expect(stdout).toContain(machineId);

  const withKey = { authorization: `Bearer ${key}` };
  const stream = await fetch(`${world.url}/api/trpc/live.changes`, { headers: withKey });
  const reader = stream.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  const post = (path_: string, body: unknown) =>
    fetch(`${world.url}${path_}`, {
      method: "POST",
      headers: { ...withKey, "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
    });
  const forbidden = await post("/api/trpc/policy.label", { machineId, labels: [] });
  expect(forbidden.status).toBe(403);
  expect(await forbidden.text()).toContain("demo owner, key inventory is viewer and may not change policies.");
  for (const way of ["/api/session", "/api/account/keys", "/api/people"])
    expect((await post(way, {})).status).toBe(403);
  const log = await query(world, "audit.list", { subject: world.machine });
  expect(JSON.stringify(log)).toContain("demo owner, key inventory");

  await open(page, "/account");
  await page.getByRole("button", { name: "Revoke the key inventory" }).click();
  await expect(page.getByRole("button", { name: "Revoke the key inventory" })).toHaveCount(0);
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read());
  await expect(run()).rejects.toMatchObject({ stdout: expect.stringContaining("This key is not known") });
});
