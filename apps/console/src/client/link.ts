import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "@v-available/api/router";

const URL_OF_API = "/api/trpc";

export function createBrowserClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url: URL_OF_API }),
        // Long enough for a screen's worth of queries, short enough for every proxy's line limit.
        false: httpBatchLink({ url: URL_OF_API, maxURLLength: 4_000 }),
      }),
    ],
  });
}
