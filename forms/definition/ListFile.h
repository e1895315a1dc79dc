// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormPackage.h"

#include <QString>
#include <QStringList>

namespace prohori {

/** Fills `list` from its file: rows, fileHash. The file is looked for in `folder`/lists, then in `folder`.
    Gives the names of its columns.

    `name` and `label` of a row are the cells of valueColumn and labelColumn where the file has them;
    `label::Bangla (bn)` is a label, too. CSV, XML and GeoJSON are read, told apart by the ending of the name; another file must be there and
    gives no columns.
    Bounds (SEC-82): 16 MiB, 200,000 rows, 4,096 columns, 32 KiB a cell. Fails with NotFound when there is
    no such file or the name is no plain file name, and with Invalid when it is not what its name says.
*/
Result<QStringList> loadListFile(FormList& list, const QString& folder);

}  // namespace prohori
