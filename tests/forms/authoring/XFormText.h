// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

namespace prohori {

/// An XForm with this in its model and body; `my` and `p` are prefixes of no known namespace.
inline QByteArray xform(const QByteArray& model, const QByteArray& body)
{
    return "<?xml version=\"1.0\"?>\n<h:html xmlns=\"http://www.w3.org/2002/xforms\" "
           "xmlns:h=\"http://www.w3.org/1999/xhtml\" "
           "xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:odk=\"http://www.opendatakit.org/xforms\" "
           "xmlns:orx=\"http://openrosa.org/xforms\" xmlns:my=\"urn:my\" "
           "xmlns:p=\"urn:ht-forms:1\">\n<h:head><h:title>T</h:title>\n"
           "<model>\n"
         + model + "</model></h:head>\n<h:body>\n" + body + "</h:body></h:html>";
}

inline CompiledForm compiled(const QByteArray& xml)
{
    return compileXForm(xml, QStringLiteral("f.xml"), {});
}

inline QString messagesOf(const CompiledForm& form)
{
    QStringList lines;
    for (const AuthorMessage& message : form.messages)
        lines.append(message.toString());
    return lines.join(QLatin1Char('\n'));
}

/// Compiles, and gives an empty package where that fails; the messages are printed then.
inline FormPackagePtr packageOf(const QByteArray& xml)
{
    const CompiledForm form = compiled(xml);
    if (form.package)
        return form.package;
    qWarning("%s", qPrintable(messagesOf(form)));
    return std::make_shared<FormPackage>();
}

inline const FormItem& at(const FormPackagePtr& package, const QString& path)
{
    static const FormItem none;
    const FormItem* item = package->find(path);
    return item ? *item : none;
}

}  // namespace prohori
