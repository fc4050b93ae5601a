"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { HostMaintenanceView } from "@v-available/api/view/host-maintenance";
import type { HostView, PairView } from "@v-available/api/view/pair";
import { HOST_LABEL } from "@v-available/domain/part-label";
import { SIDES } from "@v-available/domain/state";
import { durationWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { LabelBadge } from "@v-available/ui/StateBadge";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, Suspense, useRef } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { lazily } from "../../../client/lazily";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { useSearchParam } from "../../../shell/search-param";
import { RefusedNote } from "../../../view/Refused";
import { RunningTask } from "../../../view/RunningTask";
import { newTaskKey } from "../../../view/task-key";
import styles from "./PlannedWork.module.css";

const EnterMaintenance = lazily(() => import("./EnterMaintenance").then(({ EnterMaintenance }) => EnterMaintenance));

const MEANING: Partial<Record<HostView["state"], (partner: string) => string>> = {
  Evacuating: (partner) => `Its machines move to ${partner} one after the other.`,
  Maintenance: (partner) =>
    `Nothing runs on it and nothing is started on it. It may be switched off; ${partner} carries everything meanwhile.`,
};

/** Planned work on each of the two hosts: begin it, follow it, end it. */
export function PlannedWork({ pair }: { pair: PairView }): JSX.Element {
  // In the address, so that the dialog can be gone to and is still there after a reload.
  const { value: asked, set: ask } = useSearchParam("maintain");
  return (
    <Region title="Planned work" aside="never both hosts of a pair at once">
      <ul className={styles.hosts}>
        {SIDES.map((side) => (
          <HostWork
            key={side}
            pairId={pair.id}
            host={pair.hosts[side]}
            partner={pair.hostNames[side === "a" ? "b" : "a"]}
            exposedSinceMs={pair.exposedSinceMs}
            asked={asked === pair.hosts[side].id}
            ask={ask}
          />
        ))}
      </ul>
      <Link className={`va-button ${styles.both}`} href={`/work/new?pair=${pair.id}`}>
        Plan work on both, one after the other
      </Link>
    </Region>
  );
}

interface HostWorkProps {
  readonly pairId: string;
  readonly host: HostView;
  readonly partner: string;
  readonly exposedSinceMs: number | null;
  readonly asked: boolean;
  readonly ask: (hostId: string) => void;
}

function HostWork({ pairId, host, partner, exposedSinceMs, asked, ask }: HostWorkProps): JSX.Element {
  const trpc = useTRPC();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const work = useQuery(trpc.host.maintenance.queryOptions({ hostId: host.id }, { enabled: host.id !== "" }));
  const leave = useMutation(trpc.host.leaveMaintenance.mutationOptions());
  const leaveKey = useRef<string | null>(null);
  const state = work.data?.state ?? host.state;
  const end = (): void => {
    // Pressed twice, it is still one task.
    leaveKey.current ??= newTaskKey();
    leave.mutate(
      { hostId: host.id, taskKey: leaveKey.current },
      {
        onSettled: () => {
          leaveKey.current = null;
        },
      },
    );
  };
  const inWork = work.data !== undefined && work.data.cannotLeaveBecause === null;
  return (
    <li className={styles.host}>
      <div className={styles.line}>
        <b className="id">{host.name}</b>
        <LabelBadge label={HOST_LABEL[state]} asWished={state === "Running"} />
        <span className="mid">{MEANING[state]?.(partner)}</span>
        <span className={styles.act}>
          {inWork ? (
            <Button primary blockedBy={reason ?? work.data.forbiddenBecause} onClick={end}>
              {state === "Evacuating" ? "Call it off" : `End the maintenance of ${host.name}`}
            </Button>
          ) : (
            <Button blockedBy={reason ?? whyNot(work.data)} onClick={() => ask(host.id)}>
              <span>
                Put {host.name} into maintenance<span aria-hidden="true">…</span>
              </span>
            </Button>
          )}
          {host.id === "" ? null : (
            <Link className="va-button" href={`/pairs/${pairId}/replace?host=${host.id}`}>
              Replace {host.name}
            </Link>
          )}
        </span>
      </div>
      {exposedSinceMs === null || MEANING[state] === undefined ? null : (
        <p>
          <Toned tone="degraded">
            Machines of this pair run below their level for {durationWords(nowMs - exposedSinceMs)}.
          </Toned>
        </p>
      )}
      <RefusedNote error={work.error ?? leave.error} />
      <RunningTask tasks={work.data?.tasks ?? []} />
      {asked ? (
        <Suspense>
          <EnterMaintenance host={host} partner={partner} onClose={() => ask("")} />
        </Suspense>
      ) : null}
    </li>
  );
}

/** What a machine blocks is for the dialog, which names each and waits for them; what the backend lacks is said here. */
function whyNot(work: HostMaintenanceView | undefined): string | null {
  if (work === undefined) return null;
  if (work.forbiddenBecause !== null) return work.forbiddenBecause;
  const byMachine = work.machines.some(({ effect }) => effect === "blocks");
  return byMachine ? null : work.cannotEnterBecause;
}
