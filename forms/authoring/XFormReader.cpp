// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/authoring/XFormReaderForm.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

CompiledForm compileXForm(const QByteArray& xml, const QString& fileName, const QString& folder)
{
    CompiledForm compiled;
    AuthorMessage fault;
    const std::optional<XFormDocument> document = readXFormDocument(xml, fault);
    if (!document) {
        compiled.messages.append(fault);
        return compiled;
    }
    XFormForm form(*document, folder);
    const std::shared_ptr<FormPackage> package = form.read(fileName);
    compiled.messages = form.messages;
    std::stable_sort(compiled.messages.begin(), compiled.messages.end(),
                     [](const AuthorMessage& a, const AuthorMessage& b) { return a.row < b.row; });
    if (!package)
        return compiled;
    package->sourceName = fileName;
    package->sourceHash = QCryptographicHash::hash(xml, QCryptographicHash::Sha256);
    package->hash = packageHash(*package);
    compiled.package = package;
    return compiled;
}

}  // namespace prohori
