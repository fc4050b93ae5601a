import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Context } from "./context";
import { appRouter } from "./router";

/**
 * What Next's route `/api/trpc/[trpc]` exports as GET and POST.
 * @param contextOf built for each request: who asks may differ
 */
export function makeHandler(contextOf: (request: Request) => Context | Promise<Context>) {
  return (request: Request): Promise<Response> =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: appRouter,
      createContext: () => contextOf(request),
      // A buffering proxy would keep the live stream to itself.
      responseMeta: () => ({ headers: { "Cache-Control": "no-store", "X-Accel-Buffering": "no" } }),
    });
}
