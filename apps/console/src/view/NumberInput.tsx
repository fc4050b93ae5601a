import type { FieldControl } from "@v-available/ui/Field";
import { type ComponentPropsWithoutRef, type JSX, useState } from "react";
import { amountOf } from "./amount";

/** Without what binary fractions add: 1.1 s are 1100 ms, not 1100.0000000000002. */
const plain = (amount: number): number => Number(amount.toPrecision(12));

/**
 * A number that is kept in one unit and typed in another. What is typed stays as it is typed: "0." is on its way to 0.5.
 * @param per of the unit that is kept, in one of the unit that is typed: 1000 for milliseconds that are typed as seconds
 * @param empty what an empty text means; not a number, which the server refuses, unless it means something else
 */
export function NumberInput<Empty extends null | number = number>({
  control,
  value,
  per = 1,
  empty = Number.NaN as Empty,
  onValue,
  ...rest
}: {
  control: FieldControl;
  value: number | Empty;
  per?: number;
  empty?: Empty;
  onValue: (value: number | Empty) => void;
} & Pick<ComponentPropsWithoutRef<"input">, "size" | "inputMode">): JSX.Element {
  const [typed, setTyped] = useState("");
  const read = (text: string): number | Empty => (text.trim() === "" ? empty : plain(amountOf(text) * per));
  const kept = value === null || Number.isNaN(value) ? "" : String(plain(value / per));
  return (
    <input
      inputMode="decimal"
      {...rest}
      {...control}
      autoComplete="off"
      value={Object.is(read(typed), value) ? typed : kept}
      onChange={(event) => {
        setTyped(event.target.value);
        onValue(read(event.target.value));
      }}
    />
  );
}
