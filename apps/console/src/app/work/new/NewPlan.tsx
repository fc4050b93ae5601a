"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { PairView } from "@v-available/api/view/pair";
import type { WorkPreview } from "@v-available/api/view/work-plan";
import { SIDES } from "@v-available/domain/state";
import { WORK_PLAN_LIMITS as limits } from "@v-available/domain/work-plan-limit";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { Segmented } from "@v-available/ui/Segmented";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { useGo } from "../../../shell/go";
import { amountOf } from "../../../view/amount";
import { Crumbs } from "../../../view/Crumbs";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { HERE, localText, momentOf } from "../../../view/time-of-day";
import { type WeeklyWindow, WindowFields } from "../../../view/WindowFields";
import styles from "../work.module.css";
import { ChooseHosts, type Chosen } from "./ChooseHosts";
import { PlanMeaning } from "./PlanMeaning";

type When = "now" | "at" | "window";
const FIELDS = ["name", "reason", "hostIds", "workMinutes", "atOnce", "startsAtMs", "window"];

/** A host that nobody has heard of yet has no id. */
const hostsOf = (pair: PairView | undefined): readonly Chosen[] =>
  pair === undefined
    ? []
    : SIDES.flatMap((side) => {
        const { id, name } = pair.hosts[side];
        return id === "" ? [] : [{ host: { id, name }, pair: { id: pair.id, name: pair.name } }];
      });

/** A host that was taken out takes the consent for its machines with it. */
const stillTouched = (preview: WorkPreview | undefined, confirmed: readonly string[]): string[] => {
  const touched = new Set(preview?.hosts.flatMap(({ outside }) => outside.map(({ machine }) => machine.id)));
  return confirmed.filter((id) => touched.has(id));
};

/**
 * Plans work on hosts: which, why, how long, when; and what it would mean before it is asked for.
 * @param pairId whose hosts are chosen until somebody chooses others; null for none
 */
export function NewPlan({ pairId }: { pairId: string | null }): JSX.Element {
  const trpc = useTRPC();
  const go = useGo();
  const blockedBy = useBlocked("do-maintenance");
  const [name, setName] = useState("");
  const [why, setWhy] = useState("");
  const pair = useQuery(trpc.pair.get.queryOptions({ pairId: pairId ?? "" }, { enabled: pairId !== null }));
  const [byHand, setChosen] = useState<readonly Chosen[] | null>(null);
  const chosen = byHand ?? hostsOf(pair.data);
  const [minutes, setMinutes] = useState("30");
  const [atOnce, setAtOnce] = useState("1");
  const [when, setWhen] = useState<When>("now");
  const [at, setAt] = useState("");
  const [window, setWindow] = useState<WeeklyWindow>({
    timeZone: HERE,
    recurrence: {
      ...{ kind: "weekly", weekdays: ["saturday"], weekOfMonth: null },
      ...{ startMinuteOfDay: 22 * 60, durationMinutes: 6 * 60 },
    },
  });
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [key, setKey] = useState(() => newTaskKey());
  const create = useMutation(trpc.plan.create.mutationOptions());
  const refusal = create.error === null ? null : detailOf(create.error);
  const error = (field: string) => fieldError(refusal, field);
  const hostIds = chosen.map(({ host }) => host.id);
  const startsAtMs = when === "at" && at !== "" ? momentOf(at) : null;
  const previewed = { hostIds, workMinutes: amountOf(minutes), atOnce: amountOf(atOnce), startsAtMs };
  const canPreview =
    hostIds.length > 0 &&
    hostIds.length <= limits.hosts &&
    Number.isInteger(previewed.workMinutes) &&
    previewed.workMinutes >= limits.workMinutes.min &&
    previewed.workMinutes <= limits.workMinutes.max &&
    Number.isInteger(previewed.atOnce) &&
    previewed.atOnce >= 1 &&
    previewed.atOnce <= limits.atOnce;
  const preview = useQuery(
    trpc.plan.preview.queryOptions(previewed, { enabled: canPreview, placeholderData: (before) => before }),
  );
  /** Another intent is another plan. */
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setKey(newTaskKey());
    };
  const plan = (): void => {
    if (create.isPending) return;
    create.mutate(
      {
        name: name.trim(),
        reason: why.trim(),
        hostIds,
        workMinutes: previewed.workMinutes,
        atOnce: previewed.atOnce,
        startsAtMs,
        window: when === "window" ? (window as never) : null,
        outsideWindowOf: stillTouched(preview.data, confirmed),
        key,
      },
      { onSuccess: ({ planId }) => go(`/work/${planId}`) },
    );
  };
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Planned work", href: "/work" }, { word: "Plan work" }]} />
      <h1 className={`say ${styles.title}`}>Plan work on hosts, one after the other.</h1>
      <form
        className={styles.two}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          plan();
        }}
      >
        <div className={styles.fields}>
          <Field label="Name" error={error("name")}>
            {(control) => (
              <input
                {...control}
                value={name}
                maxLength={limits.name}
                autoComplete="off"
                placeholder="Firmware, November"
                onChange={(event) => changed(setName)(event.target.value)}
              />
            )}
          </Field>
          <Field label="Why" hint="Whoever sees a host away reads it." error={error("reason")}>
            {(control) => (
              <input
                {...control}
                value={why}
                maxLength={limits.reason.max}
                autoComplete="off"
                onChange={(event) => changed(setWhy)(event.target.value)}
              />
            )}
          </Field>
          <RefusedNote error={byHand === null ? pair.error : null} />
          <ChooseHosts chosen={chosen} onChosen={changed(setChosen)} error={error("hostIds")} />
          <div className={styles.row}>
            <Field label="Minutes of work on each host" error={error("workMinutes")}>
              {(control) => (
                <input
                  {...control}
                  inputMode="numeric"
                  size={6}
                  value={minutes}
                  onChange={(event) => changed(setMinutes)(event.target.value)}
                />
              )}
            </Field>
            <Field label="Hosts away at once, at most" error={error("atOnce")}>
              {(control) => (
                <input
                  {...control}
                  inputMode="numeric"
                  size={6}
                  value={atOnce}
                  onChange={(event) => changed(setAtOnce)(event.target.value)}
                />
              )}
            </Field>
          </div>
          <Segmented
            label="Hosts are begun"
            options={[
              { value: "now", label: "at once" },
              { value: "at", label: "from a time on" },
              { value: "window", label: "in a window" },
            ]}
            value={when}
            onChange={changed(setWhen)}
          />
          {when === "at" ? (
            <Field label={`From this time on, ${HERE}`} error={error("startsAtMs")}>
              {(control) => (
                <input
                  {...control}
                  type="datetime-local"
                  value={at}
                  onChange={(event) => changed(setAt)(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          {when === "window" ? (
            <WindowFields window={window} onWindow={changed(setWindow)} error={(field) => error(`window.${field}`)} />
          ) : null}
          {refusal !== null && isAboutNone(refusal, FIELDS) ? <RefusedNote error={create.error} /> : null}
          <footer className={styles.acts}>
            <Button
              primary
              type="submit"
              blockedBy={
                blockedBy ??
                (hostIds.length === 0
                  ? "Choose a host first."
                  : when === "at" && at === ""
                    ? "Choose the time first."
                    : null)
              }
            >
              {create.isPending ? "Planning…" : "Plan it"}
            </Button>
            <Button onClick={() => go("/work")}>Leave it</Button>
          </footer>
        </div>
        <PlanMeaning
          preview={canPreview ? preview.data : undefined}
          error={canPreview ? preview.error : null}
          confirmed={confirmed}
          onConfirmed={changed(setConfirmed)}
          reading={canPreview && preview.isFetching}
          onBegin={(fromMs) => {
            changed(setWhen)("at");
            setAt(localText(fromMs));
          }}
        />
      </form>
    </>
  );
}
