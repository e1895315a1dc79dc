// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerCodec.h"
#include "app/station/CaseDesk.h"

namespace prohori {

/** What people say to each other about a case: remarks of a return, queries on single answers.

    Everything said is a change like any other: signed, sealed as sensitive, part of the history. Refused with a sentence where rights, phase
    or keys say no. O(changes of the case).
*/
class CaseTalk {
public:
    explicit CaseTalk(Station& station) : m_station(station) {}

    /// Those of the last return or ministry's query, while the case waits for its officer; none otherwise. In their order.
    Result<QList<RemarkView>> remarks(const RecordId& record) const;
    Result<QList<QueryView>> queries(const RecordId& record) const;

    Result<SavedCase> openQuery(const RecordId& record, const AnswerPath& path, const QString& text);
    /// `query`: its id, or the beginning of its hex form where that is enough.
    Result<SavedCase> answerQuery(const RecordId& record, const QByteArray& query, const QString& text);
    /// Only who may open one closes it; `text` may be empty.
    Result<SavedCase> closeQuery(const RecordId& record, const QByteArray& query, const QString& text);
    /// Why not, for buttons; success when one could be opened or answered.
    Result<> mayOpen(const CaseView& view) const;
    Result<> mayAnswer(const CaseView& view) const;

    /// The same two of a history in hand: for views that have folded it already.
    static QList<RemarkView> remarksOf(const Station& station, const History& history,
                                       const RecordState& state, const AnswerReader& reader);
    static QList<QueryView> queriesOf(const Station& station, const History& history,
                                      const RecordState& state, const AnswerReader& reader);

private:
    Result<SavedCase> say(const RecordId& record, QueryItem item, const QString& text, Permission permission);
    Result<QueryItem> follow(const RecordId& record, const QByteArray& query, QueryStep step) const;

    Station& m_station;
};

}  // namespace prohori
