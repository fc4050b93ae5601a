import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { refusalOf } from "./refusal";

/**
 * Nothing refetches by itself: not by time, focus, mount or reconnection. The live stream says what changed, and
 * `invalidation.ts` refetches exactly that.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A refusal is an answer. Only silence is asked again, and not for long: the strip says what is going on.
        // The server, drawing a page, does not wait for a second try: the browser makes it.
        retry: (failures, error) => typeof window !== "undefined" && refusalOf(error) === null && failures < 2,
        retryDelay: (attempt) => Math.min(300 * 2 ** attempt, 2_000),
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
}
