// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/XFormReaderLists.h"
#include "forms/authoring/XFormReaderPaths.h"
#include "forms/authoring/XFormTypes.h"

#include <QHash>

#include <memory>

namespace prohori {

/** Turns the document of an XForm into a package, part by part (forms.md 12.4). Used once.

    Needs a model with a primary instance; without one `messages` hold F01 and there is no package.
*/
class XFormForm {
public:
    XFormForm(const XFormDocument& document, const QString& folder);

    /// Name and hash of the source are the caller's to set. Nothing when a message is an error.
    std::shared_ptr<FormPackage> read(const QString& fileName);
    QList<AuthorMessage> messages;

private:
    /// What is known of a node beside its item.
    struct Node {
        FormItem* item = nullptr;
        XFormSigns signs;
        QString as;
        int line = 0;
        int order = -1;  ///< of its control in the body
        bool group = false;
    };

    bool findParts();
    void readHead();
    void readSettings();
    // the tree
    FormItem readNode(const XFormElement& element, const QString& path);
    void indexNodes(FormItem& item);
    void readMeta(const XFormElement& meta);
    // the model
    void readBind(const XFormElement& bind);
    void readMetaBind(const QString& name, const XFormElement& bind);
    void readBindRules(FormItem& item, const XFormElement& bind);
    void readBindTexts(FormItem& item, const XFormElement& bind);
    static void keepAttributes(FormItem& item, const XFormElement& element, const QString& prefix,
                               bool (*known)(const QString&));
    void readAction(const XFormElement& action, const QString& context, const QString& control);
    // the body
    void readBody(const XFormElement& parent, const QString& context);
    void readGroup(const XFormElement& group, const QString& context);
    void readRepeat(const XFormElement& repeat, const XFormElement& around, const QString& context);
    void readControl(const XFormElement& control, const QString& context);
    void readControlAttributes(Node& node, const XFormElement& control);
    void readLabels(FormItem& item, const XFormElement& element);
    void readList(Node& node, const XFormElement& select);
    QString referenceOf(const XFormElement& element, const QString& context) const;
    // the end
    void finishItem(FormItem& item);
    void finishType(FormItem& item, Node& node);
    void finishTexts(FormItem& item);
    Texts withNames(const Texts& texts, FormItem& item, const QString& context);
    QString nameForOutput(const QString& value, FormItem& item, const QString& context);
    void addTables();
    void check();
    void checkItem(const FormTree& tree, int row, const ListColumns& columns);

    FormRule rule(const QString& text, int line, const QString& column);
    void say(int line, const QString& column, const QString& code, const QString& text);
    Node* nodeAt(const QString& path);

    const XFormElement& m_html;
    const QMap<QString, QString> m_namespaces;
    const XFormElement* m_model = nullptr;
    const XFormElement* m_body = nullptr;
    const XFormElement* m_primary = nullptr;
    XFormTexts m_texts;
    XFormLists m_lists;
    XFormPaths m_paths;
    std::shared_ptr<FormPackage> m_package;
    QHash<QString, Node> m_nodes;
    QHash<QString, QString> m_bindIds;
    QHash<QString, QString>
        m_choiceOutputs;           ///< names that stand for outputs, for labels that several questions share
    std::vector<FormItem> m_meta;  ///< questions that stand below meta: audit
    int m_order = 0;
    int m_count = 0;  ///< of nodes of the primary instance
};

/// Attributes of `bind` and of controls that have a place of their own; the others are kept as `bind::NAME`, `body::NAME`.
bool isKnownBindAttribute(const QString& name);
bool isKnownControlAttribute(const QString& name);

}  // namespace prohori
