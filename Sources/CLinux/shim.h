#include <spawn.h>

// What the C library declares for programs in C with _GNU_SOURCE only.
int mkostemp(char *pattern, int flags);
int renameat2(int old_directory, const char *old_path, int new_directory, const char *new_path, unsigned int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
enum { RELUP_RENAME_EXCHANGE = 2 };
