import { machineView } from "@v-available/db/schema/machine-view";
import { parseMachineQuery } from "@v-available/domain/machine-query";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import type { Environment } from "../environment";
import { notFound } from "../query/not-found";
import { nameFor, ownerOf, refuseIfFull } from "./find";
import type { SaveViewInput } from "./input";
import { viewOf } from "./list";

/** Keeps a list of machines under a name. One that is there already is now so. */
export function saveView(environment: Environment, input: SaveViewInput, deed: ActorDeed): Promise<{ viewId: string }> {
  const personId = ownerOf(deed.by, input.shared);
  const [problem] = parseMachineQuery(input.filter).problems;
  if (problem) throw new Refusal(problem);
  return perform(environment, deed, async (writer) => {
    const { viewId, filter, sort, columns } = input;
    const [known] = await writer.db.select().from(machineView).where(eq(machineView.id, viewId));
    if (known && known.personId !== personId) throw notFound("view", "viewId", viewId);
    if (!known) await refuseIfFull(writer.db, personId);
    const row = {
      id: viewId,
      revision: writer.revision,
      personId,
      ...(await nameFor(writer.db, input, personId)),
      filter,
      sortColumn: sort.column,
      sortDescending: sort.descending,
      columns,
      changedBy: deed.by.name,
      changedAtMs: writer.nowMs,
    };
    await writer.db.insert(machineView).values(row).onConflictDoUpdate({ target: machineView.id, set: row });
    writer.touch("view", viewId);
    return {
      answer: { viewId },
      before: known ? viewOf(known) : null,
      after: viewOf(row),
      subject: { kind: "view", id: viewId },
    };
  });
}
