import type { FactWriter } from "../ledger";
import type { PersonRecord } from "./session";

type Given = Pick<PersonRecord, "name" | "role" | "sites"> & Partial<PersonRecord>;

/** The row of somebody who was not there before. */
export const newPerson = (writer: FactWriter, given: Given): PersonRecord => ({
  id: writer.newId(),
  revision: writer.revision,
  passwordHash: null,
  demo: false,
  failedSignIns: 0,
  lockedUntilMs: null,
  totpSecret: null,
  totpLastStep: null,
  recoveryCodeHashes: [],
  providerSubject: null,
  roleFromProvider: false,
  createdAtMs: writer.nowMs,
  disabledAtMs: null,
  ...given,
});
