import fs from "node:fs";
import path from "node:path";
import type { TlsFiles } from "@v-available/domain/agent-config";
import { type CertificateIdentity, certificateFields } from "@v-available/domain/certificate-identity";
import { type Certificate, CertificateAuthority } from "./certificate-authority";
import type { LabSettings } from "./settings";

/** One certificate for each process of a lab, from the lab's own authority. Strangers have none and get nothing. */
export type CertificateName = "controller" | "witness" | "agent-a" | "agent-b";

const identities = (pairRef: string): Record<CertificateName, CertificateIdentity> => ({
  controller: { role: "controller" },
  witness: { role: "witness" },
  "agent-a": { role: "agent", pairRef, side: "a" },
  "agent-b": { role: "agent", pairRef, side: "b" },
});

const folder = (lab: LabSettings) => path.join(lab.directory, "certificates");

export const tlsFiles = (lab: LabSettings, name: CertificateName): TlsFiles => ({
  authority: path.join(folder(lab), "authority.pem"),
  certificate: path.join(folder(lab), `${name}.pem`),
  key: path.join(folder(lab), `${name}.key`),
});

/** Makes them all the first time, and nothing afterwards. The authority's key is not kept. */
export function mintCertificates(lab: LabSettings): void {
  const write = (name: string, { certificatePem, keyPem }: Certificate) => {
    fs.writeFileSync(path.join(folder(lab), `${name}.pem`), certificatePem);
    fs.writeFileSync(path.join(folder(lab), `${name}.key`), keyPem, { mode: 0o600 });
  };
  const done = path.join(folder(lab), "authority.pem");
  if (fs.existsSync(done)) return;
  fs.mkdirSync(folder(lab), { recursive: true, mode: 0o700 });
  const authority = CertificateAuthority.create(`authority of lab ${lab.prefix}`);
  for (const [name, identity] of Object.entries(identities(lab.pairRef))) {
    write(name, authority.issue(certificateFields(identity)));
  }
  // Last, so that it stands for all of them.
  fs.writeFileSync(done, authority.certificatePem);
}
