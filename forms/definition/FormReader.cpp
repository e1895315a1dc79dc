// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormReader.h"

#include "forms/definition/SurveyReader.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isNumber(const QString& text)
{
    return !text.isEmpty()
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

void sortMessages(QList<FormMessage>& messages)
{
    std::stable_sort(messages.begin(), messages.end(), [](const FormMessage& a, const FormMessage& b) {
        return a.sheet != b.sheet ? a.sheet > b.sheet : a.row < b.row;
    });
}

}  // namespace

QString FormMessage::toString() const
{
    return u"%1:%2:%3 %4 %5"_s.arg(sheet).arg(row).arg(column, code, text);
}

FormReading FormReader::read(const QString& folder) const
{
    FormReading reading;
    QList<FormMessage>& messages = reading.messages;
    const auto survey = SheetTable::load(folder, u"survey"_s, messages);
    if (!survey) {
        messages.append({u"survey"_s, 0, {}, u"F01"_s, u"There is no sheet named survey."_s});
        return reading;
    }
    if (!survey->has(u"type"_s)) {
        messages.append({u"survey"_s, 1, {}, u"F02"_s, u"The survey sheet has no type column."_s});
        return reading;
    }
    FormDefinition form;
    form.m_lists = readChoices(folder, messages);
    const auto sections = SheetTable::load(folder, u"sections"_s, messages);
    Survey parts = SurveyReader(*survey, sections ? &*sections : nullptr, form.m_lists, messages).read();
    form.m_groups = std::move(parts.groups);
    form.m_fields = std::move(parts.fields);
    form.m_languages = survey->languages(u"label"_s);
    form.m_formId = folder.section(u'/', -2, -2);
    form.m_version = folder.section(u'/', -1);
    if (const auto settings = SheetTable::load(folder, u"settings"_s, messages);
        settings && settings->size() > 0) {
        form.m_formId = settings->cell(0, u"form_id"_s);
        form.m_version = settings->cell(0, u"version"_s);
        form.m_title = settings->texts(0, u"form_title"_s);
    }
    sortMessages(messages);
    if (std::any_of(messages.cbegin(), messages.cend(), [](const FormMessage& m) { return m.isError(); }))
        return reading;
    index(form);
    reading.form = std::make_shared<const FormDefinition>(std::move(form));
    return reading;
}

QHash<QString, ChoiceList> FormReader::readChoices(const QString& folder, QList<FormMessage>& messages)
{
    QHash<QString, ChoiceList> lists;
    const auto sheet = SheetTable::load(folder, u"choices"_s, messages);
    if (!sheet)
        return lists;
    if (!sheet->has(u"list_name"_s) || !sheet->has(u"name"_s)) {
        messages.append(
            {u"choices"_s, 1, {}, u"F03"_s, u"The choices sheet needs the columns list_name and name."_s});
        return lists;
    }
    for (qsizetype at = 0; at < sheet->size(); ++at) {
        const QString name = sheet->cell(at, u"list_name"_s);
        Choice choice;
        choice.code = sheet->cell(at, u"name"_s);
        if (name.isEmpty() || choice.code.isEmpty()) {
            messages.append(sheet->message(at, u"name"_s, u"F16"_s, u"This choice has no name."_s));
            continue;
        }
        ChoiceList& list = lists[name];
        list.name = name;
        if (list.m_index.contains(choice.code))
            messages.append(
                sheet->message(at, u"name"_s, u"F17"_s,
                               u"The choice '%1' occurs twice in list '%2'."_s.arg(choice.code, name)));
        if (choice.code.contains(u' '))
            messages.append(sheet->message(at, u"name"_s, u"F18"_s,
                                           u"The choice name '%1' contains a space."_s.arg(choice.code)));
        choice.label = sheet->texts(at, u"label"_s);
        if (choice.label.isEmpty())
            messages.append(sheet->message(at, u"label"_s, u"W02"_s, u"A choice has no label."_s));
        choice.key = sheet->cell(at, u"key"_s);
        if (choice.key.isEmpty())
            choice.key = isNumber(choice.code) ? choice.code : QString::number(list.choices.size() + 1);
        choice.parent = sheet->cell(at, u"parent"_s);
        choice.retired = sheet->cell(at, u"retired"_s) == u"yes";
        choice.replacedBy = sheet->cell(at, u"replaced_by"_s);
        choice.reportedAs = sheet->cell(at, u"reported_as"_s);
        list.m_index.insert(choice.code, list.choices.size());
        list.choices.append(choice);
    }
    return lists;
}

void FormReader::index(FormDefinition& form)
{
    for (qsizetype at = 0; at < form.m_groups.size(); ++at) {
        const GroupDefinition& group = form.m_groups.at(at);
        form.m_groupIndex.insert(group.id, at);
        form.m_groupByName.insert(group.name, group.id);
    }
    for (qsizetype at = 0; at < form.m_fields.size(); ++at) {
        const FieldDefinition& field = form.m_fields.at(at);
        form.m_fieldIndex.insert(field.id, at);
        form.m_fieldByPath.insert(form.group(field.group)->name + u'.' + field.name, field.id);
    }
}

}  // namespace prohori
