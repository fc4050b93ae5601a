import { machineView } from "@v-available/db/schema/machine-view";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import type { Environment } from "../environment";
import { findView, nameFor, ownerOf } from "./find";
import type { RenameViewInput } from "./input";

export function renameView(
  environment: Environment,
  input: RenameViewInput,
  deed: ActorDeed,
): Promise<{ viewId: string }> {
  const personId = ownerOf(deed.by, input.shared);
  return perform(environment, deed, async (writer) => {
    const { viewId } = input;
    const before = await findView(writer.db, viewId, personId);
    const named = await nameFor(writer.db, input, personId);
    await writer.db
      .update(machineView)
      .set({ ...named, revision: writer.revision, changedBy: deed.by.name, changedAtMs: writer.nowMs })
      .where(eq(machineView.id, viewId));
    writer.touch("view", viewId);
    return { answer: { viewId }, before: { name: before.name }, after: { name: named.name } };
  });
}
