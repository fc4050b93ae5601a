import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import type { Batch } from "./batch";
import { mayBeLost } from "./lost-pair";
import { mayHaveSettled } from "./settle";
import { type BatchContext, writeBatch, writeHeard } from "./write-batch";

/** One transaction; a lighter one where nothing but signs of life came. */
export function takeBatch(environment: Environment, context: BatchContext, batch: Batch, nowMs: number): Promise<void> {
  const onlyHeard = [...batch.changed.values()].every(({ weight }) => weight === "heard");
  const isDue = mayHaveSettled(context.memory, nowMs) || mayBeLost(context.memory, nowMs);
  if (!batch.urgent && onlyHeard && !isDue)
    return environment.db.transaction((tx) => writeHeard(context, batch, tx, nowMs));
  return writeFacts(environment, (writer) => writeBatch(context, batch, writer));
}
