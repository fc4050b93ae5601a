import type { RestartAfter } from "./policy";
import type { RefusalDetail } from "./refusal";

/** A policy as the order of restarts sees it. */
export interface OrderedPolicy {
  readonly id: string;
  readonly name: string;
  readonly restartAfter: readonly RestartAfter[];
  readonly machines: readonly { readonly name: string; readonly labels: readonly string[] }[];
}

/**
 * A circle of machines that would wait for each other; null where there is none. All machines of a policy wait for the
 * same ones, so machines go round in a circle if and only if their policies do.
 */
export function restartCircle(
  policies: readonly OrderedPolicy[],
): readonly { policy: string; waitsFor: string }[] | null {
  const byName = new Map<string, string[]>();
  const byLabel = new Map<string, Map<string, string>>();
  for (const { id, machines } of policies)
    for (const machine of machines) {
      byName.set(machine.name, [...(byName.get(machine.name) ?? []), id]);
      for (const label of machine.labels) {
        const holders = byLabel.get(label) ?? new Map<string, string>();
        if (!holders.has(id)) holders.set(id, machine.name);
        byLabel.set(label, holders);
      }
    }
  const waits = new Map<string, { readonly to: string; readonly machine: string }[]>(
    policies.map(({ id, restartAfter }) => [
      id,
      restartAfter.flatMap((one) =>
        "machine" in one
          ? (byName.get(one.machine) ?? []).map((to) => ({ to, machine: one.machine }))
          : [...(byLabel.get(one.label) ?? [])].map(([to, machine]) => ({ to, machine })),
      ),
    ]),
  );
  const nameOf = new Map(policies.map(({ id, name }) => [id, name]));
  const done = new Set<string>();
  const way: { id: string; machine: string }[] = [];
  const visit = (id: string): { policy: string; waitsFor: string }[] | null => {
    if (done.has(id)) return null;
    const began = way.findIndex((step) => step.id === id);
    if (began >= 0)
      return way.slice(began).map((step) => ({ policy: nameOf.get(step.id) ?? "", waitsFor: step.machine }));
    for (const { to, machine } of waits.get(id) ?? []) {
      way.push({ id, machine });
      const circle = visit(to);
      way.pop();
      if (circle) return circle;
    }
    done.add(id);
    return null;
  };
  for (const { id, machines } of policies) {
    const circle = machines.length === 0 ? null : visit(id);
    if (circle) return circle;
  }
  return null;
}

export function wrongInOrder(policies: readonly OrderedPolicy[]): RefusalDetail | null {
  const circle = restartCircle(policies);
  const [first] = circle ?? [];
  if (!circle || !first) return null;
  const way = circle.map(({ policy, waitsFor }) => `machines of ${policy} wait for ${waitsFor}`).join(", ");
  return {
    code: "invalid",
    message: `They would wait for each other and never start: ${way}.`,
    field: "restartAfter",
    value: first.waitsFor,
    limit: "an order without a circle",
    remedy: `Let the machines of ${first.policy} not wait for ${first.waitsFor}.`,
  };
}
