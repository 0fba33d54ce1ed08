#pragma once
// SQLite's log with neighbouring writes put together. SQLite writes each page of a commit by two calls of its own, a header of
// 24 bytes and the page: with it a post cost as much in the kernel's write path as in SQLite's trees. Here they are gathered and
// written in pieces of up to 96 KiB, before anybody may see or count on them: before the file is synced, read there, cut, closed
// or unlocked, and before the log's new end is told in the shared memory. What SQLite promises of a sync holds as before; what
// was not synced yet may be lost as before.

namespace store {

// The name to open a database with. It stands on whichever file system (VFS) is SQLite's default when a file is opened. Errors of
// a gathered write come with the call that had it written, a sync mostly.
[[nodiscard]] const char* gathering_vfs();

}  // namespace store
