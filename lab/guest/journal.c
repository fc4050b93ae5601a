#define _GNU_SOURCE
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MAGIC "VAJRNL1"
#define CHUNK_RECORDS 256

static int device = -1;
static uint64_t device_bytes;
static uint64_t slots; /* how many records fit before the oldest is overwritten */
static uint64_t last;
static char *block;  /* aligned for direct IO: one record */
static char *blocks; /* aligned for direct IO: a chunk of records */

static uint32_t crc32_of(const void *bytes, size_t length) {
  const uint8_t *at = bytes;
  uint32_t crc = ~0u;
  while (length--) {
    crc ^= *at++;
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  return ~crc;
}

static int is_whole(const struct record *record) {
  return memcmp(record->magic, MAGIC, sizeof MAGIC) == 0 &&
         record->checksum == crc32_of(record, offsetof(struct record, checksum));
}

static off_t offset_of(uint64_t sequence) { return (off_t)((sequence - 1) % slots) * RECORD_BYTES; }

int journal_read(uint64_t sequence, struct record *out) {
  if (device < 0 || sequence == 0) return 0;
  if (pread(device, block, RECORD_BYTES, offset_of(sequence)) != RECORD_BYTES) return 0;
  memcpy(out, block, sizeof *out);
  return is_whole(out) && out->sequence == sequence;
}

/* Slots are written in order, so those of the present lap are a prefix: its end is found by halving. */
static void find_last(void) {
  struct record record;
  if (pread(device, block, RECORD_BYTES, 0) != RECORD_BYTES) return;
  memcpy(&record, block, sizeof record);
  if (!is_whole(&record)) return;
  uint64_t first = record.sequence, in = 0, out = slots;
  while (out - in > 1) {
    uint64_t middle = in + (out - in) / 2;
    if (journal_read(first + middle, &record)) in = middle;
    else out = middle;
  }
  last = first + in;
}

int journal_open(const char *path) {
  if (posix_memalign((void **)&block, 4096, 4096) ||
      posix_memalign((void **)&blocks, 4096, CHUNK_RECORDS * RECORD_BYTES))
    return ENOMEM;
  /* Direct, so that a read tells what the device has and not what the page cache remembers. */
  device = open(path, O_RDWR | O_DIRECT | O_CLOEXEC);
  if (device < 0) return errno;
  if (ioctl(device, BLKGETSIZE64, &device_bytes)) return errno;
  slots = device_bytes / RECORD_BYTES;
  find_last();
  return 0;
}

int journal_append(const char *boot_id, uint64_t counter, const char *text) {
  if (device < 0) return ENODEV;
  struct record *record = (struct record *)block;
  memset(block, 0, RECORD_BYTES);
  memcpy(record->magic, MAGIC, sizeof MAGIC);
  record->sequence = last + 1;
  record->counter = counter;
  strncpy(record->boot_id, boot_id, BOOT_ID_BYTES - 1);
  strncpy(record->text, text, TEXT_BYTES - 1);
  record->checksum = crc32_of(record, offsetof(struct record, checksum));
  if (pwrite(device, block, RECORD_BYTES, offset_of(record->sequence)) != RECORD_BYTES) return errno ? errno : EIO;
  if (fdatasync(device)) return errno;
  last++;
  return 0;
}

uint64_t journal_check(uint64_t *checked) {
  uint64_t bad = 0, oldest = last > slots ? last - slots + 1 : 1;
  *checked = 0;
  for (uint64_t sequence = oldest; sequence <= last;) {
    uint64_t slot = (sequence - 1) % slots, count = last - sequence + 1;
    if (count > CHUNK_RECORDS) count = CHUNK_RECORDS;
    if (count > slots - slot) count = slots - slot;
    ssize_t got = pread(device, blocks, count * RECORD_BYTES, (off_t)slot * RECORD_BYTES);
    for (uint64_t i = 0; i < count; i++) {
      const struct record *record = (const struct record *)(blocks + i * RECORD_BYTES);
      int there = got >= (ssize_t)((i + 1) * RECORD_BYTES);
      if (!there || !is_whole(record) || record->sequence != sequence + i) bad++;
    }
    *checked += count;
    sequence += count;
  }
  return bad;
}

uint64_t journal_last(void) { return last; }
uint64_t journal_device_bytes(void) { return device_bytes; }
