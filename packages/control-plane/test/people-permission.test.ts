import { ROLES } from "@v-available/domain/role";
import { expect, it } from "vitest";
import type { Actor } from "../src/desk";
import type { Access } from "../src/person/access";
import { personWorldOfEachTest } from "./person-world";
import { actorOf } from "./world";

const world = personWorldOfEachTest();
const ID = "00000000-0000-7000-8000-000000000001";

/** All that one person does to another. What they do to themselves asks for no role. */
const FOR_OWNERS: Readonly<Record<string, (access: Access, actor: Actor) => Promise<unknown>>> = {
  people: (access, actor) => access.people(actor),
  invite: (access, actor) => access.invite({ role: "viewer", sites: "all" }, actor),
  changePerson: (access, actor) =>
    access.changePerson({ personId: ID, role: "viewer", sites: "all", disabled: false }, actor),
  endSessionsOf: (access, actor) => access.endSessionsOf({ personId: ID, sessionId: null }, actor),
  linkPassword: (access, actor) => access.linkPassword({ personId: ID }, actor),
  removeFactors: (access, actor) => access.removeFactors({ personId: ID, reason: "The phone is lost." }, actor),
  revokeKeyOf: (access, actor) => access.revokeKeyOf({ personId: ID, keyId: ID }, actor),
};

it.each(Object.keys(FOR_OWNERS))("%s is for owners alone, and a refusal leaves its entry", async (verb) => {
  for (const role of ROLES) {
    const before = (await world.entries()).length;
    const actor = actorOf("Ada", role);
    const outcome = await FOR_OWNERS[verb]?.(world.access, actor).then(
      () => "let through",
      ({ code }: { code: string }) => code,
    );
    // Whom an owner means is not there: the question has reached the facts.
    const letThrough = ["people", "invite"].includes(verb) ? "let through" : "not-found";
    expect(outcome, role).toBe(role === "owner" ? letThrough : "forbidden");
    if (verb === "people") continue; // reads
    expect((await world.entries()).slice(before), role).toMatchObject([
      { personName: "Ada", outcome: outcome === "let through" ? "done" : "refused" },
    ]);
  }
});
