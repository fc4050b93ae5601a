import { ask, machineNamed } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { becomeInDemo } from "../world/sign-in";

test.use({ storageState: { cookies: [], origins: [] } });

test("whoever is not signed in chooses a role, comes to the page that was asked for, and can sign out again", async ({
  page,
  world,
}) => {
  await page.goto("/machines?filter=lit");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByRole("main")).toContainText("This is the demo");
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Operator/ }).click();
  await expect(page).toHaveURL(/\/machines\?filter=lit$/);

  await page.getByRole("banner").getByRole("link", { name: "demo operator" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("demo operator is operator, at all sites.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Viewer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("demo viewer is viewer, at all sites.");
  const [session] = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in(\?|$)/);

  const cookie = `${session?.name}=${session?.value}`;
  const answer = await fetch(`${world.url}/api/trpc/system.info`, { headers: { cookie } });
  expect(answer.status, "with the token of before").toBe(401);
});

test("nothing but the way in is answered to whoever is not signed in", async ({ world }) => {
  const status = async (path: string) => (await fetch(`${world.url}${path}`, { redirect: "manual" })).status;
  expect(await status("/")).toBe(307);
  expect(await status("/no-such-page")).toBe(307);
  expect(await status("/api/trpc/machine.list")).toBe(401);
  expect(await status("/api/health")).toBe(200);
  expect(await status("/sign-in")).toBe(200);
  const elsewhere = await fetch(`${world.url}/sign-in?next=//example.org`, { redirect: "manual" });
  expect(await elsewhere.text()).not.toContain('example.org"');
});

for (const [role, says] of [
  ["viewer", { stop: "Ask somebody who is operator", remove: "Ask somebody who is administrator" }],
  ["operator", { stop: null, remove: "Ask somebody who is administrator" }],
  ["administrator", { stop: null, remove: null }],
] as const)
  test(`what ${role} may not do stays on the page, disabled, with who may`, async ({ page, world }) => {
    const cookie = await becomeInDemo(page.context(), world.url, role);
    const { id: machineId } = await machineNamed(world, world.machine);
    await open(page, `/machines/${machineId}`);
    for (const [action, who] of [
      ["Stop", says.stop],
      ["Change level", says.remove],
    ] as const) {
      const button = page.getByRole("button", { name: new RegExp(`^${action}`) });
      if (who === null) await expect(button).not.toHaveAttribute("aria-disabled");
      else {
        await expect(button).toHaveAttribute("aria-disabled", "true");
        await expect(button).toHaveAccessibleDescription(new RegExp(who));
      }
    }
    const taskKey = crypto.randomUUID();
    const answer = await ask({ ...world, cookie }, "machine.remove", { machineId, confirmName: "another", taskKey });
    expect(answer.refusal?.code).toBe(says.remove === null ? "invalid" : "forbidden");
    await open(page, "/machines");
    const create = page.getByRole("button", { name: /^Create machine/ });
    if (says.remove === null) await expect(create).not.toHaveAttribute("aria-disabled");
    else await expect(create).toHaveAttribute("aria-disabled", "true");
  });

test("a page whose session is ended elsewhere leads to where one signs in", async ({ page, world }) => {
  const cookie = await becomeInDemo(page.context(), world.url, "viewer");
  await open(page, "/pairs");
  await fetch(`${world.url}/api/session/end`, { method: "POST", headers: { cookie }, redirect: "manual" });
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fpairs$/);
});
