import type { QueryClient } from "@tanstack/react-query";
import type { FoundKind, FoundThing } from "@v-available/api/view/find";
import type { OverviewView } from "@v-available/api/view/overview";
import type { PairRow } from "@v-available/api/view/pair";
import { machinesSeen } from "./machines-seen";

type Seen = Pick<FoundThing, "kind" | "id" | "name" | "detail" | "pairId">;

const newest = <Data>(client: QueryClient, path: readonly string[]): Data | undefined =>
  client.getQueriesData<Data>({ queryKey: [path] })[0]?.[1];

function* seen(client: QueryClient): Generator<Seen> {
  const overview = newest<OverviewView>(client, ["overview", "get"]);
  for (const site of overview?.regions.flatMap(({ sites }) => sites) ?? [])
    for (const { id: pairId, name, machines } of site.pairs) {
      yield { kind: "pair", id: pairId, name, detail: site.name, pairId };
      for (const machine of machines)
        yield { kind: "machine", id: machine.id, name: machine.name, detail: `${name}, ${site.name}`, pairId };
    }
  for (const { id, name, pair, site } of machinesSeen(client))
    yield { kind: "machine", id, name, detail: `${pair.name}, ${site.name}`, pairId: pair.id };
  for (const { id, name, site } of newest<PairRow[]>(client, ["pair", "list"]) ?? [])
    yield { kind: "pair", id, name, detail: site.name, pairId: id };
}

/** More than this is for the server: the next letter must not wait for it. */
const AT_MOST = 5_000;

/** What the pages that were open have shown, so that the first letter finds something before the server answers. */
export function knownThings(client: QueryClient): readonly (FoundThing & { readonly key: string; around: string })[] {
  const things = new Map<string, FoundThing & { key: string; around: string }>();
  for (const each of seen(client)) {
    if (things.size >= AT_MOST) break;
    things.set(each.id, {
      ...each,
      severity: null,
      key: each.name.toLowerCase(),
      around: each.detail.toLowerCase(),
    });
  }
  return [...things.values()];
}

export const KNOWN_KINDS: readonly FoundKind[] = ["machine", "pair"];
