import { writeAcknowledged, writeArrived, writeDue } from "./client";
import { comparisonComplete } from "./comparison";
import { listen } from "./console";
import { controllerMissed } from "./controller";
import { foldEvent } from "./digest";
import { retirementDue } from "./disk-retirement";
import { beginFirstDrill, drillStepDue } from "./drill";
import { evacuationDue } from "./evacuation";
import { performHistory } from "./fault-lab";
import type { Feed } from "./feed";
import { figuresDue, pairHeard, signOfLifeDue } from "./figure";
import { linkFlapDue } from "./flapping-link";
import { formingStepDue } from "./form-pair";
import { guestHangNoticed } from "./guest-hang";
import { clockSteady, clockStepNoticed } from "./host-clock";
import { drainInbox, hostTick, messageArrived, watchdogDue, witnessAnswered, witnessAsked } from "./host-driver";
import { hostFenced } from "./hypervisor-hang";
import { pairOfEvent } from "./lane";
import { lockstepLossNoticed, memoryCopied, standbyReady, wentLive } from "./lockstep";
import { applicationUp, guestUp, shutDown } from "./machine-process";
import { switchoverReady } from "./migration";
import { completeResync } from "./mirror";
import { mirrorAttached, mirrorLossNoticed, resyncCompleted } from "./mirror-report";
import { overrideDue } from "./override";
import { plainCopied, plainNext } from "./plain-failover";
import { agentStarted, hostBooted, reportMissed } from "./power";
import { recoveryCheckpoint, recoverySent } from "./recovery";
import { recoveredStarted, recoveryReturned } from "./recovery-site";
import { recoveryAsked } from "./recovery-word";
import { hostRetired, replacingStepDue } from "./replace-host";
import { requestAnswered, requestDue, requestOverdue } from "./request";
import type { Sim } from "./sim";
import { standbyFaultFound } from "./standby-fault";
import { reviewTasks, stirPair } from "./task";
import type { WorldEvent } from "./world-event";

/** Called after every event with the world as it then is; tests check the safety rules there. */
export type AfterEvent = (sim: Sim, event: WorldEvent | null) => void;

/**
 * Lets virtual time pass. What is due to be told is told at its own moment, so a watcher sees the same whether time
 * passes in one leap or in many small ones.
 */
/** @param feed tells watchers; null where nobody watches */
export function advance(sim: Sim, feed: Feed | null, untilMs: number, afterEvent: AfterEvent | null): void {
  const { world } = sim;
  for (;;) {
    const next = sim.agenda.peek();
    const tellAtMs = feed?.dueAtMs() ?? null;
    const nextAtMs = next && next.atMs <= untilMs ? next.atMs : null;
    if (tellAtMs !== null && tellAtMs <= untilMs && (nextAtMs === null || tellAtMs < nextAtMs)) {
      world.nowMs = Math.max(world.nowMs, tellAtMs);
      feed?.tell(tellAtMs);
      continue;
    }
    if (nextAtMs === null) break;
    sim.agenda.take();
    world.nowMs = Math.max(world.nowMs, nextAtMs);
    const { event, sequence } = next as NonNullable<typeof next>;
    world.digest = foldEvent(world.digest, world.nowMs, sequence, event.kind);
    if (sim.runningTasks.size > 0) stirPair(sim, pairOfEvent(world, event));
    perform(sim, feed, event);
    drainInbox(sim);
    listen(sim);
    reviewTasks(sim);
    afterEvent?.(sim, event);
  }
  world.nowMs = Math.max(world.nowMs, untilMs);
}

function perform(sim: Sim, feed: Feed | null, event: WorldEvent): void {
  // Of a host that has left its pair nothing is due any more.
  if ("hostRef" in event && sim.world.hosts[event.hostRef] === undefined) return;
  switch (event.kind) {
    case "host-tick":
      hostTick(sim, event);
      return;
    case "message":
      messageArrived(sim, event);
      return;
    case "witness-asked":
      witnessAsked(sim, event);
      return;
    case "witness-answered":
      witnessAnswered(sim, event);
      return;
    case "agent-started":
      agentStarted(sim, event);
      return;
    case "host-booted":
      hostBooted(sim, event);
      return;
    case "evacuation-due":
      evacuationDue(sim, event);
      return;
    case "controller-missed":
      controllerMissed(sim, event);
      return;
    case "disk-retirement":
      retirementDue(sim, event);
      return;
    case "host-fenced":
      hostFenced(sim, event);
      return;
    case "clock-step-noticed":
      clockStepNoticed(sim, event);
      return;
    case "clock-steady":
      clockSteady(sim, event);
      return;
    case "watchdog":
      watchdogDue(sim, event);
      return;
    case "link-flap":
      linkFlapDue(sim, event);
      return;
    case "guest-up":
      guestUp(sim, event);
      return;
    case "application-up":
      applicationUp(sim, event);
      return;
    case "guest-hang-noticed":
      guestHangNoticed(sim, event);
      return;
    case "shut-down":
      shutDown(sim, event);
      return;
    case "went-live":
      wentLive(sim, event);
      return;
    case "standby-ready":
      standbyReady(sim, event);
      return;
    case "memory-copied":
      memoryCopied(sim, event);
      return;
    case "lockstep-loss-noticed":
      lockstepLossNoticed(sim, event);
      return;
    case "standby-fault-found":
      standbyFaultFound(sim, event);
      return;
    case "switchover-ready":
      switchoverReady(sim, event);
      return;
    case "mirror-loss-noticed":
      mirrorLossNoticed(sim, event);
      return;
    case "mirror-attached":
      mirrorAttached(sim, event);
      return;
    case "resync-complete":
      if (completeResync(sim, event.vmRef, event.run, event.bytesPerSecond)) resyncCompleted(sim, event.vmRef);
      return;
    case "override-due":
      overrideDue(sim, event);
      return;
    case "comparison-complete":
      comparisonComplete(sim, event);
      return;
    case "write-due":
      writeDue(sim, event);
      return;
    case "write-arrived":
      writeArrived(sim, event);
      return;
    case "write-acknowledged":
      writeAcknowledged(sim, event);
      return;
    case "recovery-checkpoint":
      recoveryCheckpoint(sim, event);
      return;
    case "recovery-sent":
      if (recoverySent(sim, event)) beginFirstDrill(sim, event.vmRef);
      return;
    case "recovery-asked":
      recoveryAsked(sim, event, (host, vm) => reportMissed(sim, host, vm));
      return;
    case "drill-step":
      drillStepDue(sim, event);
      return;
    case "recovered-started":
      recoveredStarted(sim, event);
      return;
    case "recovery-returned":
      recoveryReturned(sim, event);
      return;
    case "request-due":
      requestDue(sim, event);
      return;
    case "request-answered":
      requestAnswered(sim, event);
      return;
    case "request-overdue":
      requestOverdue(sim, event);
      return;
    case "plain-copied":
      plainCopied(sim, event);
      return;
    case "plain-next":
      plainNext(sim, event);
      return;
    case "replacing-step":
      replacingStepDue(sim, event);
      return;
    case "host-retired":
      hostRetired(sim, event);
      return;
    case "forming-step":
      formingStepDue(sim, event);
      return;
    case "figures":
      figuresDue(sim, event);
      return;
    case "pair-heard":
      pairHeard(sim, event);
      return;
    case "sign-of-life":
      signOfLifeDue(sim, feed);
      return;
    case "history":
      performHistory(sim, event);
      return;
    default:
      event satisfies never;
  }
}
