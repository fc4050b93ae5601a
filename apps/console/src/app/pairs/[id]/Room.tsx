"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PairView } from "@v-available/api/view/pair";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { DIAL_STOPS, type DialStop, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { otherSide, SIDES } from "@v-available/domain/state";
import { countWords } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import { Region } from "@v-available/ui/Region";
import { Segmented } from "@v-available/ui/Segmented";
import { type JSX, useDeferredValue, useState } from "react";
import { Named } from "../../../client/Named";
import { useTRPC } from "../../../client/trpc";
import { useSearchParam } from "../../../shell/search-param";
import { amountOf } from "../../../view/amount";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import styles from "./Room.module.css";
import { FIRST_ROOM, FIRST_STOP } from "./room-first";
import { awayWords, fitsWords, stoppedWords } from "./room-words";

const DAYS = ["1", "7", "30"] as const;
type Days = (typeof DAYS)[number];

/** What else fits on the pair before admission refuses it, and what it means to do without one of its hosts. */
export function Room({ pair }: { pair: PairView }): JSX.Element {
  const trpc = useTRPC();
  const [vcpus, setVcpus] = useState(String(FIRST_ROOM.vcpus));
  const [memoryMiB, setMemoryMiB] = useState(String(FIRST_ROOM.memoryMiB));
  const [stop, setStop] = useState<DialStop>(FIRST_STOP);
  const { value: awayFor, set: setAwayFor } = useSearchParam("away");
  const days: Days = DAYS.find((one) => one === awayFor) ?? "7";
  const asked = useDeferredValue({
    pairId: pair.id,
    vcpus: amountOf(vcpus),
    memoryMiB: amountOf(memoryMiB),
    protection: PROTECTION_OF_STOP[stop],
  });
  const room = useQuery(trpc.pair.room.queryOptions(asked, { placeholderData: keepPreviousData, retry: false }));
  const refusal = room.error === null ? null : detailOf(room.error);
  const names = [pair.hostNames.a, pair.hostNames.b, ...pair.machines.map(({ name }) => name)];
  return (
    <Region title="Room" className="unprinted" aside="by the admission that is asked when a machine is made">
      <div className={styles.form}>
        <Field label="vCPU" error={fieldError(refusal, "vcpus")}>
          {(control) => (
            <input {...control} inputMode="numeric" value={vcpus} onChange={(event) => setVcpus(event.target.value)} />
          )}
        </Field>
        <Field label="Memory, MiB" error={fieldError(refusal, "memoryMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={memoryMiB}
              onChange={(event) => setMemoryMiB(event.target.value)}
            />
          )}
        </Field>
        <Segmented
          label="Level"
          value={stop}
          onChange={setStop}
          options={DIAL_STOPS.map((value) => ({ value, label: LEVEL_LABEL[value].word }))}
        />
      </div>
      <div className={styles.answer} aria-live="polite">
        {refusal !== null ? (
          isAboutNone(refusal, ["vcpus", "memoryMiB"]) ? (
            <RefusedNote error={room.error} />
          ) : null
        ) : room.data === undefined ? (
          <p className="sub">Counting…</p>
        ) : (
          <>
            <p>
              <b>{fitsWords(room.data)}</b> <Named text={stoppedWords(room.data) ?? ""} names={names} />{" "}
              {room.data.stoppedBy?.remedy}
            </p>
            {room.data.warnings.map(({ sentence, remedy }) => (
              <p key={sentence} className="sub">
                With the last of them: <Named text={sentence} names={names} /> {remedy}
              </p>
            ))}
          </>
        )}
      </div>
      {room.data === undefined ? null : (
        <div className={styles.away}>
          <p>
            Without one of its hosts for{" "}
            <Segmented
              label="Away for"
              value={days}
              onChange={(next) => setAwayFor(next === "7" ? "" : next)}
              options={DAYS.map((value) => ({ value, label: countWords(Number(value), "day") }))}
            />{" "}
            <span className="sub">expected, from what is declared now</span>
          </p>
          <ul>
            {SIDES.map((side) => (
              <li key={side}>
                If <span className="id">{pair.hostNames[side]}</span> is away:{" "}
                <Named
                  text={awayWords(room.data.away[side], pair.hostNames[otherSide(side)], Number(days))}
                  names={names}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Region>
  );
}
