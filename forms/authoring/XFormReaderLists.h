// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/XFormReaderTexts.h"
#include "forms/definition/FormPackage.h"
#include "forms/definition/PathTrace.h"

#include <QHash>
#include <QSet>

namespace prohori {

/// The itemset of a select, or the repeat that it offers.
struct XFormItemset {
    QString instance;  ///< id of the secondary instance; empty: `path` is in the answers
    QString path;      ///< without predicates
    QString filter;    ///< the predicates, joined by `and`
    QString seed;
    bool randomized = false;
};

/// Takes a nodeset apart: `randomize(instance('l')/root/item[f], 3)`.
XFormItemset readItemset(const QString& nodeset);

/** The secondary instances of a form as choice lists: inline ones with their rows, those by file with the rows of their CSV where `folder` has it
    (F27 where it has not; an empty `folder` is not looked into).
*/
class XFormLists {
public:
    XFormLists(const XFormTexts& texts, const QString& folder, QList<AuthorMessage>& messages)
        : m_texts(texts),
          m_folder(folder),
          m_messages(messages)
    {}

    void read(const XFormElement& instance);
    bool has(const QString& id) const { return m_instances.contains(id); }
    bool isFile(const QString& id) const { return !m_instances.value(id).file.isEmpty(); }
    /// The names of the root and of the rows of an inline instance, which expressions know as `root` and `item`.
    std::pair<QString, QString> stepNames(const QString& id) const;

    /// Key of the list of these columns of an instance: its id for whoever comes first.
    QString use(const QString& id, const QString& value, const XFormElement* label);
    /// A list of the items that stand in a select.
    QString useItems(const QString& name, const XFormElement& select);
    /// What nobody asked for becomes a table with the usual columns. Ids of files that are tables, in the order of the document.
    QStringList finish();

    QMap<QString, FormList> lists;
    ListColumns columns;

private:
    struct Instance {
        const XFormElement* root = nullptr;
        QString file;
        bool table = false;  ///< said to be a csv-external
        int line = 0;
    };
    FormList inlineList(const Instance& instance, const QString& value, const QString& label,
                        bool itext) const;
    QString useFile(const QString& id, const QString& value, const QString& label);
    static void finishChoice(FormChoice& choice, qsizetype place);

    const XFormTexts& m_texts;
    QString m_folder;
    QList<AuthorMessage>& m_messages;
    QMap<QString, Instance> m_instances;
    QStringList m_order;
    QSet<QString> m_used;
};

}  // namespace prohori
