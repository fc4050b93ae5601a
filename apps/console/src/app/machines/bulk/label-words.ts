const LABEL = /^[a-z0-9]([a-z0-9./_-]*[a-z0-9])?$/;
const LONGEST = 63;

/** Labels as somebody typed them; what is wrong with the first that is none, with its limit and remedy. */
export function parseLabels(text: string): { readonly labels: readonly string[]; readonly wrong: string | null } {
  const labels = [...new Set(text.split(/[\s,]+/).filter((label) => label !== ""))];
  const wrong = labels.find((label) => !LABEL.test(label) || label.length > LONGEST);
  return {
    labels,
    wrong:
      wrong === undefined
        ? null
        : `“${wrong}” is no label. Limit: lower-case letters, digits and inner . / _ or -, ${LONGEST} at most. Write for example ${
            wrong
              .toLowerCase()
              .replaceAll(/[^a-z0-9./_-]+/g, "-")
              .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
              .slice(0, LONGEST) || "till"
          }.`,
  };
}
