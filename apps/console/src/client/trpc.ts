import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@v-available/api/router";
import { ask, tell } from "./api";

/** Of what the API's own client offers, what pages use; the types are its own. */
type Offered<Node> = Node extends { queryOptions: unknown; queryKey: unknown }
  ? Pick<Node, "queryOptions" | "queryKey">
  : Node extends { mutationOptions: unknown }
    ? Pick<Node, "mutationOptions">
    : { readonly [Name in keyof Node as Node[Name] extends object ? Name : never]: Offered<Node[Name]> };

/** The typed way to every query and mutation: `api.machine.get.queryOptions({ machineId })`. */
export type Api = Offered<Omit<TRPCOptionsProxy<AppRouter>, "pathKey" | "pathFilter">>;

type Path = readonly string[];
type Options = Readonly<Record<string, unknown>>;

/** As the server makes them when it draws a page, so that the browser finds what was read there. */
const keyOf = (path: Path, input: unknown): unknown[] => [
  path,
  input === undefined ? { type: "query" } : { input, type: "query" },
];

const OFFERED: Readonly<Record<string, (path: Path) => unknown>> = {
  queryKey: (path) => (input?: unknown) => keyOf(path, input),
  queryOptions: (path) => (input?: unknown, more?: Options) => ({
    ...more,
    queryKey: keyOf(path, input),
    queryFn: () => ask(path.join("."), input),
  }),
  mutationOptions: (path) => (more?: Options) => ({
    ...more,
    mutationKey: [path],
    mutationFn: (input: unknown) => tell(path.join("."), input),
  }),
};

const at = (path: Path): object =>
  new Proxy({}, { get: (_, name: string) => OFFERED[name]?.(path) ?? at([...path, name]) });

/**
 * The library's own client weighs as much as a page of ours and brings batching, links and observables that nothing
 * here uses; its types are what we want of it, and they cost nothing.
 */
export const api = at([]) as Api;

export const useTRPC = (): Api => api;
