// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/VersionForms.h"

namespace prohori {

/** Three versions of one small form for cases whose upgrade.json takes every step (forms 12.3).

    Version 2 asks for `phone` and `village` once a victim (into-repeat), for the `ringleader` of the first suspect once a case (out-of-repeat),
    works `total` out of `men` and `women`, `label` out of `name` and `village`, `ripe` of every victim out of its age, and `guess` out of a
    text that is none; names `thana` anew under another id, has no `weather`, and parks `memo`, which it still asks for. Version 3 works `double`
    out of what version 2 worked out.
*/
FormPtr stepForm(int version);

FormShelfPtr stepShelf(const QList<int>& versions);

}  // namespace prohori
