import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import type { Batch } from "./batch";
import { mayHaveSettled } from "./settle";
import { type BatchContext, writeBatch, writeHeard } from "./write-batch";

/** One transaction; a lighter one where nothing but signs of life came. */
export function takeBatch(environment: Environment, context: BatchContext, batch: Batch, nowMs: number): Promise<void> {
  const onlyHeard = [...batch.changed.values()].every(({ weight }) => weight === "heard");
  if (!batch.urgent && onlyHeard && !mayHaveSettled(context.memory, nowMs))
    return environment.db.transaction((tx) => writeHeard(context, batch, tx, nowMs));
  return writeFacts(environment, (writer) => writeBatch(context, batch, writer));
}
