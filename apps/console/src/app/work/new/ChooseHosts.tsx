import { useQuery } from "@tanstack/react-query";
import type { WorkHostView } from "@v-available/api/view/work-plan";
import { countWords } from "@v-available/domain/wording";
import { WORK_PLAN_LIMITS as limits } from "@v-available/domain/work-plan-limit";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { Segmented } from "@v-available/ui/Segmented";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import styles from "../work.module.css";

export type Chosen = Pick<WorkHostView, "host" | "pair">;

/** Hosts in the order in which they are worked on. */
export function ChooseHosts({
  chosen,
  onChosen,
  error,
}: {
  chosen: readonly Chosen[];
  onChosen: (chosen: readonly Chosen[]) => void;
  error: string | undefined;
}): JSX.Element {
  const [text, setText] = useState("");
  const [side, setSide] = useState<"both" | "a" | "b">("both");
  const list = useQuery(
    useTRPC().plan.hosts.queryOptions(
      { text, side: side === "both" ? null : side, limit: limits.hosts },
      { placeholderData: (before) => before },
    ),
  );
  const failure = useFailure(list);
  const ids = new Set(chosen.map(({ host }) => host.id));
  const free = (list.data?.hosts ?? []).filter(({ host, plan }) => plan === null && !ids.has(host.id));
  const room = limits.hosts - chosen.length;
  return (
    <>
      <div className={styles.row}>
        <Field label="Hosts" hint="Words of a name, a pair or a site." error={error}>
          {(control) => (
            <input
              {...control}
              type="search"
              value={text}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Segmented
          label="Which of a pair"
          options={[
            { value: "both", label: "both" },
            { value: "a", label: "only A" },
            { value: "b", label: "only B" },
          ]}
          value={side}
          onChange={setSide}
        />
      </div>
      {failure !== null ? (
        <QueryFailure what="The list of hosts" error={failure} query={list} />
      ) : list.data === undefined ? (
        <Skeleton label="Reading the hosts" rows={4} />
      ) : (
        <>
          <ul className={styles.choices} aria-label="Hosts to choose from">
            {list.data.hosts.map(({ host, pair, site, plan }) => (
              <li key={host.id}>
                <b className="id">{host.name}</b>
                <span className="sub">
                  {pair.name}, {site.name}
                  {plan === null ? null : `; in the plan ${plan}`}
                </span>
                <span className={styles.act}>
                  <Button
                    small
                    blockedBy={
                      plan !== null
                        ? `It is in the plan ${plan} already.`
                        : ids.has(host.id)
                          ? "It is chosen."
                          : room === 0
                            ? `A plan has at most ${limits.hosts} hosts.`
                            : null
                    }
                    onClick={() => onChosen([...chosen, { host, pair }])}
                  >
                    Choose<span className="vh"> {host.name}</span>
                  </Button>
                </span>
              </li>
            ))}
          </ul>
          <p className="sub">
            {list.data.hosts.length === list.data.total
              ? countWords(list.data.total, "host")
              : `The first ${list.data.hosts.length} of ${list.data.total}: name a site or a pair.`}{" "}
            {free.length > 1 && free.length <= room ? (
              <Button small onClick={() => onChosen([...chosen, ...free.map(({ host, pair }) => ({ host, pair }))])}>
                Choose all {free.length}
              </Button>
            ) : null}
          </p>
        </>
      )}
      {chosen.length === 0 ? null : (
        <>
          <h2>Chosen, in this order</h2>
          <ol className={styles.chosen} aria-label="Chosen hosts">
            {chosen.map(({ host, pair }) => (
              <li key={host.id}>
                <b className="id">{host.name}</b>
                <span className="sub">{pair.name}</span>
                <span className={styles.act}>
                  <Button small onClick={() => onChosen(chosen.filter((one) => one.host.id !== host.id))}>
                    Take out<span className="vh"> {host.name}</span>
                  </Button>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
