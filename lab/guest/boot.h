/* What a distribution's init would do: file systems, modules, an address. */
#ifndef BOOT_H
#define BOOT_H
#include <stddef.h>

void boot_prepare(void);
/* Reads `key=value` from the kernel's command line. Returns 1 when it is there. */
int boot_option(const char *key, char *value, size_t size);
void boot_id(char *out, size_t size);
void boot_network(const char *ip, const char *mask);
/* Lets the switches learn where this MAC is now: after a restart on the partner they still send to the old host. */
void boot_announce(void);

#endif
