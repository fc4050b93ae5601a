"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SavedView } from "@v-available/api/view/machine-view";
import type { MachineColumn, MachineOrder } from "@v-available/domain/machine-order";
import { VIEW_LIMIT, wrongViewName } from "@v-available/domain/machine-view";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { refusalOf } from "../../../client/refusal";
import { useTRPC } from "../../../client/trpc";
import { useGo } from "../../../shell/go";
import { newTaskKey } from "../../../view/task-key";
import { columnsText, orderText } from "../list-address";
import styles from "./views.module.css";

export interface ShownList {
  readonly filter: string;
  readonly sort: MachineOrder;
  readonly columns: readonly MachineColumn[];
}

/** The address of a list as a view has it. */
export function addressOfView({ filter, sort, columns }: ShownList): string {
  const search = new URLSearchParams();
  if (filter !== "") search.set("filter", filter);
  if (orderText(sort) !== "") search.set("sort", orderText(sort));
  if (columnsText(columns) !== "") search.set("columns", columnsText(columns));
  const text = search.toString().replaceAll("%3A", ":");
  return `/machines${text === "" ? "" : `?${text}`}`;
}

const wordsOf = ({ message, limit, remedy }: RefusalDetail): string =>
  [message, limit === undefined ? "" : `Limit: ${limit}.`, remedy].filter(Boolean).join(" ");

/** Lists that somebody named: to go to, to rename, to remove; and a name for the one that is shown. */
export function ViewsDialog({ shown, onClose }: { shown: ShownList; onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const client = useQueryClient();
  const go = useGo();
  const { reason } = useConnection();
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const [renamed, setRenamed] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const [touched, setTouched] = useState(false);
  const list = useQuery(trpc.view.list.queryOptions());
  const again = { onSettled: () => client.invalidateQueries({ queryKey: trpc.view.list.queryKey() }) };
  const save = useMutation(trpc.view.save.mutationOptions(again));
  const rename = useMutation(trpc.view.rename.mutationOptions(again));
  const remove = useMutation(trpc.view.remove.mutationOptions(again));

  const wrong = touched ? wrongViewName(name) : null;
  const refusal = wrong ?? refusalOf(save.error);
  const { views = [], mayNotShareBecause = null, mayNotKeepBecause = null } = list.data ?? {};
  const mayNot = reason ?? (isShared ? mayNotShareBecause : mayNotKeepBecause);
  const submit = (): void => {
    setTouched(true);
    if (wrongViewName(name) !== null) return;
    save.mutate(
      { viewId: newTaskKey(), shared: isShared, name, ...shown, columns: [...shown.columns] },
      {
        onSuccess() {
          setName("");
          setTouched(false);
        },
      },
    );
  };
  const group = (title: string, shared: boolean): JSX.Element | null => {
    const members = views.filter((view) => view.shared === shared);
    if (members.length === 0) return null;
    return (
      <section>
        <h3 className={styles.title}>{title}</h3>
        <ul className={styles.views} aria-label={title}>
          {members.map((view) => (
            <li key={view.id}>
              {renamed?.id === view.id ? (
                <Rename
                  view={view}
                  text={renamed.name}
                  onText={(next) => setRenamed({ id: view.id, name: next })}
                  error={wrongViewName(renamed.name) ?? refusalOf(rename.error)}
                  onEnd={() => setRenamed(null)}
                  onRename={() =>
                    rename.mutate(
                      { viewId: view.id, shared, name: renamed.name },
                      { onSuccess: () => setRenamed(null) },
                    )
                  }
                />
              ) : (
                <>
                  <button
                    type="button"
                    className="as-link"
                    onClick={() => {
                      onClose();
                      go(addressOfView(view));
                    }}
                  >
                    {view.name}
                  </button>
                  <span className={styles.says}>
                    {view.filter === "" ? "all machines" : view.filter}
                    {addressOfView(view) === addressOfView(shown) ? ", shown now" : ""}
                  </span>
                  <span className={styles.buttons}>
                    <Button
                      small
                      aria-label={`Rename ${view.name}`}
                      blockedBy={reason ?? (shared ? mayNotShareBecause : null)}
                      onClick={() => {
                        rename.reset();
                        setRenamed({ id: view.id, name: view.name });
                      }}
                    >
                      Rename
                    </Button>
                    <Button
                      small
                      aria-label={`Remove ${view.name}`}
                      blockedBy={reason ?? (shared ? mayNotShareBecause : null)}
                      onClick={() => remove.mutate({ viewId: view.id, shared })}
                    >
                      Remove
                    </Button>
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      </section>
    );
  };
  return (
    <Dialog open onClose={onClose} title="Views" description="A view is a filter, an order and columns under a name.">
      {list.data === undefined ? (
        list.isError ? (
          <p role="alert">
            The views could not be read; nothing was changed. <Button onClick={() => list.refetch()}>Ask again</Button>
          </p>
        ) : (
          <Skeleton label="Reading the views" rows={3} />
        )
      ) : (
        <>
          {views.length === 0 ? <p>No view is kept yet. The list that is shown can be the first.</p> : null}
          {group("Yours", false)}
          {group("Everybody’s", true)}
        </>
      )}
      {remove.error === null ? null : (
        <p role="alert">
          {refusalOf(remove.error) === null
            ? "The server did not answer; nothing was removed."
            : wordsOf(refusalOf(remove.error) as RefusalDetail)}
        </p>
      )}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Keep the list that is shown as"
          hint={shown.filter === "" ? "All machines." : `Filter: ${shown.filter}`}
          error={
            refusal === null
              ? save.isError
                ? "The server did not answer; nothing was kept."
                : undefined
              : wordsOf(refusal)
          }
        >
          {(control) => (
            <input
              {...control}
              type="text"
              value={name}
              maxLength={VIEW_LIMIT.nameLength * 2}
              onChange={(event) => {
                setName(event.target.value);
                save.reset();
              }}
            />
          )}
        </Field>
        <label className={styles.shared}>
          <input type="checkbox" checked={isShared} onChange={(event) => setShared(event.target.checked)} />
          For everybody
        </label>
        <Button primary type="submit" blockedBy={mayNot} aria-busy={save.isPending}>
          Keep
        </Button>
        <p className="vh" role="status">
          {save.isSuccess ? "Kept." : ""}
        </p>
      </form>
    </Dialog>
  );
}

function Rename({
  view,
  text,
  onText,
  error,
  onEnd,
  onRename,
}: {
  view: SavedView;
  text: string;
  onText: (text: string) => void;
  error: RefusalDetail | null;
  onEnd: () => void;
  onRename: () => void;
}): JSX.Element {
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrongViewName(text) === null) onRename();
      }}
    >
      <Field label={`New name of ${view.name}`} error={error === null ? undefined : wordsOf(error)}>
        {(control) => (
          <input
            {...control}
            type="text"
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={(event) => {
              // Escape leaves the name as it is, not the whole dialog.
              if (event.key !== "Escape") return;
              event.preventDefault();
              event.stopPropagation();
              onEnd();
            }}
          />
        )}
      </Field>
      <Button small primary type="submit">
        Rename
      </Button>
      <Button small onClick={onEnd}>
        Leave it
      </Button>
    </form>
  );
}
