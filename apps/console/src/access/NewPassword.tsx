import { PASSWORD_LENGTH } from "@v-available/domain/password";
import type { JSX } from "react";

/** A password that is chosen, not one that is known. */
export function NewPassword({ label }: { readonly label: string }): JSX.Element {
  return (
    <label>
      {label}, {PASSWORD_LENGTH.min} characters or more
      <input
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH.min}
        maxLength={PASSWORD_LENGTH.max}
      />
    </label>
  );
}
