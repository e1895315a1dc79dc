// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SettingsSheet.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

FormSettings readSettings(const Sheet* sheet, const QString& fileName, MessageList& messages)
{
    static const QRegularExpression ending(u"\\.(xlsx|xls|md|csv|xml)$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    FormSettings settings;
    settings.defaultLanguage = u"default"_s;
    settings.formId = QString(fileName).remove(ending);
    settings.title = settings.formId;
    if (!sheet || sheet->rows.isEmpty())
        return settings;

    const SheetColumns columns(u"settings"_s, sheet->header, messages);
    const auto& row = sheet->rows.first();
    settings.row = row.row;
    settings.instanceNameHeader = columns.header(u"instance_name"_s);
    for (const auto& column : columns.columns()) {
        const auto value = row.cells.value(column.place).trimmed();
        const auto key = column.language.isEmpty() ? column.key : column.key + u"::"_s + column.language;
        if (!value.isEmpty() && !settings.all.contains(key))
            settings.all.insert(key, value);
    }
    if (const auto id = settings.all.value(u"form_id"_s); !id.isEmpty())
        settings.formId = id;
    if (const auto language = settings.all.value(u"default_language"_s); !language.isEmpty())
        settings.defaultLanguage = languageCode(language);
    settings.titles = columns.texts(row, u"form_title"_s, settings.defaultLanguage);
    settings.title =
        settings.titles.isEmpty() ? settings.formId : settings.titles.in(settings.defaultLanguage);
    settings.version = settings.all.value(u"version"_s);
    settings.style = settings.all.value(u"style"_s);
    settings.instanceName = settings.all.value(u"instance_name"_s);
    settings.allowChoiceDuplicates = saysYes(settings.all.value(u"allow_choice_duplicates"_s));
    return settings;
}

}  // namespace prohori
