import { initTRPC, TRPCError } from "@trpc/server";
import { isAuditKind } from "@v-available/domain/audit";
import { Refusal, type RefusalCode, type RefusalDetail } from "@v-available/domain/refusal";
import { refusalOfInput } from "@v-available/domain/wrong-input";
import { ZodError } from "zod";
import type { Context } from "./context";

const CODE_OF_REFUSAL = {
  invalid: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  "illegal-transition": "PRECONDITION_FAILED",
  unsupported: "METHOD_NOT_SUPPORTED",
  blocked: "PRECONDITION_FAILED",
  unreachable: "SERVICE_UNAVAILABLE",
  failed: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<RefusalCode, TRPCError["code"]>;

const DEFECT: RefusalDetail = {
  code: "failed",
  message: "The console could not do this because of a defect of its own.",
  remedy: "Nothing was changed. The log of the console has the details.",
};

/** What a reader is told about an error: the refusal itself, or no more than that it is ours. */
export function refusalOf(error: TRPCError): RefusalDetail {
  const { cause } = error;
  if (cause instanceof Refusal) return cause.detail;
  if (error.code === "NOT_FOUND") return { code: "not-found", message: "There is no such procedure." };
  if (error.code === "INTERNAL_SERVER_ERROR") return DEFECT;
  return { code: "invalid", message: "The request was not understood." };
}

const t = initTRPC.context<Context>().create({
  // Views hold numbers, strings and lists only (times are …AtMs), so plain JSON carries them and the browser parses it for free.
  sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 8_000 } },
  errorFormatter({ shape, error }) {
    const refusal = refusalOf(error);
    return {
      ...shape,
      message: refusal.message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, refusal },
    };
  },
});

/** The one place where errors are turned around: refusals keep their detail, all else is reported and hidden. */
const mapErrors = t.middleware(async ({ next, ctx, path, type, getRawInput }) => {
  const result = await next();
  if (result.ok) return result;
  const wrongInput = result.error.cause instanceof ZodError ? result.error.cause : null;
  const cause = wrongInput ? new Refusal(refusalOfInput(wrongInput, await getRawInput())) : result.error.cause;
  // What a verb refuses it audits itself.
  if (type === "mutation" && cause instanceof Refusal && (wrongInput || ctx.actor === null) && isAuditKind(path))
    await ctx.turnAway(path, cause.detail);
  if (cause instanceof Refusal) {
    throw new TRPCError({ code: CODE_OF_REFUSAL[cause.code], message: cause.message, cause });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") ctx.reportDefect(cause ?? result.error, path);
  return result;
});

export const router = t.router;

/** Nothing is answered to whoever is not signed in. What a role may do is judged by the verbs themselves. */
const needActor = t.middleware(({ next, ctx }) => {
  if (ctx.actor === null)
    throw new Refusal(
      ctx.keyRefused ?? {
        code: "unauthenticated",
        message: "Nobody is signed in here.",
        remedy: "Sign in, then ask again.",
      },
    );
  return next({ ctx: { ...ctx, actor: ctx.actor } });
});
export const procedure = t.procedure.use(mapErrors).use(needActor);
export const createCallerFactory = t.createCallerFactory;
