// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/wire/BundleFile.h"

namespace prohori {

/** Has a bundle read by the caged program (core/base/LookProgram.h, app/look) before this one does (SEC-78): to its end, with every statement,
    frame and change in it. That process knows the key of the file and nothing else; it has no network, can open no file, 512 MiB and 60 s of
    CPU. The same bytes lead the same code here afterwards, so what would bring this process down brought down the other one.

    A bundle that is merely bad is no error here: who reads it next says why in the words of BundleFile.h.
    Errors: those of bundleKey(); Refused (hint "harmful") when the process died, was stopped, or took nothing for `patienceMs`;
    Storage (hint "no-reader") when there is no such program or the system gives no cage: nothing is read without.
    Cost: a process, and one reading of the file. `in` stands at its beginning afterwards.
    @return OpenedBundle::hash of what was read; empty for a bad bundle.
*/
Result<QByteArray> tasteBundle(QIODevice& in, const QList<BoxKey>& keys, int patienceMs = 90'000);

}  // namespace prohori
