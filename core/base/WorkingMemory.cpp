// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of jemalloc, which it looks for by this name in the program that it is linked to. Many small objects come and go with each change, and
// some MB with each request. One arena, so that no thread keeps to itself what its largest work once took; what is free stays for a second, as a page
// that is taken anew comes cleared from the system, which costs more than what is then done in it.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0";
}
