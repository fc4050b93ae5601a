import type { MachineView } from "@v-available/api/view/machine";
import { type CopyChoice, copyChoices } from "@v-available/domain/copy-choice";
import { bytesWords } from "@v-available/domain/size-words";
import { otherSide, type Side } from "@v-available/domain/state";
import { ageWords, countWords, inAboutWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX, ReactNode } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import type { SearchParam } from "../../../shell/search-param";
import { Moment } from "../../../view/Moment";
import { ChooseCopy, keepFrom, keepParam } from "./ChooseCopy";
import styles from "./Copies.module.css";

const counted = ({ writes, bytes }: Pick<CopyChoice, "writes" | "bytes">): string => {
  const known = [writes === null ? null : countWords(writes, "write"), bytes === null ? null : bytesWords(bytes)];
  return known.filter((words) => words !== null).join(", ") || "not counted";
};

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LastWrite({ choice, common }: { choice: CopyChoice; common: number | null }): JSX.Element {
  const nowMs = useNowMs();
  const atMs = choice.lastWriteAtMs ?? common;
  if (atMs === null) return <>not known</>;
  return (
    <>
      <Moment atMs={atMs} /> <span className="sub">{ageWords(atMs, nowMs)}</span>
    </>
  );
}

/** What is lost with the other copy, as it stands now. */
function Loss({ machine, keep, other }: { machine: MachineView; keep: Side; other: CopyChoice }): JSX.Element {
  const { undecided } = machine.observed;
  const host = machine.hosts[otherSide(keep)];
  if (!undecided)
    return (
      <>
        <b>{counted(other)}</b> <span className="sub">of {host}, predicted; and the memory</span>
      </>
    );
  const { differingBytes } = undecided;
  const differs = differingBytes === null ? "what differs" : `the ${bytesWords(differingBytes)} that differ`;
  return keep === undecided.waits ? (
    <>
      <b>{counted(other)}</b>{" "}
      <span className="sub">
        of {host}, predicted; its part of {differs}; and the memory
      </span>
    </>
  ) : (
    <>
      <b>no write</b>{" "}
      <span className="sub">
        and {host}’s part of {differs}
      </span>
    </>
  );
}

/** Since when the two are not alike, as far as that is known. */
function Since({ machine }: { machine: MachineView }): JSX.Element {
  const nowMs = useNowMs();
  const { undecided, histories } = machine.observed;
  if (!undecided) {
    const common = histories?.commonAtMs ?? null;
    if (common === null) return <>when both were last alike is not known</>;
    return (
      <>
        both were last alike at <Moment atMs={common} />, {ageWords(common, nowMs)}
      </>
    );
  }
  const { foundAtMs, differingBytes } = undecided;
  const what = differingBytes === null ? "how much is not known" : `${bytesWords(differingBytes)} of it`;
  if (foundAtMs === null) return <>{what}</>;
  return (
    <>
      {what}, found at <Moment atMs={foundAtMs} />, {ageWords(foundAtMs, nowMs)}
    </>
  );
}

/**
 * Two copies, of which each has what the other lacks, or either may be right: side by side, with what keeping each of them
 * gives up. A is left and B is right.
 */
export function Copies({
  machine,
  question,
  className,
}: {
  machine: MachineView;
  question: SearchParam;
  className: string | undefined;
}): JSX.Element | null {
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const { value: asked, set: ask } = question;
  const { histories, undecided } = machine.observed;
  const action = machine.actions.find(({ action }) => action === "choose-copy");
  const choices = copyChoices(machine.observed, machine.hosts);
  if ((!histories && !undecided) || action === undefined) return null;
  const common = (histories ?? undecided)?.commonAtMs ?? null;
  const keep = keepFrom(asked);
  const blocked =
    action.disabledBecause === null
      ? null
      : `${action.disabledBecause}${action.possibleAtMs === null ? "" : ` Possible ${inAboutWords(action.possibleAtMs, nowMs)}.`}`;
  return (
    <Region
      title={histories ? "Two histories" : "Copies differ"}
      aside={<Since machine={machine} />}
      className={`unprinted ${className ?? ""}`}
    >
      <div className={styles.both}>
        {choices.map((choice) => {
          const { keep: side } = choice;
          const host = machine.hosts[side];
          const other = choices.find((one) => one.keep === otherSide(side));
          return (
            <section key={side} className={styles.copy} aria-label={`Copy on ${host}`}>
              <h3>
                <ShapeMark shape="pointed-open" tone="down" />
                Copy on <span className="id">{host}</span>
              </h3>
              <dl>
                {undecided ? (
                  <Fact name="Now">
                    {undecided.waits === side ? "waits, and is not written" : "the machine runs from it"}
                  </Fact>
                ) : null}
                <Fact name="Last write">
                  <LastWrite choice={choice} common={common} />
                </Fact>
                <Fact name="Acknowledged alone">{counted(choice)}</Fact>
                <Fact name="Keeping it loses">
                  {other === undefined ? "not known" : <Loss machine={machine} keep={side} other={other} />}
                </Fact>
              </dl>
              <Button blockedBy={reason ?? blocked} onClick={() => ask(keepParam(side))}>
                Keep the copy on {host}
                <span aria-hidden="true">…</span>
              </Button>
            </section>
          );
        })}
      </div>
      {keep === null ? null : <ChooseCopy machine={machine} keep={keep} onClose={() => ask("")} />}
    </Region>
  );
}
