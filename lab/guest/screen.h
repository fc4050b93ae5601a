/* What a display and a keyboard would be there for. */
#ifndef SCREEN_H
#define SCREEN_H

/* Says on the screen what this machine is, and from then on repeats each line that is typed there; in a process of its own. */
void screen_serve(const char *name, const char *boot_id);

#endif
