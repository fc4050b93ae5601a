import { mayWithRole, PERMISSIONS, type Permission, type Role } from "@v-available/domain/role";
import { pairNamed, query } from "../api";
import { expect, open, test } from "../test";
import { becomeInDemo } from "../world/sign-in";
import type { World } from "../world/world";

/** What a page lets people do, and what their role is asked for. What a machine's page does so is in sign-in.spec.ts. */
const DEEDS: readonly {
  readonly page: string;
  readonly pathOf: (world: World) => string | Promise<string>;
  readonly button: RegExp;
  readonly permission: Permission;
}[] = [
  { page: "policies", pathOf: () => "/policies", button: /^New policy$/, permission: "change-policies" },
  { page: "a policy", pathOf: policyPath, button: /^Assign$/, permission: "change-policies" },
  { page: "a pair", pathOf: pairPath, button: /^Put \S+-a into maintenance/, permission: "do-maintenance" },
  { page: "planned work", pathOf: () => "/work", button: /^Plan work$/, permission: "do-maintenance" },
  { page: "drills", pathOf: () => "/drills", button: /^Start a drill/, permission: "run-drills" },
];

/** Whoever may not even read it is told who may. */
const CLOSED: readonly { readonly path: string; readonly permission: Permission }[] = [
  { path: "/audit", permission: "read-audit" },
  { path: "/people", permission: "manage-people" },
];

/** One that is in force: what is a draft alone can't be assigned by anybody. */
async function policyPath(world: World): Promise<string> {
  const { policies } = await query<{ policies: { id: string; version: number | null }[] }>(world, "policy.list");
  return `/policies/${policies.find(({ version }) => version !== null)?.id}`;
}
async function pairPath(world: World): Promise<string> {
  return `/pairs/${(await pairNamed(world, world.pair)).id}`;
}
const barred = (role: Role, permission: Permission): RegExp =>
  new RegExp(`is ${role} and may not ${PERMISSIONS[permission].words}`);

for (const role of ["viewer", "operator", "administrator"] as const)
  test(`each page shows ${role} what can be done, and who may do what ${role} may not`, async ({ page, world }) => {
    await becomeInDemo(page.context(), world.url, role);
    for (const { page: name, pathOf, button, permission } of DEEDS)
      await test.step(name, async () => {
        await open(page, await pathOf(world));
        const deed = page.getByRole("main").getByRole("button", { name: button }).first();
        if (mayWithRole(role, permission)) await expect(deed).not.toHaveAttribute("aria-disabled", "true");
        else {
          await expect(deed).toHaveAttribute("aria-disabled", "true");
          await expect(deed).toHaveAccessibleDescription(barred(role, permission));
        }
      });
    for (const { path, permission } of CLOSED)
      await test.step(path, async () => {
        await open(page, path);
        const refusal = page.getByRole("main").getByRole("alert");
        if (mayWithRole(role, permission)) await expect(refusal).toHaveCount(0);
        else await expect(refusal).toContainText(barred(role, permission));
      });
  });
