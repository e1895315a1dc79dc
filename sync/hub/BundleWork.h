// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/PiecesWork.h"

namespace prohori {

/// One bundle while it is worked on.
struct Hub::Private::BundleWork {
    OpenedBundle opened;
    CollectedStatements statements;
    News news{Directory({}), 0, {}, {}, {}};
    QList<ChangeId> changes;
    QList<WireVerdict> verdicts;
    QHash<ChangeId, WireVerdict> notStored;  ///< wrongly signed: told once, kept nowhere
    AnswerPlan plan;
    PiecesWork papers;
    AttachmentId paper;   ///< whose pieces are coming
    BundleWanted wanted;  ///< papers that the station lacks
    BundleTaken taken;
};

}  // namespace prohori
