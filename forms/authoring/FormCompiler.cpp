// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"

#include "forms/authoring/ChoicesSheet.h"
#include "forms/authoring/MessageList.h"
#include "forms/authoring/RuleCheck.h"
#include "forms/authoring/SettingsSheet.h"
#include "forms/authoring/SurveySheet.h"
#include "forms/authoring/Warnings.h"
#include "forms/expression/FunctionTable.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Sheets whose names were probably meant to be one of ours.
void tellSimilarSheets(const Workbook& workbook, MessageList& messages)
{
    static const QStringList known{u"survey"_s, u"choices"_s, u"settings"_s, u"external_choices"_s,
                                   u"entities"_s};
    for (const auto& sheet : workbook.sheets) {
        if (known.contains(sheet.name.toLower()) || sheet.name.startsWith(u'_'))
            continue;
        const auto meant = nearestWord(sheet.name, known);
        if (!meant.isEmpty() && !workbook.sheet(meant) && meant != u"survey")
            messages.add(sheet.name, 0, QString(), u"W11"_s,
                         u"The sheet '%1' was ignored.%2"_s.arg(sheet.name, didYouMean(meant)));
    }
}

QString nearestSheet(const Workbook& workbook)
{
    for (const auto& sheet : workbook.sheets) {
        if (!nearestWord(sheet.name, {u"survey"_s}).isEmpty())
            return sheet.name;
    }
    return {};
}

void addLanguages(const SheetColumns& columns, const QString& defaultLanguage, QStringList& languages)
{
    for (const auto& column : columns.columns()) {
        const bool text = column.key == u"label" || column.key == u"hint" || !column.language.isEmpty();
        const auto language = column.language.isEmpty() ? defaultLanguage : column.language;
        if (column.known && text && !languages.contains(language))
            languages.append(language);
    }
}

QStringList languagesOf(const SurveyTable& survey, const ChoicesTable& choices,
                        const QString& defaultLanguage)
{
    QStringList languages;
    addLanguages(*survey.columns, defaultLanguage, languages);
    if (choices.columns)
        addLanguages(*choices.columns, defaultLanguage, languages);
    if (languages.isEmpty())
        languages.append(defaultLanguage);
    return languages;
}

FormPackagePtr makePackage(const Workbook& workbook, const FormSettings& settings, SurveyTable survey,
                           const ChoicesTable& choices, const FormRule& instanceName)
{
    auto package = std::make_shared<FormPackage>();
    package->formId = settings.formId;
    package->version = settings.version;
    package->title = settings.title;
    package->titles = settings.titles;
    package->languages = languagesOf(survey, choices, settings.defaultLanguage);
    package->defaultLanguage = package->languages.contains(settings.defaultLanguage)
                                 ? settings.defaultLanguage
                                 : package->languages.first();
    package->instanceName = instanceName;
    package->style = settings.style;
    package->sourceName = workbook.fileName;
    package->sourceHash = workbook.hash;
    package->settings = settings.all;
    package->lists = std::move(survey.lists);
    package->data = std::move(survey.data);
    package->hash = packageHash(*package);
    return package;
}

}  // namespace

QString AuthorMessage::toString() const
{
    return u"%1:%2:%3 %4 %5"_s.arg(sheet, QString::number(row), column, code, text);
}

QJsonObject AuthorMessage::toJson() const
{
    return {
        {u"sheet"_s, sheet}, {u"row"_s, row}, {u"column"_s, column}, {u"code"_s, code}, {u"text"_s, text}};
}

CompiledForm compileWorkbook(const Workbook& workbook)
{
    MessageList messages;
    CompiledForm compiled;
    const auto* sheet = workbook.sheet(u"survey"_s);
    tellSimilarSheets(workbook, messages);
    const auto settings = readSettings(workbook.sheet(u"settings"_s), workbook.fileName, messages);
    auto choices = readChoices(workbook.sheet(u"choices"_s), settings, messages);
    if (!sheet) {
        messages.add(u"survey"_s, 0, QString(), u"F01"_s,
                     u"There is no sheet named survey.%1"_s.arg(didYouMean(nearestSheet(workbook))));
        compiled.messages = messages.sorted();
        return compiled;
    }
    auto survey = readSurvey(*sheet, settings, choices, workbook.folder, messages);
    RuleCheck rules(survey, choices, settings, messages);
    rules.run();
    warn({workbook, survey, choices, settings, rules}, messages);
    if (!messages.hasErrors())
        compiled.package = makePackage(workbook, settings, std::move(survey), choices, rules.instanceName());
    compiled.messages = messages.sorted();
    return compiled;
}

}  // namespace prohori
