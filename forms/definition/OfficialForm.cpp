// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CaseForm.h"
#include "forms/definition/FormShelf.h"

#include <QDir>
#include <QFile>

/// Outside of the namespace, as the macro asks: without it the linker leaves the form out of a static library.
static void embedOfficialForm()
{
    Q_INIT_RESOURCE(tip_case);
}

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kFolder = u":/forms/tip-case"_s;

QString pathOf(const QString& version, const QString& name)
{
    return kFolder + u'/' + version + u'/' + name;
}

FormPtr readOfficialForm(const QString& version)
{
    QFile file(pathOf(version, u"form.json"_s));
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

QByteArray readOfficialRules(const QString& version)
{
    QFile file(pathOf(version, u"upgrade.json"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The hash that form.json states of itself, in its canonical spelling: a line of its own at the outer level.
QString statedHash(const QString& version)
{
    constexpr QByteArrayView line("\n  \"hash\": \"");
    constexpr int digits = 64;
    QFile file(pathOf(version, u"form.json"_s));
    const QByteArray json = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const auto at = json.indexOf(line);
    if (at < 0)
        qFatal("the embedded form states no hash");
    return QString::fromLatin1(json.mid(at + line.size(), digits));
}

FormShelfPtr embeddedForms()
{
    embedOfficialForm();
    const QStringList versions = QDir(kFolder).entryList(QDir::Dirs, QDir::Name);
    return std::make_shared<const FormShelf>(
        FormShelf::Source{versions, readOfficialForm, readOfficialRules, statedHash});
}

}  // namespace

FormShelfPtr officialForms()
{
    static const FormShelfPtr kForms = embeddedForms();
    return kForms;
}

FormPtr officialForm()
{
    return officialForms()->newest();
}

}  // namespace prohori
