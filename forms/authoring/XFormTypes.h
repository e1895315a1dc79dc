// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace prohori {

/// How an XLSForm type looks in an XForm. Empty words do not matter.
struct XFormType {
    const char* type;     ///< of FormItem
    const char* control;  ///< input, select1 … with a prefix outside of XForms; empty = none in the body
    const char*
        bindType;  ///< string, int … ; what is written, and what is read where only it tells types apart
    const char* mediatype;  ///< of upload
    const char* preload;    ///< jr:preload
    const char* params;     ///< jr:preloadParams
};

/// The entry that a type is written with: input and string for a type that is not known.
const XFormType& xformTypeOf(const QString& type);

/// What is known of a node when its type is looked for.
struct XFormSigns {
    QString control, bindType, mediatype, preload, params;
    bool fromFile = false;    ///< its list comes from a file
    bool isReadonly = false;  ///< always
    bool hasValue = false;    ///< a calculation or a default
};

/** The type of a question by its signs; a calculation without a control that is bound to a number has the type of that number; what no entry fits keeps the name of its control, which cannot be answered on this computer.

    The reader and the writer share this: the writer adds `ht:as` where the type would not come back.
*/
QString xformTypeBySigns(const XFormSigns& signs);

/// The namespaces that need no declaration by the author: prefix and address.
struct XFormNamespace {
    const char* prefix;
    const char* uri;
};
const QList<XFormNamespace>& xformNamespaces();

/// The text without what XML has no place for: control characters, halves of pairs, and code points of one unit that are no characters.
QString xmlText(const QString& text);

/// A name that XML allows, with at most one prefix.
bool isXmlName(const QString& name);

/// Marks around the value of an `output` inside a text; no XML text that is read holds them otherwise.
constexpr QChar kOutputBegin(u'\ufdd0');
constexpr QChar kOutputEnd(u'\ufdd1');

}  // namespace prohori
