import type { MachineView } from "@v-available/api/view/machine";
import type { LinkView } from "@v-available/api/view/pair";
import { HOST_STANDING, hasTwoCopies, LINK_CARRIES, standsOff } from "@v-available/domain/pair-facts";
import { LINK_LABEL } from "@v-available/domain/part-label";
import { rateWords } from "@v-available/domain/size-words";
import { SIDES } from "@v-available/domain/state";
import { lagWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import { Half } from "./Half";
import styles from "./TwoHosts.module.css";

interface Seam {
  readonly label: string;
  readonly value: string;
  readonly tone?: "resyncing" | "down";
}

const linkRow = (label: string, link: LinkView | undefined, alone: boolean): Seam => {
  if (link === undefined) return { label, value: "none" };
  if (alone) return { label, value: "no partner" };
  if (!LINK_CARRIES[link.state]) return { label, value: LINK_LABEL[link.state].word, tone: "down" };
  return { label, value: link.rttP50Ms === null ? LINK_LABEL[link.state].word : lagWords(link.rttP50Ms) };
};

function seamRows(machine: MachineView, a: LinkView | undefined, b: LinkView | undefined, alone: boolean): Seam[] {
  const { mirror } = machine.observed;
  const rows: Seam[] = [];
  if (machine.declaredStop === "fault-tolerance" && machine.power !== "off" && !alone) {
    rows.push({ label: "Memory", value: rateWords(machine.load.dirtyBytesPerSecond) });
  }
  if (machine.resyncRatio !== null) {
    rows.push({ label: "Resync", value: rateWords(mirror.resyncBytesPerSecond), tone: "resyncing" });
  } else if (machine.declaredStop !== "unprotected") {
    const inStep = mirror.replication === "Established" && mirror.outOfSyncBytes === 0;
    const atRest = standsOff(machine.observed) && hasTwoCopies(machine.observed);
    const words = inStep ? "in step" : atRest ? "at rest" : mirror.replication === "Paused" ? "paused" : "apart";
    rows.push({ label: "Mirror", value: words });
  }
  return [...rows, linkRow("Link A", a, alone), linkRow("Link B", b, alone)];
}

function witnessWords(machine: MachineView): string {
  const witness = machine.witnesses.find((one) => one.inUse) ?? machine.witnesses[0];
  if (witness === undefined) return "no witness";
  const { a, b } = witness.seenBy;
  const seen =
    a.reachable && b.reachable
      ? "seen by both"
      : a.reachable || b.reachable
        ? `seen by ${a.reachable ? machine.hosts.a : machine.hosts.b} only`
        : "seen by neither";
  const rttMs = a.rttMs ?? b.rttMs;
  return `witness ${witness.name}${rttMs === null ? "" : `, ${Math.max(1, Math.round(rttMs))} ms`}, ${seen}`;
}

/** The pair glyph, enlarged until it holds the facts: two instances, one identity. A is left and B is right. */
export function TwoHosts({ machine, className }: { machine: MachineView; className: string | undefined }): JSX.Element {
  const linkA = machine.links.find((link) => link.kind === "availability-a");
  const linkB = machine.links.find((link) => link.kind === "availability-b");
  const { register } = machine.observed;
  // A cable that is up carries nothing where one of its ends is gone.
  const alone = SIDES.some((side) => HOST_STANDING[machine.hostViews[side].state] === "away");
  const carries = (link: LinkView | undefined) => link !== undefined && LINK_CARRIES[link.state] && !alone;
  const token =
    register === null
      ? "no token yet"
      : `epoch ${register.epoch} ${register.owner === null ? "held by nobody" : `held by ${machine.hosts[register.owner]}`}`;
  return (
    <Region
      title="One machine on two hosts"
      aside={
        <span className={styles.witness}>
          <Named
            text={`${witnessWords(machine)}; ${token}`}
            names={[machine.hosts.a, machine.hosts.b, ...machine.witnesses.map((witness) => witness.name)]}
          />
        </span>
      }
      className={className ?? ""}
    >
      <div className={styles.identity}>
        <Half machine={machine} side="a" host={machine.hostViews.a} />
        <div className={styles.seam}>
          <i className={styles.link} data-which="a" data-carries={carries(linkA)} />
          <i
            className={styles.link}
            data-which="b"
            data-carries={carries(linkB)}
            data-copies={machine.resyncRatio !== null || undefined}
            data-to={machine.activeSide === "a" ? "b" : "a"}
          />
          <dl>
            {seamRows(machine, linkA, linkB, alone).map(({ label, value, tone }) => (
              <div key={label} data-tone={tone}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <Half machine={machine} side="b" host={machine.hostViews.b} />
        <p className={styles.bar}>
          <b className="id">{machine.name}</b>
          <span>
            {machine.ip === null ? "no address yet" : machine.ip} <span className="id">{machine.mac}</span>
          </span>
          <span className="sub">
            one name, one MAC, one address on{" "}
            {machine.declaredStop !== "unprotected" ? "both hosts" : "the host that runs it"}
          </span>
        </p>
      </div>
    </Region>
  );
}
