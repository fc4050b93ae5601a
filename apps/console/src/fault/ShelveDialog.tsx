"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import { serverNowMs, useConnection } from "../client/connection";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { NO_ANSWER, putAlarm } from "./put-alarm";
import styles from "./ShelveDialog.module.css";
import { SHELF_ENDS, type ShelfEnd, shelfEndMs } from "./shelf-end";

/** Until when it asks nobody. There is no shelf without an end. */
export function ShelveDialog({ alarm, onClose }: { alarm: AlarmRow; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const { reason } = useConnection();
  const [end, setEnd] = useState<ShelfEnd>("1h");
  const [date, setDate] = useState("");
  const shelve = useMutation(
    useTRPC().alarm.shelve.mutationOptions({
      onSuccess(row) {
        putAlarm(client, row);
        onClose();
      },
    }),
  );
  const send = (): void => {
    const untilMs = shelfEndMs(end, date, serverNowMs());
    if (untilMs !== null && !shelve.isPending) shelve.mutate({ alarmId: alarm.id, untilMs });
  };
  const refusal = refusalOf(shelve.error);
  const wrong =
    shelve.error === null ? null : refusal === null ? NO_ANSWER : `${refusal.message} ${refusal.remedy ?? ""}`;
  return (
    <Dialog
      open
      width="narrow"
      onClose={onClose}
      title={
        <>
          Shelve {alarm.label}, <span className="id">{alarm.subject.name}</span>
        </>
      }
      description="It asks nobody until then, and the overview says that it is shelved. Its condition goes on being watched."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <fieldset className={styles.ends}>
          <legend className="vh">Until when</legend>
          {SHELF_ENDS.map((choice, index) => (
            <label key={choice.end}>
              <input
                type="radio"
                name="end"
                checked={end === choice.end}
                onChange={() => setEnd(choice.end)}
                data-first-focus={index === 0 || undefined}
              />
              {choice.label}
            </label>
          ))}
        </fieldset>
        {end === "date" ? (
          <Field label="Date and time" hint="Within 31 days, in your own time." error={wrong}>
            {(control) => (
              <input
                type="datetime-local"
                required
                value={date}
                onChange={(event) => setDate(event.target.value)}
                {...control}
              />
            )}
          </Field>
        ) : (
          <p role="status" className="mid">
            {wrong}
          </p>
        )}
        <footer className={styles.foot}>
          <Button
            type="submit"
            primary
            blockedBy={reason ?? (end === "date" && date === "" ? "Choose a date and time." : null)}
          >
            {shelve.isPending ? "Shelving…" : "Shelve it"}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </footer>
      </form>
    </Dialog>
  );
}
