import { machineView } from "@v-available/db/schema/machine-view";
import { eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import type { Environment } from "../environment";
import { findView, ownerOf } from "./find";
import type { RemoveViewInput } from "./input";
import { viewOf } from "./list";

export function removeView(
  environment: Environment,
  { viewId, shared }: RemoveViewInput,
  deed: ActorDeed,
): Promise<{ viewId: string }> {
  const personId = ownerOf(deed.by, shared);
  return perform(environment, deed, async (writer) => {
    const row = await findView(writer.db, viewId, personId);
    await writer.db.delete(machineView).where(eq(machineView.id, viewId));
    writer.touch("view", viewId);
    return {
      answer: { viewId },
      before: viewOf(row),
      after: null,
      // Named, since it is not there any more.
      subject: { kind: "view", name: row.name },
    };
  });
}
