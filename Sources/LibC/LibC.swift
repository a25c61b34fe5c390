/// The C library, under one name on each system. This is the only file that knows which one it is.
///
/// On Linux with glibc nothing else is needed. What other systems would need beside this file:
/// - musl: nothing that we call is missing; `CLinux` declares what musl declares as well, in the same way.
/// - macOS: `CLinux` declares `renameat2` and `posix_spawn_file_actions_addchdir_np`. macOS has the second, and
///   `renameatx_np` with `RENAME_SWAP` for the first, which only `Files` calls.
#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#elseif canImport(Darwin)
    @_exported public import Darwin
#endif
