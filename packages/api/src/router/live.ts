import { tracked } from "@trpc/server";
import * as z from "zod";
import { procedure, router } from "../trpc";

/** `lastEventId` is set by the client when it comes back: the revision of the last message it took. */
const after = z.object({ lastEventId: z.string().regex(/^\d+$/).nullish() }).optional();

export const live = router({
  changes: procedure.input(after).subscription(async function* ({ ctx, input, signal }) {
    const last = input?.lastEventId;
    const messages = ctx.live.changes({
      after: last ? Number(last) : null,
      signal: ctx.whileSignedIn(signal ?? new AbortController().signal),
    });
    for await (const message of messages) yield tracked(String(message.revision), message);
  }),
});
