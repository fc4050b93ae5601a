"use client";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { Segmented } from "@v-available/ui/Segmented";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { type JSX, useState } from "react";
import styles from "./parts.module.css";

const CHOICES = [
  { value: "now", label: "Now" },
  { value: "a", label: "Lose lit-a" },
  { value: "b", label: "Lose lit-b" },
] as const;

export function Controls(): JSX.Element {
  const [choice, setChoice] = useState<(typeof CHOICES)[number]["value"]>("now");
  const [open, setOpen] = useState(false);
  const [descending, setDescending] = useState(false);
  return (
    <div className={styles.controls}>
      <div className={styles.row}>
        <Button primary onClick={() => setOpen(true)}>
          Open the dialog…
        </Button>
        <Button>Acknowledge</Button>
        <Button small>Review</Button>
        <Button blockedBy="Not while on one copy. Possible at 10:58:14, in about 8 min.">Make lit-b active</Button>
        <Segmented label="What if" options={CHOICES} value={choice} onChange={setChoice} />
      </div>
      <div className={styles.fields}>
        <Field label="Name" hint="Lower-case letters, digits and inner hyphens.">
          {(control) => <input {...control} defaultValue="erp-db" />}
        </Field>
        <Field label="Memory, MiB" error="16 MiB is too small. Limit: at least 96 MiB.">
          {(control) => <input {...control} defaultValue="16" />}
        </Field>
      </div>
      <Table className={styles.table}>
        <thead>
          <tr>
            <Head
              sort={{ direction: descending ? "descending" : "ascending", onSort: () => setDescending(!descending) }}
            >
              Name
            </Head>
            <Head number sort={{ direction: null, onSort: () => setDescending(!descending) }}>
              Memory
            </Head>
          </tr>
        </thead>
        <tbody>
          <tr>
            <Cell>erp-db</Cell>
            <Cell number>48 GiB</Cell>
          </tr>
          <tr data-current>
            <Cell>orders-db</Cell>
            <Cell number>32 GiB</Cell>
          </tr>
        </tbody>
      </Table>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Change the level"
        description="The machine goes on running."
      >
        <p className={styles.said}>What it would do stands here.</p>
        <Button primary onClick={() => setOpen(false)}>
          Leave it as it is
        </Button>
      </Dialog>
    </div>
  );
}
