import type { FaultKind } from "@v-available/domain/fault-kind";
import type { StandbyFault } from "@v-available/pair-protocol/input";
import type { Message, Path } from "@v-available/pair-protocol/message";
import type { WitnessReply, WitnessRequest } from "@v-available/pair-protocol/witness";

/** Everything that can be waiting in the queue. `run` ties an event to what asked for it: of an older one it is void. */
export type WorldEvent =
  | { readonly kind: "host-tick"; readonly hostRef: string; readonly agentRun: number }
  | {
      readonly kind: "message";
      readonly hostRef: string;
      readonly agentRun: number;
      readonly linkRef: string;
      readonly path: Path;
      readonly message: Message;
    }
  | {
      readonly kind: "witness-asked";
      readonly hostRef: string;
      readonly agentRun: number;
      readonly witnessRef: string;
      readonly request: WitnessRequest;
    }
  | {
      readonly kind: "witness-answered";
      readonly hostRef: string;
      readonly agentRun: number;
      readonly witnessRef: string;
      readonly sentAtMs: number;
      readonly reply: WitnessReply;
    }
  | { readonly kind: "agent-started"; readonly hostRef: string; readonly agentRun: number }
  | { readonly kind: "host-booted"; readonly hostRef: string; readonly bootRun: number }
  | { readonly kind: "evacuation-due"; readonly hostRef: string; readonly run: number }
  | { readonly kind: "disk-retirement"; readonly hostRef: string; readonly disk: string; readonly run: number }
  | { readonly kind: "controller-missed"; readonly hostRef: string; readonly run: number }
  | { readonly kind: "host-fenced"; readonly hostRef: string; readonly bootRun: number }
  | {
      readonly kind: "clock-step-noticed";
      readonly hostRef: string;
      readonly agentRun: number;
      readonly stepMs: number;
    }
  | { readonly kind: "clock-steady"; readonly hostRef: string }
  | { readonly kind: "watchdog"; readonly hostRef: string; readonly bootRun: number }
  | { readonly kind: "link-flap"; readonly linkRef: string; readonly pairRef: string; readonly run: number }
  | { readonly kind: "guest-up"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "application-up"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "guest-hang-noticed"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "shut-down"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "went-live"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "standby-ready"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "memory-copied"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "standby-fault-found"; readonly vmRef: string; readonly run: number; readonly fault: StandbyFault }
  | { readonly kind: "lockstep-loss-noticed"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "switchover-ready"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "mirror-loss-noticed"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "mirror-attached"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "resync-complete"; readonly vmRef: string; readonly run: number; readonly bytesPerSecond: number }
  | {
      readonly kind: "override-due";
      readonly vmRef: string;
      readonly faultId: string;
      readonly hostRef: string;
    }
  | { readonly kind: "comparison-complete"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "write-due"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "write-arrived"; readonly vmRef: string; readonly run: number; readonly mirrorRun: number }
  | {
      readonly kind: "write-acknowledged";
      readonly vmRef: string;
      readonly run: number;
      readonly mirrorRun: number | null;
    }
  | { readonly kind: "recovery-checkpoint"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "recovery-sent"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "recovery-asked"; readonly hostRef: string; readonly agentRun: number }
  | { readonly kind: "drill-step"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "recovered-started"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "recovery-returned"; readonly vmRef: string; readonly run: number }
  | { readonly kind: "request-due"; readonly target: string }
  | { readonly kind: "request-answered"; readonly target: string; readonly run: number; readonly number: number }
  | { readonly kind: "request-overdue"; readonly target: string; readonly number: number }
  | { readonly kind: "plain-copied"; readonly run: number }
  | { readonly kind: "plain-next"; readonly run: number }
  | { readonly kind: "forming-step"; readonly taskKey: string; readonly step: number }
  | { readonly kind: "replacing-step"; readonly taskKey: string; readonly pairRef: string; readonly step: number }
  | { readonly kind: "host-retired"; readonly hostRef: string }
  | { readonly kind: "figures"; readonly pairRef: string }
  | { readonly kind: "pair-heard"; readonly pairRef: string }
  | { readonly kind: "sign-of-life" }
  | {
      readonly kind: "history";
      readonly act: "inject" | "clear";
      readonly fault: FaultKind;
      readonly subjectRef: string;
    };

export type EventOf<Kind extends WorldEvent["kind"]> = Extract<WorldEvent, { kind: Kind }>;
