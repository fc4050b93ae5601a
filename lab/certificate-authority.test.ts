import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { CertificateAuthority } from "./certificate-authority";

it("issues certificates that verify under their own authority only", () => {
  const authority = CertificateAuthority.create("ours");
  const stranger = CertificateAuthority.create("ours");
  const issued = new X509Certificate(
    authority.issue([
      ["O", "v-available"],
      ["OU", "pair-7"],
      ["CN", "agent-b"],
    ]).certificatePem,
  );
  const root = new X509Certificate(authority.certificatePem);
  expect(issued.subject).toBe("O=v-available\nOU=pair-7\nCN=agent-b");
  expect(issued.ca).toBe(false);
  expect(root.ca).toBe(true);
  expect(issued.checkIssued(root)).toBe(true);
  expect(issued.verify(root.publicKey)).toBe(true);
  expect(issued.verify(new X509Certificate(stranger.certificatePem).publicKey)).toBe(false);
  expect(Date.parse(issued.validTo) - Date.now()).toBeGreaterThan(9 * 365 * 86_400_000);
});
