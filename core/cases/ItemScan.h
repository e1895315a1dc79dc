// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/ContentFold.h"
#include "core/cases/RegisterFold.h"

#include <QHash>
#include <QSet>

#include <map>

namespace prohori {

/// One item's part of a write, before those of one change are put together. Inside core/cases only.
struct RawWrite {
    RegisterKey key;
    int place = 0;
    quint32 field = 0;
    const FieldValue* value = nullptr;  ///< null for a decision
    const SettleItem* settle = nullptr;
    quint8 tier = 0;
};

/** Walks through all items of a view once and sorts them: writes by register, the rest straight into the state.

    A field that stands alone in one change and in a merge group in another belongs to the group everywhere, and groups that share
    a field are one: so a field has one register, whichever version of the form a station had.
*/
class ItemScan {
public:
    ItemScan(const FoldView& view, FoldedContent& out);

    /// Writes to fields and options, by register and place.
    std::vector<RawWrite>& writes() { return m_writes; }
    /// Writes to the existence of rows (null row: the record) that somebody removed, by register and place.
    std::map<RegisterKey, std::vector<RawWrite>> existenceWrites() const;
    /// The row around a row; null at the top and for unknown ones.
    RowId parentOf(const RowId& row) const { return m_parents.value(row); }

private:
    void findMergeGroups();
    void sortWrites();
    void scan(int place);
    void scanValue(int place, const SetItem& item);
    void scanOptions(int place, const OptionItem& item);
    void scanSettle(int place, const SettleItem& item);
    void scanRow(int place, const AddRowItem& item);
    void scanQuery(int place, int number, const QueryItem& item);
    void scanAttachment(int place, const AttachItem& item);
    RegisterKey valueRegister(const FieldKey& key, const QString& mergeGroup) const;
    QString mergeGroupRoot(quint32 group, const RowId& row, QString name) const;
    RegisterKey existenceKey(quint32 group, const RowId& row) const;
    void touchScopes(int place, quint32 group, quint32 field);
    void finishQueries();
    void finishAttachments();

    using GroupName =
        std::pair<FieldKey, QString>;  ///< group and row (field 0) with the name of a merge group

    struct QueryStepAt {
        int place = 0;
        QueryStep step = QueryStep::Open;
    };

    const FoldView& m_view;
    FoldedContent& m_out;
    std::vector<RawWrite> m_writes;
    const QList<const ApprovalScope*> m_scopes = allApprovalScopes();
    std::vector<const ApprovalScope*> m_touched;  ///< by place: the scope that was touched last
    QHash<FieldKey, QString> m_mergeGroups;       ///< field → one name of its merge group
    QHash<GroupName, QString> m_sameGroup;        ///< name → smaller name of the same group
    QHash<RowId, RowId> m_parents;
    QHash<RowId, quint32> m_rowGroups;
    QHash<RowId, quint32> m_removed;  ///< rows that somebody removed, with the group that he named
    std::map<QByteArray, std::vector<QueryStepAt>> m_queries;
    std::vector<std::pair<int, AttachItem>> m_attachments;
};

}  // namespace prohori
