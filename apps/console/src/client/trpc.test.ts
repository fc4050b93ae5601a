import { hashKey, QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { type AppRouter, appRouter } from "@v-available/api/router";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "./api";
import { api } from "./trpc";

/** What the server draws pages with. */
const drawn = createTRPCOptionsProxy<AppRouter>({
  router: appRouter,
  ctx: () => ({}) as never,
  queryClient: new QueryClient(),
});
const answering = (body: unknown) => {
  const asked = vi.fn(async (_url: string, _init?: RequestInit) => Response.json(body));
  vi.stubGlobal("fetch", asked);
  return asked;
};
afterEach(() => {
  vi.unstubAllGlobals();
});

test("the browser finds by its keys what the server read", () => {
  const same = (ours: readonly unknown[], theirs: readonly unknown[]) => expect(hashKey(ours)).toBe(hashKey(theirs));
  same(api.overview.get.queryOptions().queryKey, drawn.overview.get.queryOptions().queryKey);
  same(api.lab.catalogue.queryKey(), drawn.lab.catalogue.queryKey());
  const input = { machineId: "01a216d4-8211-7028-8758-39756fdf1c24" };
  same(api.machine.get.queryOptions(input).queryKey, drawn.machine.get.queryOptions(input).queryKey);
  same(api.event.list.queryKey({ limit: 5 }), drawn.event.list.queryKey({ limit: 5 }));
});

test("a query is asked for with its input, and its options are kept", async () => {
  const asked = answering({ result: { data: ["an answer"] } });
  const { queryFn, enabled } = api.event.list.queryOptions({ limit: 5 }, { enabled: false });
  expect(enabled).toBe(false);
  expect(await (queryFn as () => unknown)()).toEqual(["an answer"]);
  expect(asked).toHaveBeenCalledWith("/api/trpc/event.list?input=%7B%22limit%22%3A5%7D", {
    signal: expect.any(AbortSignal),
  });
});

test("a mutation is posted", async () => {
  const asked = answering({ result: {} });
  const { mutationFn } = api.lab.clear.mutationOptions();
  expect(await mutationFn?.({ injectionId: "x" }, {} as never)).toBe(undefined);
  expect(asked.mock.calls[0]?.[0]).toBe("/api/trpc/lab.clear");
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: '{"injectionId":"x"}' });
});

test("a refusal is thrown with what it says", async () => {
  answering({ error: { message: "No.", code: -1, data: { refusal: { code: "blocked", message: "No." } } } });
  const { queryFn } = api.overview.get.queryOptions();
  const failed = (queryFn as () => Promise<unknown>)();
  await expect(failed).rejects.toThrow(ApiError);
  await expect(failed).rejects.toMatchObject({ data: { refusal: { code: "blocked" } } });
});
