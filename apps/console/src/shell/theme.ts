export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_KEY = "theme";

/**
 * Runs before the first paint, so that the page never shows in the wrong theme. A theme in the address wins for that
 * visit: screens can be compared side by side.
 */
export const THEME_SCRIPT = `try{var t=new URLSearchParams(location.search).get("theme")||localStorage.getItem("${THEME_KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;
