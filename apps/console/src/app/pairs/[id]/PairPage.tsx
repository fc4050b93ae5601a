"use client";
import { useQuery } from "@tanstack/react-query";
import type { PairView } from "@v-available/api/view/pair";
import { PAIR_LABEL } from "@v-available/domain/label";
import { ageWords, inAboutWords } from "@v-available/domain/wording";
import { Stale } from "@v-available/ui/Notice";
import { Region } from "@v-available/ui/Region";
import { Segmented } from "@v-available/ui/Segmented";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { useNowMs } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTitle } from "../../../client/title";
import { useTRPC } from "../../../client/trpc";
import { useGo } from "../../../shell/go";
import { useKeys } from "../../../shell/keys";
import { Link } from "../../../shell/Link";
import { useSearchParam } from "../../../shell/search-param";
import { pairsAt } from "../../../view/address";
import { Crumbs } from "../../../view/Crumbs";
import { EventTimeline } from "../../../view/EventTimeline";
import { Moment } from "../../../view/Moment";
import { PairStanding } from "../../../view/PairStanding";
import { useBelievedPair } from "../../../view/staleness";
import { MachineRows } from "./MachineRows";
import { PlannedWork } from "./PlannedWork";
import styles from "./pair.module.css";
import { Room } from "./Room";
import { Topology } from "./Topology";
import { hasTwoCopiesWords } from "./verdict";
import { CHOICES, choiceLabel, nextWhatIf, parseWhatIf, predictionFor, type WhatIf, whatIfText } from "./what-if";

function Where({ pair }: { pair: PairView }): JSX.Element {
  const { index, of, previousId, nextId } = pair.place;
  const to = (id: string | null, label: string) => (id === null ? null : { href: `/pairs/${id}`, label });
  return (
    <Crumbs
      label="Where this pair is"
      path={[
        { word: "Pairs", href: "/pairs" },
        { word: pair.site.name, href: pairsAt(pair.site.name) },
      ]}
      place={{
        words: `pair ${index} of ${of} at this site`,
        previous: to(previousId, "Previous pair"),
        next: to(nextId, "Next pair"),
      }}
    />
  );
}

/** "If lit-a is lost now: 4 go on …" with what follows the colon standing out. */
function Outcome({ sentence, names }: { sentence: string; names: readonly string[] }): JSX.Element {
  const colon = sentence.indexOf(": ");
  if (colon === -1) return <Named text={sentence} names={names} />;
  return (
    <>
      <Named text={sentence.slice(0, colon + 2)} names={names} />
      <b>
        <Named text={sentence.slice(colon + 2)} names={names} />
      </b>
    </>
  );
}

function Verdict({
  pair,
  choice,
  names,
  nowMs,
}: {
  pair: PairView;
  choice: WhatIf;
  names: readonly string[];
  nowMs: number;
}): JSX.Element {
  const prediction = predictionFor(choice, pair.predictions);
  if (choice !== "now") {
    return (
      <>
        <p className={styles.sentence}>
          {prediction === null ? (
            "What that would do is not known."
          ) : (
            <Outcome sentence={prediction.sentence} names={names} />
          )}
        </p>
        <p className={styles.note}>
          <span className={styles.mark}>prediction, not the state now</span>{" "}
          <Named text={prediction?.detail ?? ""} names={names} />
        </p>
      </>
    );
  }
  const copies = hasTwoCopiesWords(pair);
  return (
    <>
      <p className={styles.sentence}>
        <Named text={pair.headline.reason} names={names} /> <b>{copies}</b>
        {pair.etaAtMs === null ? null : (
          <>
            {" "}
            Two copies of all expected at <Moment atMs={pair.etaAtMs} />, {inAboutWords(pair.etaAtMs, nowMs)}.
          </>
        )}
      </p>
      <p className={styles.note}>
        {pair.incident === null ? null : (
          <>
            <Link href={`/incidents/${pair.incident.id}`}>INC-{pair.incident.number}</Link>{" "}
            <Named text={pair.incident.title} names={names} />.{" "}
          </>
        )}
        {pair.headline.next === null ? null : (
          <>
            <Named text={pair.headline.next} names={names} />{" "}
          </>
        )}
        Choose a loss above, or press a host, to see what each machine would do now.
      </p>
    </>
  );
}

const LEGEND = [
  { look: "acts", words: "runs here" },
  { look: "core", words: "holds memory and disk" },
  { look: "disk", words: "holds the disk" },
  { look: "filling", words: "copy not complete" },
  { look: "lost", words: "gone, or would be" },
];

function Loaded({ pair }: { pair: PairView }): JSX.Element {
  const go = useGo();
  const nowMs = useNowMs();
  // The verdict is spoken when it changes, so that it does not change each second.
  const minuteMs = useNowMs(60_000);
  const believed = useBelievedPair(pair.id, pair.headline);
  const { value: param, set: setParam } = useSearchParam("whatif");
  const choice = parseWhatIf(param);
  const choose = (next: WhatIf): void => setParam(whatIfText(next));
  const names = [
    pair.name,
    pair.hostNames.a,
    pair.hostNames.b,
    ...pair.witnesses.map((witness) => witness.name),
    ...pair.machines.map((machine) => machine.name),
  ];

  useKeys((key) => {
    if (key === "w") choose(nextWhatIf(choice));
    else if (key === "Escape") {
      if (choice === "now") go("/pairs");
      else choose("now");
    } else {
      const id = key === "j" ? pair.place.nextId : key === "k" ? pair.place.previousId : null;
      if (id === null) return false;
      go(`/pairs/${id}`);
    }
    return true;
  });
  useTitle(`${pair.name}, ${PAIR_LABEL[believed.state].word.toLowerCase()}`);

  return (
    <>
      <Where pair={pair} />
      <header className={styles.head}>
        <h1>
          <span className="id">{pair.name}</span>
        </h1>
        <PairStanding pair={pair} state={believed.state} counted size="large" />
        <div className={styles.whatIf}>
          <span className="lab" aria-hidden="true">
            What if
          </span>
          <Segmented
            label="What if"
            value={choice}
            onChange={choose}
            options={CHOICES.map((value) => ({ value, label: choiceLabel(value, pair) }))}
          />
        </div>
      </header>
      <Stale
        stale={believed.stale}
        note={
          <>
            <b>Unknown.</b> Last heard at <Moment atMs={believed.observedAtMs} />,{" "}
            {ageWords(believed.observedAtMs, nowMs)}. Was: {PAIR_LABEL[believed.was].word}. Its hosts decide without the
            console; it asks again by itself.
          </>
        }
      >
        {/* What was last heard is not what is: the note above says how old it is, and the drawing below is hatched. */}
        <div className={styles.verdict} aria-live="polite" hidden={believed.stale && choice === "now"}>
          <Verdict pair={pair} choice={choice} names={names} nowMs={minuteMs} />
        </div>
        <section aria-label={`Pair ${pair.name}`} data-choice={choice}>
          <Topology pair={pair} choice={choice} nowMs={nowMs} onChoose={choose} />
          {pair.machines.length === 0 ? (
            <p className={styles.none}>No machine runs on this pair.</p>
          ) : (
            <MachineRows pair={pair} choice={choice} />
          )}
          <p className={styles.legend}>
            {LEGEND.map(({ look, words }) => (
              <span key={look}>
                <i data-look={look} aria-hidden="true" />
                {words}
              </span>
            ))}
          </p>
        </section>
        <PlannedWork pair={pair} />
        <Room pair={pair} />
        <Region title="Timeline" aside="every entry names its cause" className={styles.timeline ?? ""}>
          <EventTimeline events={pair.timeline} names={names} empty="Nothing was recorded about it yet." />
        </Region>
      </Stale>
    </>
  );
}

export function PairPage({ pairId }: { pairId: string }): JSX.Element {
  const pair = useQuery(useTRPC().pair.get.queryOptions({ pairId }));
  const failure = useFailure(pair);
  if (pair.data !== undefined) return <Loaded key={pairId} pair={pair.data} />;
  return failure !== null ? (
    <QueryFailure what="The pair" error={failure} query={pair} />
  ) : (
    <>
      <h1 className="vh">Pair</h1>
      <Skeleton label="Reading the pair" rows={12} />
    </>
  );
}
