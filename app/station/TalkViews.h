// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Change.h"
#include "forms/engine/FormEngine.h"

#include <QList>
#include <QString>

namespace prohori {

/// A remark that came with the return (or the ministry's query) that a case stands in.
struct RemarkView {
    AnswerPath path;
    QString text;  ///< empty where the reader has no key
    QString who;
    Instant claimed;
    /// After the return somebody changed the answer or wrote a note on the question.
    bool answered = false;
};

/// A question that somebody asked about one answer, and what was said to it.
struct QueryView {
    struct Line {
        QString who;
        QString text;
        Instant claimed;
        PersonId person = 0;
        bool sealed = false;  ///< there are words, and this reader holds no key to them
    };
    QByteArray id;
    AnswerPath path;
    QList<Line> lines;  ///< in the order of the history
    QueryStep step = QueryStep::Open;
    bool isOpen() const { return step != QueryStep::Close; }
};

}  // namespace prohori
