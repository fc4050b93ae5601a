import { hostPair } from "@v-available/db/schema/host-pair";
import { FAULTS, type FaultResource } from "@v-available/domain/fault";
import { FAULT_KINDS, type FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, inArray } from "drizzle-orm";
import { attempt, perform } from "./audit/deed";
import { authorise } from "./authorise";
import type { Actor } from "./desk";
import type { Environment } from "./environment";
import type { ActiveInjection, LabCatalogue, LabFault } from "./view/lab";

/** Injects faults into a simulated fleet. It exists beside the port, never in it: no real backend has one. */
export interface FaultLab {
  catalogue(): Promise<LabCatalogue>;
  /**
   * @returns null for a fault that is over once it has happened
   * @throws Refusal forbidden | not-found | illegal-transition | unsupported
   */
  inject(input: { fault: string; targetRef: string }, actor: Actor): Promise<ActiveInjection | null>;
  /** @throws Refusal forbidden | not-found */
  clear(injectionId: string, actor: Actor): Promise<void>;
}

/** The lab as a simulator offers it, in its own references. */
export interface SimulatedLab {
  catalogue(): readonly {
    readonly kind: FaultKind;
    readonly label: string;
    readonly clearLabel: string | null;
    readonly subjects: readonly { readonly ref: string; readonly label: string; readonly pairRef: string | null }[];
  }[];
  inject(fault: { kind: FaultKind; subjectRef: string }): SimulatedFault | null;
  clear(id: string): void;
  active(): readonly SimulatedFault[];
}

interface SimulatedFault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly subjectRef: string;
  readonly subjectLabel: string;
  readonly pairRef: string | null;
  readonly clearLabel: string;
  readonly sinceMs: number;
}

/** Gives a simulator's lab the ids that pages know. */
export function openFaultLab(environment: Environment, adapter: string, lab: SimulatedLab): FaultLab {
  const { db } = environment;
  /** @param refs of the pairs that are asked for; all of them without it */
  const pairIds = async (refs?: readonly string[]) => {
    const those = and(eq(hostPair.adapter, adapter), refs && inArray(hostPair.ref, [...refs]));
    const rows = await db.read((tx) => tx.select({ id: hostPair.id, ref: hostPair.ref }).from(hostPair).where(those));
    const ids = new Map(rows.map(({ id, ref }) => [ref, id]));
    return (ref: string | null) => (ref === null ? null : (ids.get(ref) ?? null));
  };
  const injection = (fault: SimulatedFault, idOf: (ref: string | null) => string | null): ActiveInjection => ({
    id: fault.id,
    fault: fault.kind,
    targetRef: fault.subjectRef,
    targetName: fault.subjectLabel,
    pairId: idOf(fault.pairRef),
    clearTitle: fault.clearLabel,
    atMs: fault.sinceMs,
  });
  return {
    async catalogue() {
      const idOf = await pairIds();
      return {
        faults: lab.catalogue().map((offer) => ({
          name: offer.kind,
          title: offer.label,
          description: FAULTS[offer.kind].response,
          target: TARGET_OF[FAULTS[offer.kind].resource],
          clearTitle: offer.clearLabel,
          targets: offer.subjects.map(({ ref, label, pairRef }) => ({ ref, name: label, pairId: idOf(pairRef) })),
        })),
        active: lab.active().map((fault) => injection(fault, idOf)),
      };
    },
    inject({ fault, targetRef }, actor) {
      const subject = { kind: "fault", name: `${fault} on ${targetRef}` } as const;
      return attempt(environment, { kind: "lab.inject", by: actor, subject, reason: null }, async (deed) => {
        authorise(actor, "inject-faults");
        const kind = FAULT_KINDS.find((known) => known === fault);
        if (!kind)
          throw new Refusal({
            code: "invalid",
            message: `There is no fault named ${fault}.`,
            field: "fault",
            value: fault,
            remedy: "Choose one of the catalogue.",
          });
        const made = await perform(environment, deed, async () => ({
          answer: lab.inject({ kind, subjectRef: targetRef }),
          before: null,
          after: { fault, targetRef },
        }));
        return made && injection(made, await pairIds(made.pairRef === null ? [] : [made.pairRef]));
      });
    },
    clear(injectionId, actor) {
      const subject = { kind: "fault", name: injectionId } as const;
      return attempt(environment, { kind: "lab.clear", by: actor, subject, reason: null }, async (deed) => {
        authorise(actor, "inject-faults");
        await perform(environment, deed, async () => {
          const known = lab.active().find(({ id }) => id === injectionId);
          lab.clear(injectionId);
          const name = known ? `${known.kind} on ${known.subjectRef}` : injectionId;
          const before = known ? { fault: known.kind, targetRef: known.subjectRef } : null;
          return { answer: undefined, before, after: null, subject: { kind: "fault", name } };
        });
      });
    },
  };
}

/** Where the fleet is real, a plug is pulled by hand. */
export function refuseFaults(environment: Environment): FaultLab {
  const refused = (kind: "lab.inject" | "lab.clear", actor: Actor, name: string) =>
    attempt(environment, { kind, by: actor, subject: { kind: "fault", name }, reason: null }, async () => {
      authorise(actor, "inject-faults");
      throw isReal();
    });
  return {
    catalogue: () => Promise.reject(isReal()),
    inject: ({ fault, targetRef }, actor) => refused("lab.inject", actor, `${fault} on ${targetRef}`),
    clear: (injectionId, actor) => refused("lab.clear", actor, injectionId),
  };
}

const isReal = () =>
  new Refusal({
    code: "unsupported",
    message: "Faults cannot be injected here: the fleet is real.",
    remedy: "Use demo mode, or pull a real plug.",
  });

const TARGET_OF: Readonly<Record<FaultResource, LabFault["target"]>> = {
  host: "host",
  agent: "host",
  component: "component",
  link: "link",
  switch: "link",
  replication: "link",
  site: "site",
  witness: "witness",
  pair: "pair",
  orchestrator: "pair",
  "control-plane": "pair",
  operator: "pair",
  vm: "vm",
  mirror: "vm",
};
