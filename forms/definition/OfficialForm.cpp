// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormReader.h"

#include <QDir>

/// Outside of the namespace, as the macro asks: without it the linker leaves the form out of a static library.
static void embedOfficialForm()
{
    Q_INIT_RESOURCE(tip_case);
}

namespace prohori {

using namespace Qt::StringLiterals;

FormPtr officialForm()
{
    static const FormPtr kForm = [] {
        embedOfficialForm();
        const QString folder = u":/forms/tip-case"_s;
        const QStringList versions = QDir(folder).entryList(QDir::Dirs, QDir::Name);
        const FormReading reading = FormReader().read(folder + u'/' + versions.value(versions.size() - 1));
        for (const FormMessage& message : reading.messages)
            qCritical("%s", qUtf8Printable(message.toString()));
        Q_ASSERT_X(reading.form, "officialForm", "the embedded form does not compile");
        return reading.form;
    }();
    return kForm;
}

}  // namespace prohori
