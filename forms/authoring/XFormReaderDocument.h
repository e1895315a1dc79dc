// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace prohori {

struct XFormAttribute {
    QString
        name;  ///< with its prefix where it has a namespace: the usual one of a known namespace, else the document's own
    QString value;
};

/** An element with what is below it. Elements of XForms and XHTML, and all without a prefix, have plain names; others keep theirs, the usual
    one of a known namespace. Values and texts hold only what XML can write (xmlText()). `text` is the text in it, with each `output` as its value between kOutputBegin and kOutputEnd; inside labels, hints
    and values other elements are passed through.
*/
struct XFormElement {
    QString name;
    QList<XFormAttribute> attributes;
    QString text;
    std::vector<XFormElement> children;
    int line = 0;

    QString attribute(const QString& wanted) const;
    bool has(const QString& wanted) const;
    const XFormElement* child(const QString& wanted) const;
    QString localName() const { return name.section(QLatin1Char(':'), -1); }
};

struct XFormDocument {
    XFormElement root;
    QMap<QString, QString> namespaces;  ///< by prefix, of those that are used and not usual
};

/** Reads the whole document within bounds: 32 MiB, 600,000 elements and attributes, and those of XmlGuard (SEC-82). Without a document `fault` says
    why, with its line.
*/
std::optional<XFormDocument> readXFormDocument(const QByteArray& xml, AuthorMessage& fault);

}  // namespace prohori
