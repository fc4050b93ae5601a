"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { HostMaintenanceView } from "@v-available/api/view/host-maintenance";
import type { HostView } from "@v-available/api/view/pair";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { AS_WISHED, ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { useTRPC } from "../../../client/trpc";
import { OutsideConsent, unconfirmedWords } from "../../../view/OutsideConsent";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import styles from "./EnterMaintenance.module.css";

type Effect = HostMaintenanceView["machines"][number]["effect"];

const MARK = {
  blocks: { shape: "square-crossed", tone: "down", word: "in the way" },
  moves: { ...AS_WISHED, word: "moves" },
  stays: { ...AS_WISHED, word: "stays" },
  off: { ...AS_WISHED, word: "off" },
} as const;
const ORDER: readonly Effect[] = ["blocks", "moves", "stays", "off"];

/** Says machine by machine what it would mean, before it is asked for. */
export function EnterMaintenance({
  host,
  partner,
  onClose,
}: {
  host: HostView;
  partner: string;
  onClose: () => void;
}): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [taskKey, setTaskKey] = useState(() => newTaskKey());
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const work = useQuery(trpc.host.maintenance.queryOptions({ hostId: host.id }));
  const enter = useMutation(trpc.host.enterMaintenance.mutationOptions({ onSuccess: onClose }));
  const machines = [...(work.data?.machines ?? [])].sort(
    (one, other) => ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect),
  );
  const outside = work.data?.outside ?? [];
  const moving = machines.filter(({ effect }) => effect === "moves").length;
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          Put <span className="id">{host.name}</span> into maintenance
        </>
      }
      description={`Machines go on running. From when ${host.name} is switched off until it is back and filled, ${partner} carries them alone, on one copy.`}
    >
      {work.data === undefined ? (
        work.error === null ? (
          <Skeleton label="Looking at each machine" rows={4} />
        ) : (
          <RefusedNote error={work.error} />
        )
      ) : (
        <>
          <OutsideConsent
            outside={outside}
            confirmed={confirmed}
            onConfirmed={(ids) => {
              setConfirmed(ids);
              // Another consent is another task.
              setTaskKey(newTaskKey());
              enter.reset();
            }}
          />
          <ul className={styles.machines} aria-label="What happens to each machine">
            {machines.length === 0 ? <li>No machine is on this pair.</li> : null}
            {machines.map(({ id, name, effect, sentence }) => {
              const { shape, tone, word } = MARK[effect];
              return (
                <li key={id}>
                  <ShapeMark shape={shape} tone={tone} label={word} />
                  <b className="id">{name}</b>
                  <span>
                    <Named text={sentence} names={[host.name, partner]} />
                  </span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <footer className={styles.foot}>
        <RefusedNote error={enter.error} />
        <Button
          primary
          blockedBy={
            reason ??
            (work.data === undefined ? (
              "It is being looked at."
            ) : work.data.cannotEnterBecause === null ? (
              unconfirmedWords(outside, confirmed)
            ) : (
              <>
                {work.data.cannotEnterBecause} {work.data.remedy}
              </>
            ))
          }
          onClick={() => {
            if (!enter.isPending) enter.mutate({ hostId: host.id, taskKey, outsideWindowOf: [...confirmed] });
          }}
        >
          {enter.isPending
            ? "Asking…"
            : moving === 0
              ? `Put ${host.name} into maintenance`
              : `Move ${countWords(moving, "machine")} and begin`}
        </Button>
        <Button onClick={onClose}>Leave it as it is</Button>
      </footer>
    </Dialog>
  );
}
