"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { ageWords, inAboutWords } from "@v-available/domain/wording";
import { Stale } from "@v-available/ui/Notice";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { StateBadge } from "@v-available/ui/StateBadge";
import { type JSX, useState } from "react";
import { useNowMs } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTitle } from "../../../client/title";
import { useTRPC } from "../../../client/trpc";
import { machinesSeen } from "../../../find/machines-seen";
import { useGo } from "../../../shell/go";
import { useKeys } from "../../../shell/keys";
import { Link } from "../../../shell/Link";
import { useSearchParam } from "../../../shell/search-param";
import { machinesAt } from "../../../view/address";
import { Crumbs } from "../../../view/Crumbs";
import { EventTimeline } from "../../../view/EventTimeline";
import { Moment } from "../../../view/Moment";
import { RunningTask } from "../../../view/RunningTask";
import { protectionWord, useBelieved } from "../../../view/staleness";
import { Actions } from "./Actions";
import { Copies } from "./Copies";
import { LoadRegion } from "./load/LoadRegion";
import styles from "./machine.module.css";
import { PredictionTable } from "./PredictionTable";
import { ProtectionPanel } from "./ProtectionPanel";
import { SecondPerson } from "./SecondPerson";
import { TwoHosts } from "./TwoHosts";

function Where({ machine }: { machine: MachineView }): JSX.Element {
  const { index, of, previousId, nextId } = machine.place;
  const to = (id: string | null, label: string) => (id === null ? null : { href: `/machines/${id}`, label });
  return (
    <Crumbs
      label="Where this machine is"
      path={[
        { word: "Machines", href: "/machines" },
        { word: machine.site.name, href: machinesAt(machine.site.name) },
        { word: machine.pair.name, href: `/pairs/${machine.pair.id}`, isName: true },
      ]}
      place={{
        words: `machine ${index} of ${of} on this pair`,
        previous: to(previousId, "Previous machine"),
        next: to(nextId, "Next machine"),
      }}
    />
  );
}

/** The plain sentence: what is, then what comes without anyone, then when. */
function Lead({ machine, names }: { machine: MachineView; names: readonly string[] }): JSX.Element {
  const nowMs = useNowMs();
  const { reason, next, etaAtMs, exposedSinceMs } = machine.headline;
  return (
    <p className={styles.lead}>
      <Named text={reason} names={names} />
      {next === null ? null : (
        <>
          {" "}
          <Named text={next} names={names} />
        </>
      )}
      {etaAtMs === null ? null : (
        <>
          {" "}
          Expected at <Moment atMs={etaAtMs} />, {inAboutWords(etaAtMs, nowMs)}.
        </>
      )}
      {exposedSinceMs === null ? null : (
        <>
          {" "}
          Below its level since <Moment atMs={exposedSinceMs} />.
        </>
      )}
    </p>
  );
}

function Loaded({ machine }: { machine: MachineView }): JSX.Element {
  const go = useGo();
  const nowMs = useNowMs();
  const believed = useBelieved(machine.pair.id, machine.headline);
  const question = useSearchParam("do");
  const names = [
    machine.name,
    machine.hosts.a,
    machine.hosts.b,
    machine.pair.name,
    ...machine.witnesses.map((w) => w.name),
  ];
  const unknown = believed.state === "Unknown";

  useKeys((key) => {
    const id = key === "j" ? machine.place.nextId : key === "k" ? machine.place.previousId : null;
    if (id !== null) go(`/machines/${id}`);
    else if (key === "Escape") go("/machines");
    else return false;
    return true;
  });
  useTitle(`${machine.name}, ${protectionWord(believed.state).toLowerCase()}`);

  return (
    <>
      <Where machine={machine} />
      <header className={styles.head}>
        <h1>
          <span className="id">{machine.name}</span>
        </h1>
        <StateBadge
          state={believed.state}
          ratio={machine.resyncRatio ?? undefined}
          size="large"
          asWished={believed.state === "Unprotected" && machine.declaredStop === "unprotected"}
        />
        {believed.stale ? null : <Lead machine={machine} names={names} />}
      </header>
      {machine.consent === null ? null : <SecondPerson machine={machine} consent={machine.consent} />}
      {machine.rollout === null ? null : (
        <p className={styles.rollout}>
          <Link href={`/policies/${machine.rollout.policyId}`}>{machine.rollout.sentence}</Link>
        </p>
      )}
      <RunningTask tasks={machine.tasks} />
      <Stale
        stale={believed.stale}
        note={
          <>
            <b>Unknown.</b> Last heard at <Moment atMs={believed.observedAtMs} />,{" "}
            {ageWords(believed.observedAtMs, nowMs)}. Was: {protectionWord(believed.was)}. Its hosts decide without the
            console; it asks again by itself.
          </>
        }
      >
        <div className={styles.grid}>
          <Copies machine={machine} question={question} className={styles.copies} />
          <ProtectionPanel
            machine={machine}
            effective={unknown ? null : machine.headline.effective}
            className={styles.dial}
          />
          <TwoHosts machine={machine} className={styles.hosts} />
          <Region title="Prediction" note="recomputed at every change" className={styles.prediction ?? ""}>
            <PredictionTable predictions={machine.predictions} names={names} when="If this happens now" />
          </Region>
          <Actions machine={machine} question={question} className={styles.actions} />
          <LoadRegion machine={machine} className={styles.facts} />
          <Region title="Timeline" aside="every entry names its cause" className={styles.timeline ?? ""}>
            <EventTimeline events={machine.timeline} names={names} empty="Nothing was recorded about it yet." />
          </Region>
        </div>
      </Stale>
    </>
  );
}

/** Until its page is read: what the row of the list that led here has said. */
function Coming({ machineId }: { machineId: string }): JSX.Element {
  const go = useGo();
  const client = useQueryClient();
  const [row] = useState(() => machinesSeen(client).find(({ id }) => id === machineId));
  useKeys((key) => {
    if (key !== "Escape") return false;
    go("/machines");
    return true;
  });
  return (
    <>
      {row === undefined ? (
        <h1 className="vh">Machine</h1>
      ) : (
        <>
          <Crumbs
            label="Where this machine is"
            path={[
              { word: "Machines", href: "/machines" },
              { word: row.site.name, href: machinesAt(row.site.name) },
              { word: row.pair.name, href: `/pairs/${row.pair.id}`, isName: true },
            ]}
          />
          <header className={styles.head}>
            <h1>
              <span className="id">{row.name}</span>
            </h1>
          </header>
        </>
      )}
      <Skeleton label="Reading the machine" rows={12} />
    </>
  );
}

export function MachinePage({ machineId }: { machineId: string }): JSX.Element {
  const machine = useQuery(useTRPC().machine.get.queryOptions({ machineId }));
  const failure = useFailure(machine);
  if (machine.data !== undefined) return <Loaded key={machineId} machine={machine.data} />;
  if (failure !== null) return <QueryFailure what="The machine" error={failure} query={machine} />;
  return <Coming machineId={machineId} />;
}
