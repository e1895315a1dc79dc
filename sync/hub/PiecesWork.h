// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/HubPrivate.h"

#include <QHash>

namespace prohori {

/// One request for files, or the papers of one bundle, while it is worked on.
struct Hub::Private::PiecesWork {
    ReplicaId replica;  ///< of who sends and wants
    PersonInfo person;
    PiecesAnswer answer;
    QHash<AttachmentId, std::optional<HeldAttachment>> files;
    QHash<AttachmentId, qsizetype> places;  ///< of its standing in the answer
    QList<AttachmentId> grown;
    QHash<AttachmentId, bool> mayLeave;  ///< of those that somebody of the national level wants

    void stand(const AttachmentId& file, PieceState state, qint64 held)
    {
        const auto place = places.constFind(file);
        if (place != places.constEnd()) {
            answer.standings[*place] = {file, state, held};
            return;
        }
        places.insert(file, answer.standings.size());
        answer.standings.append({file, state, held});
    }
};

}  // namespace prohori
