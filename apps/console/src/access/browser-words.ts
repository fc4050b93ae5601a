const BROWSERS = [
  ["Edge", /Edg(?:A|iOS)?\/(\d+)/],
  ["Opera", /OPR\/(\d+)/],
  ["Firefox", /(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /(?:Headless)?(?:Chrome|CriOS)\/(\d+)/],
  ["Safari", /Version\/(\d+)[.\d]* (?:Mobile\/\w+ )?Safari/],
] as const;
const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux|X11/],
] as const;

/** "Firefox 140 on Linux", as far as the browser says; whatever else it calls itself as it is. */
export function browserWords(agent: string): string {
  for (const [name, pattern] of BROWSERS) {
    const [found, version] = pattern.exec(agent) ?? [];
    if (found === undefined) continue;
    const system = SYSTEMS.find(([, known]) => known.test(agent));
    return `${name} ${version}${system ? ` on ${system[0]}` : ""}`;
  }
  return agent === "" ? "a program that does not say its name" : agent.slice(0, 60);
}
