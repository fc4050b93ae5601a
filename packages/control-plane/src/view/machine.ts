import type { ChangeForecast } from "@v-available/domain/change-forecast";
import type { Power } from "@v-available/domain/headline";
import type { DialStop, Protection } from "@v-available/domain/level";
import type { ObservedVm } from "@v-available/domain/observed";
import type { FleetCounts } from "@v-available/domain/sentence";
import type { InstanceState, MirrorLegState, ProtectionState, Side } from "@v-available/domain/state";
import type { ActionView } from "./action";
import type { AlarmRow } from "./alarm";
import type { DrillInterval } from "./drill";
import type { EventRow } from "./event";
import type { Headline, PredictionView, Reference } from "./headline";
import type { IncidentView } from "./incident";
import type { LossConsentView } from "./loss-consent";
import type { HostView, LinkView, WitnessView } from "./pair";
import type { MachinePolicy } from "./policy";
import type { MachineRollout } from "./rollout";
import type { TaskView } from "./task";

/** A machine in a table. */
export interface MachineRow {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly adapter: string;
  readonly pair: Reference;
  readonly site: Reference;
  readonly region: string;
  /** Names of the two hosts of its pair. */
  readonly hosts: { readonly a: string; readonly b: string };
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly mac: string;
  readonly ip: string | null;
  readonly guest: ObservedVm["guest"];
  readonly desiredPower: "on" | "off";
  readonly power: Power;
  readonly declared: Protection;
  readonly declaredStop: DialStop;
  readonly activeSide: Side;
  readonly instances: { readonly a: InstanceState | null; readonly b: InstanceState | null };
  readonly legs: { readonly a: MirrorLegState; readonly b: MirrorLegState };
  /** How much of the resync is done, 0 to 1; null where none runs. */
  readonly resyncRatio: number | null;
  readonly held: boolean;
  readonly standbySynchronized: boolean;
  readonly standbyLagMs: number | null;
  readonly load: ObservedVm["load"];
  readonly headline: Headline;
}

/** A part of the machines that were asked for, and what they are part of. */
export interface MachinePage {
  /** As of which revision, and when, by the server's clock. */
  readonly revision: number;
  readonly nowMs: number;
  /** How many there are that the filter leaves. */
  readonly total: number;
  /** The place of the first row among these. */
  readonly offset: number;
  readonly rows: readonly MachineRow[];
  /** Null after the last row. */
  readonly nextCursor: string | null;
  readonly order: HeldOrderView;
  /** Of the whole fleet, whatever the filter leaves. */
  readonly fleet: FleetStanding;
}

/** In which order the rows stand, which stays while one reads. */
export interface HeldOrderView {
  /** Given back, it keeps each row where it stands. */
  readonly held: string;
  /** As of when they stand so, by the server's clock. */
  readonly atMs: number;
  /** False where they would now stand otherwise, or be others. */
  readonly isOfNow: boolean;
}

/** A value that machines of this fleet have, as one would type it. */
export interface MachineValue {
  readonly value: string;
  readonly machines: number;
}

export interface FleetStanding {
  readonly counts: FleetCounts;
  /** By state, without those that are declared with one copy and run as declared. */
  readonly byState: Readonly<Partial<Record<ProtectionState, number>>>;
}

/** The page of a machine. */
export interface MachineView extends MachineRow {
  /** All that the adapter says of it. */
  readonly observed: ObservedVm;
  readonly hostViews: { readonly a: HostView; readonly b: HostView };
  readonly links: readonly LinkView[];
  readonly witnesses: readonly WitnessView[];
  readonly predictions: readonly PredictionView[];
  readonly actions: readonly ActionView[];
  /** Stops of the dial: what the backend can do and what admission says now. */
  readonly dial: readonly DialStopView[];
  readonly incident: IncidentView | null;
  readonly alarms: readonly AlarmRow[];
  /** Its last events, newest first. */
  readonly timeline: readonly EventRow[];
  readonly tasks: readonly TaskView[];
  /** What people call its kind; policies find it by them. */
  readonly labels: readonly string[];
  /** How often a copy elsewhere is to be proven, by the policy that holds it. */
  readonly drillInterval: DrillInterval;
  /** Null where no policy in force holds it. */
  readonly policy: MachinePolicy | null;
  /** What waits for a second person; null where nothing does. */
  readonly consent: LossConsentView | null;
  /** Null where no rollout that is active concerns it. */
  readonly rollout: MachineRollout | null;
  /** "machine 3 of 8 on this pair", and its neighbours for the keys j and k. */
  readonly place: {
    readonly index: number;
    readonly of: number;
    readonly previousId: string | null;
    readonly nextId: string | null;
  };
}

export interface DialStopView {
  readonly stop: DialStop;
  /** Null where it can be chosen; else the plain reason why not. */
  readonly refusedBecause: string | null;
}

/** What a change of level would do, before it is asked for. */
export interface ProtectPreview {
  readonly machineId: string;
  readonly from: DialStop;
  readonly to: DialStop;
  readonly verdict: "pass" | "warn" | "block";
  readonly checks: readonly CheckView[];
  /** What a loss would do as things stand. */
  readonly predictionsNow: readonly PredictionView[];
  /** What it would do after the change. */
  readonly predictions: readonly PredictionView[];
  /** How it would be done, and what that takes: expected, and not promised. Null where nothing would be done. */
  readonly forecast: ChangeForecast | null;
}

export interface CheckView {
  readonly name: string;
  readonly verdict: "pass" | "warn" | "block";
  /** "Needs 268 GiB, has 256." */
  readonly sentence: string;
  readonly remedy: string | null;
}
