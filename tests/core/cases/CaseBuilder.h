// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"

#include <map>

namespace prohori {

/// Who makes a change in a test: a person in a role at a replica.
struct Author {
    PersonId person = 1;
    Role role = Role::Recorder;
    int replica = 1;
};

inline constexpr Author kOfficer{1, Role::Recorder, 1};
inline constexpr Author kColleague{2, Role::Recorder, 2};
inline constexpr Author kReviewer{9, Role::DistrictReviewer, 3};
inline constexpr Author kOtherReviewer{8, Role::DistrictReviewer, 4};
inline constexpr Author kMinistry{20, Role::HqApprover, 5};

/// Bytes of which each number has others.
QByteArray testBytes(int number, qsizetype size);

template <typename Id>
Id testId(int number)
{
    return Id::fromBytes(testBytes(number, Id::kSize));
}
RowId rowId(int number);

FieldValue text(const char* value);
FieldValue tag(int number, quint8 tier = 2);
inline FieldKey caseField(quint32 field)
{
    return {1, {}, field};
}
Item set(const FieldKey& key, const FieldValue& value, const QString& mergeGroup = {});
Item set(quint32 field, const char* value);
Item act(ActKind kind);

/** Makes the changes of one record. Every change has another claimed time, so that equal items do not make equal changes.
    add() puts a change on the parents it is told, next() on all heads.
*/
class CaseBuilder {
public:
    explicit CaseBuilder(int record = 1);
    CaseBuilder(const CaseBuilder&);
    CaseBuilder& operator=(const CaseBuilder&);
    ~CaseBuilder();

    ChangePtr create(const QList<Item>& items = {}, const Author& author = kOfficer);
    ChangePtr add(const Author& author, const QList<ChangePtr>& parents, const QList<Item>& items);
    ChangePtr next(const Author& author, const QList<Item>& items);

    /// An approval of what the heads (or the ancestors in `heads`) say.
    Item approval(const QList<ChangeId>& heads, ActKind kind = ActKind::Approve) const;
    ChangePtr approve(const Author& author, const ChangePtr& on = {}, ActKind kind = ActKind::Approve);
    ChangePtr accept(const Author& author, const ChangePtr& approval);

    RecordState fold() const;
    const History& history() const { return m_history; }
    const QList<ChangePtr>& changes() const { return m_changes; }
    void setFormVersion(const QString& version) { m_formVersion = version; }

private:
    ChangePtr make(const Author& author, QList<ChangeId> parents, const QList<Item>& items,
                   std::optional<Creation> creation);

    RecordId m_record;
    History m_history;
    QList<ChangePtr> m_changes;
    QString m_formVersion = QStringLiteral("1");
    std::map<int, quint64> m_counters;
    std::map<int, ChangeId> m_last;
    qint64 m_clock = 0;
};

/// The canonical value of a field, as diagnostic text; "-" where there is none.
QString shown(const RecordState& state, const FieldKey& key);

/// The item that settles a conflict: naming all sides, or those that the caller wants.
SettleItem settling(const Conflict& conflict, const ChangeId& take = {});

}  // namespace prohori
