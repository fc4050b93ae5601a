import { useQueryClient } from "@tanstack/react-query";
import type { MachineRow } from "@v-available/api/view/machine";
import { LEVEL_LABEL } from "@v-available/domain/label";
import type { MachineColumn } from "@v-available/domain/machine-order";
import { mebibytesWords } from "@v-available/domain/size-words";
import type { ProtectionState } from "@v-available/domain/state";
import { durationWords, percentWords } from "@v-available/domain/wording";
import { SmallDial } from "@v-available/ui/Dial";
import { LevelGlyph, levelWords } from "@v-available/ui/LevelGlyph";
import { MachineName } from "@v-available/ui/MachineName";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { StateBadge } from "@v-available/ui/StateBadge";
import { Toned } from "@v-available/ui/Toned";
import type { JSX, ReactNode } from "react";
import { useNowMs } from "../../client/connection";
import { useTRPC } from "../../client/trpc";
import { Link } from "../../shell/Link";
import { Moment } from "../../view/Moment";
import { protectionWord } from "../../view/staleness";
import styles from "./machines.module.css";

export const HEAD: Readonly<Record<MachineColumn, { readonly label: string; readonly number?: boolean }>> = {
  state: { label: "State" },
  name: { label: "Name" },
  level: { label: "Level" },
  pair: { label: "Pair, site" },
  site: { label: "Site" },
  host: { label: "Runs on" },
  copy: { label: "Copy" },
  cpu: { label: "CPU", number: true },
  vcpus: { label: "vCPUs", number: true },
  memory: { label: "Memory", number: true },
  disk: { label: "Disk", number: true },
  guest: { label: "Guest" },
  ip: { label: "Address" },
  mac: { label: "MAC" },
  since: { label: "Below level since" },
};

export interface Shown {
  readonly row: MachineRow;
  /** What may be believed now, which is not always what was answered. */
  readonly state: ProtectionState;
}

function Copy({ row }: { row: MachineRow }): JSX.Element {
  if (row.resyncRatio !== null) {
    return (
      <span className={styles.together}>
        <span className={styles.bar}>
          <MirrorBar ratio={row.resyncRatio} width={72} label={null} />
        </span>{" "}
        <Toned tone="resyncing">{percentWords(row.resyncRatio)}</Toned>
      </span>
    );
  }
  const complete = [row.legs.a, row.legs.b].filter((leg) => leg === "UpToDate").length;
  if (row.declaredStop === "unprotected")
    return (
      <span className="sub">
        one<span className={styles.declared}>, as declared</span>
      </span>
    );
  return complete === 2 ? (
    // As most are: in the colour of its cell, since an element for each row is what a page of sixty has too many of.
    <>in step</>
  ) : (
    <Toned tone="unprotected">{complete === 1 ? "one copy" : "no complete copy"}</Toned>
  );
}

/** Whoever points at a machine is about to open it: its page is asked for, code and data. */
function NameLink({ row: { id, name } }: { row: MachineRow }): JSX.Element {
  const client = useQueryClient();
  const options = useTRPC().machine.get.queryOptions({ machineId: id });
  const fetchAhead = (): void => void client.prefetchQuery(options);
  return (
    <Link
      href={`/machines/${id}`}
      data-machine={id}
      onPointerEnter={fetchAhead}
      onPointerDown={fetchAhead}
      onFocus={fetchAhead}
    >
      <MachineName name={name} strong />
    </Link>
  );
}

function Since({ atMs }: { atMs: number }): JSX.Element {
  const nowMs = useNowMs(10_000);
  return (
    <>
      <Moment atMs={atMs} /> <span className="sub">{durationWords(nowMs - atMs)}</span>
    </>
  );
}

function Level({ row, state }: Shown): JSX.Element {
  const unknown = state === "Unknown";
  return (
    <span className={styles.together}>
      <SmallDial declared={row.declaredStop} effective={unknown ? null : row.headline.effective} />
      <span className={styles.levelGlyph}>
        <LevelGlyph protection={row.declared} label={null} />
      </span>
      <span className={styles.wide}>{levelWords(row.declared)}</span>
      {!unknown && row.headline.effective !== row.declaredStop && row.declaredStop !== "unprotected" ? (
        <span className={styles.now}>now {LEVEL_LABEL[row.headline.effective].word}</span>
      ) : null}
    </span>
  );
}

/** What stands in each column. One that is missing here does not compile. */
export const CELL: Readonly<Record<MachineColumn, (shown: Shown) => ReactNode>> = {
  state: ({ row, state }) => {
    const { was } = row.headline;
    return (
      <StateBadge
        state={state}
        ratio={row.resyncRatio ?? undefined}
        asWished={state === "Unprotected" && row.declaredStop === "unprotected"}
        {...(state === "Unknown" && was !== "Unknown" ? { note: `was ${protectionWord(was)}` } : {})}
      />
    );
  },
  name: ({ row }) => <NameLink row={row} />,
  level: (shown) => <Level {...shown} />,
  pair: ({ row }) => (
    <>
      <Link href={`/pairs/${row.pair.id}`} className="id">
        {row.pair.name}
      </Link>{" "}
      <span className="sub">{row.site.name}</span>
    </>
  ),
  site: ({ row }) => row.site.name,
  host: ({ row }) =>
    row.power === "off" ? <span className="sub">off</span> : <span className="id">{row.hosts[row.activeSide]}</span>,
  copy: ({ row }) => <Copy row={row} />,
  cpu: ({ row }) => (
    <>
      {percentWords(row.load.cpuRatio)}
      <span className="sub"> of {row.vcpus}</span>
    </>
  ),
  vcpus: ({ row }) => row.vcpus,
  memory: ({ row }) => mebibytesWords(row.memoryMiB),
  disk: ({ row }) => mebibytesWords(row.diskMiB),
  guest: ({ row }) => ({ linux: "Linux", windows: "Windows", other: "other" })[row.guest],
  ip: ({ row }) => (row.ip === null ? <span className="sub">none</span> : <span className="id">{row.ip}</span>),
  mac: ({ row }) => <span className="id">{row.mac}</span>,
  since: ({ row }) => (row.headline.exposedSinceMs === null ? null : <Since atMs={row.headline.exposedSinceMs} />),
};
