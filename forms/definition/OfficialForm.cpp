// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CaseForm.h"

#include <QDir>
#include <QFile>

/// Outside of the namespace, as the macro asks: without it the linker leaves the form out of a static library.
static void embedOfficialForm()
{
    Q_INIT_RESOURCE(tip_case);
}

namespace prohori {

using namespace Qt::StringLiterals;

static FormPtr readOfficialForm()
{
    embedOfficialForm();
    const QString folder = u":/forms/tip-case"_s;
    const QStringList versions = QDir(folder).entryList(QDir::Dirs, QDir::Name);
    QFile file(folder + u'/' + versions.value(versions.size() - 1) + u"/form.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the embedded form is missing");
    const auto package = readEmbeddedForm(file.readAll());
    if (!package)
        qFatal("the embedded form cannot be read: %s", qPrintable(package.error().detail));
    const CaseFormReading reading = readCaseForm(*package);
    if (!reading.form)
        qFatal("the embedded form is no form for records: %s", qPrintable(reading.faults.join(u"; "_s)));
    return reading.form;
}

FormPtr officialForm()
{
    static const FormPtr kForm = readOfficialForm();
    return kForm;
}

}  // namespace prohori
