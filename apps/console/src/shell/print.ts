export const PRINTED_ID = "printed";

/**
 * Writes on top of a page that is about to be printed when that was, in UTC because paper travels, and where the page is found.
 * A script of the document, not of the bundle: nobody waits for it.
 */
export const PRINT_SCRIPT = `addEventListener("beforeprint",function(){document.getElementById("${PRINTED_ID}").textContent=document.title+". As the console knew it on "+new Date().toISOString().slice(0,19).replace("T"," at ")+" UTC. "+location.href})`;
