import "server-only";
import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { type AppRouter, appRouter } from "@v-available/api/router";
import { headers } from "next/headers";
import type { JSX, ReactNode } from "react";
import { createQueryClient } from "./client/query-client";
import { getServer } from "./server/boot";

/**
 * A document is drawn with its data, so that the first paint is the page. A navigation inside the browser asks for the page
 * without data: the browser has it already, or asks for it itself while the page is shown.
 */
async function isDocument(): Promise<boolean> {
  const destination = (await headers()).get("sec-fetch-dest");
  return destination === null || destination === "document" || destination === "iframe";
}

type Read = (trpc: TRPCOptionsProxy<AppRouter>, client: QueryClient) => Promise<unknown>[];

async function read(queries: Read): Promise<QueryClient> {
  const client = createQueryClient();
  const server = await getServer();
  const ctx = await server.contextOf({ headers: await headers(), method: "GET" });
  const trpc = createTRPCOptionsProxy({ router: appRouter, ctx, queryClient: client });
  // A query that fails here is left out, and the browser asks for it and shows why it failed.
  await Promise.all(queries(trpc, client));
  return client;
}

export async function Prefetched({ queries, children }: { queries: Read; children: ReactNode }): Promise<JSX.Element> {
  if (!(await isDocument())) return <>{children}</>;
  return <HydrationBoundary state={dehydrate(await read(queries))}>{children}</HydrationBoundary>;
}

/** What the frame of every page needs, and the revision that the stream has to go on from. */
export async function prefetchFrame(): Promise<{ state: ReturnType<typeof dehydrate>; revision: number | null }> {
  let revision: number | null = null;
  const client = await read((trpc, queries) => [
    queries
      .fetchQuery(trpc.system.info.queryOptions())
      .then((system) => {
        revision = system.revision;
      })
      .catch(() => {}),
  ]);
  return { state: dehydrate(client), revision };
}
