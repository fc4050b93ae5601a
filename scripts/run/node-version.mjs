const OLDEST = [20, 11];

/** Ends the process with one sentence when Node is too old. Kept free of newer syntax so that an old Node can say it. */
export function need(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    `v-Available needs Node ${OLDEST.join(".")} or newer and this is ${version}. Install Node 20 (nodejs.org), then run the command again.`,
  );
  process.exit(1);
}
