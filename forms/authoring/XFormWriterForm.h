// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/XFormTypes.h"
#include "forms/definition/FormPackage.h"
#include "forms/definition/FormTree.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <QXmlStreamWriter>

#include <vector>

namespace prohori {

/** Writes one package as an ODK XForm. The same package gives the same bytes.

    What the format has no place for stands in attributes and elements of the namespace urn:ht-forms:1, which other programs pass over.
*/
class XFormWriter {
public:
    explicit XFormWriter(const FormPackage& package);
    QByteArray write();

private:
    enum class NodeCopy { Both, Template, Instance };
    struct TextValue {
        QString form;
        Texts texts;
        QString place;  ///< folder of media, `images`
        const FormItem* item = nullptr;
    };
    struct TextEntry {
        QString id;
        std::vector<TextValue> values;
    };

    // collecting
    void collectItem(const FormItem& item);
    void declarePrefix(const QString& name);
    void collectLists();
    void addText(const QString& id, const Texts& texts, const FormItem* item, const QString& form = {});
    void addMedia(const QString& id, const QMap<QString, Texts>& media);
    void collectNamespaces();
    // the head
    void writeHead();
    void writeOwnHead();
    void writeItext();
    void writeValue(const TextValue& value, const QString& language, bool standard);
    void writeOutputs(const QString& text, const FormItem* item);
    QString outputValue(const QString& name, const FormItem* item) const;
    void writePrimary();
    void writeNode(const FormItem& item, NodeCopy copy);
    void writeNodeOnce(const FormItem& item, NodeCopy copy);
    void writeList(const QString& key, const FormList& list);
    void writeChoice(const FormChoice& choice, const QString& id);
    void writeBinds(const FormItem& item);
    void writeBind(const FormItem& item);
    void writeMetaBinds();
    void writeModelActions(const FormItem& item, bool inRepeat);
    void writeDefault(const FormItem& item, const QString& events);
    // the body
    void writeBody(const FormItem& item);
    void writeControl(const FormItem& item);
    void writeContainer(const FormItem& item);
    void writeRepeatDefaults(const FormItem& item);
    void writeLabels(const FormItem& item);
    void writeItemset(const FormItem& item);
    void writeControlAttributes(const FormItem& item);

    void start(const QString& name);
    void end() { m_xml.writeEndElement(); }
    /// Nothing for an empty value, an impossible name, or one that the element has already.
    void attribute(const QString& name, const QString& value);
    void extras(const FormItem& item, const QString& prefix, bool (*known)(const QString&));
    /// The list's name where XML and XPath can write it and no other list is written so, else `own`.
    QString listId(const QString& key, QString own) const;
    QString nodesetOf(const FormItem& item) const;
    static bool isTable(const FormItem& item);
    bool hasControl(const FormItem& item) const;
    bool triggersInBody(const FormItem& item) const;

    const FormPackage& m_package;
    FormTree m_tree;
    QByteArray m_bytes;
    QXmlStreamWriter m_xml;
    QSet<QString> m_written;  ///< attributes of the element that is open
    QMap<QString, QString> m_namespaces;
    std::vector<TextEntry> m_texts;
    QHash<QString, size_t> m_textPlaces;
    QHash<QString, QString> m_listIds;    ///< by list: the id of its instance
    QHash<QString, QString> m_choiceIds;  ///< by list: the beginning of the ids of its texts
    QHash<QString, const FormItem*> m_listUsers;
    QHash<QString, QList<const FormItem*>> m_triggered;  ///< by path of the trigger
};

QString xpathLiteral(const QString& text);

}  // namespace prohori
