"use client";
import { MACHINE_COLUMNS, type MachineColumn } from "@v-available/domain/machine-order";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import type { JSX } from "react";
import { HEAD } from "../columns";
import { USUAL_COLUMNS } from "../list-address";
import styles from "./views.module.css";

/** Which columns the list has; what is chosen shows at once, and goes with the address. */
export function ColumnsDialog({
  columns,
  onColumns,
  onClose,
}: {
  columns: readonly MachineColumn[];
  onColumns: (columns: readonly MachineColumn[]) => void;
  onClose: () => void;
}): JSX.Element {
  const turn = (column: MachineColumn, shown: boolean): void =>
    onColumns(MACHINE_COLUMNS.filter((one) => (one === column ? shown : columns.includes(one))));
  return (
    <Dialog open width="narrow" onClose={onClose} title="Columns" description="They go with the address of the list.">
      <fieldset className={styles.columns}>
        <legend className="vh">Columns</legend>
        {MACHINE_COLUMNS.map((column) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={columns.includes(column)}
              disabled={column === "name"}
              onChange={(event) => turn(column, event.target.checked)}
            />
            {HEAD[column].label}
            {column === "name" ? <span className="sub"> always</span> : null}
          </label>
        ))}
      </fieldset>
      <div className={styles.buttons}>
        <Button onClick={() => onColumns(USUAL_COLUMNS)}>The usual ones</Button>
        <Button primary onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
