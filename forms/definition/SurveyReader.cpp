// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/SurveyReader.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Words of a column and what they mean.
template <typename Value>
using Words = QHash<QString, Value>;

const Words<FieldType>& xlsTypes()
{
    static const Words<FieldType> kTypes{{u"text"_s, FieldType::Text},
                                         {u"string"_s, FieldType::Text},
                                         {u"integer"_s, FieldType::Integer},
                                         {u"int"_s, FieldType::Integer},
                                         {u"date"_s, FieldType::Date},
                                         {u"datetime"_s, FieldType::DateTime},
                                         {u"file"_s, FieldType::File},
                                         {u"image"_s, FieldType::File},
                                         {u"hidden"_s, FieldType::Text},
                                         {u"select_one"_s, FieldType::Code},
                                         {u"select_multiple"_s, FieldType::MultiCode}};
    return kTypes;
}

const Words<FieldType>& ownTypes()
{
    static const Words<FieldType> kTypes{
        {u"longtext"_s, FieldType::LongText},   {u"money"_s, FieldType::Money},
        {u"phone"_s, FieldType::Phone},         {u"boolean"_s, FieldType::Boolean},
        {u"uuid"_s, FieldType::Identifier},     {u"partial_date"_s, FieldType::PartialDate},
        {u"reference"_s, FieldType::Reference}, {u"multireference"_s, FieldType::MultiReference}};
    return kTypes;
}

const Words<RequiredLevel>& levels()
{
    static const Words<RequiredLevel> kLevels{{QString(), RequiredLevel::No},
                                              {u"no"_s, RequiredLevel::No},
                                              {u"draft"_s, RequiredLevel::Draft},
                                              {u"submit"_s, RequiredLevel::Submit},
                                              {u"cond"_s, RequiredLevel::Conditional},
                                              {u"auto"_s, RequiredLevel::Auto}};
    return kLevels;
}

const Words<FieldTier>& tiers()
{
    static const Words<FieldTier> kTiers{{QString(), FieldTier::Statistical},
                                         {u"statistical"_s, FieldTier::Statistical},
                                         {u"sensitive"_s, FieldTier::Sensitive},
                                         {u"identifying"_s, FieldTier::Identifying}};
    return kTiers;
}

const Words<FieldMerge>& merges()
{
    static const Words<FieldMerge> kMerges{{u"value"_s, FieldMerge::Value},
                                           {u"option"_s, FieldMerge::Option},
                                           {u"append"_s, FieldMerge::Append}};
    return kMerges;
}

const Words<GroupKind>& kinds()
{
    static const Words<GroupKind> kKinds{{QString(), GroupKind::Case},
                                         {u"case"_s, GroupKind::Case},
                                         {u"log"_s, GroupKind::Log},
                                         {u"monthly_return"_s, GroupKind::OtherRecord}};
    return kKinds;
}

/// Limits that stand in a rule such as `0-110; <= age_years` or `1-80 chars`.
void readLimits(FieldDefinition& field)
{
    static const QRegularExpression kRange(u"^(\\d+)(?:-|\\.\\.)(\\d+)( chars)?(?:[,:;]|$)"_s);
    static const QRegularExpression kLeast(u"^>= (\\d+)(?:;|$)"_s);
    const bool number = field.type == FieldType::Integer || field.type == FieldType::Money;
    if (const auto range = kRange.match(field.constraint); range.hasMatch()) {
        if (!range.captured(3).isEmpty()) {
            field.minLength = range.captured(1).toInt();
            field.maxLength = range.captured(2).toInt();
        } else if (number) {
            field.minimum = range.captured(1).toLongLong();
            field.maximum = range.captured(2).toLongLong();
        }
    } else if (const auto least = kLeast.match(field.constraint); number && least.hasMatch()) {
        field.minimum = least.captured(1).toLongLong();
    } else if (number && field.constraint.startsWith(u"0..")) {
        field.minimum = 0;
    }
}

bool isYes(const QString& cell)
{
    return cell.compare(u"yes"_s, Qt::CaseInsensitive) == 0
        || cell.compare(u"true"_s, Qt::CaseInsensitive) == 0;
}

}  // namespace

SurveyReader::SurveyReader(const SheetTable& survey, const SheetTable* sections,
                           const QHash<QString, ChoiceList>& lists, QList<FormMessage>& messages)
    : m_sheet(survey),
      m_sections(sections),
      m_lists(lists),
      m_messages(messages)
{}

Survey SurveyReader::read()
{
    for (qsizetype at = 0; at < m_sheet.size(); ++at)
        readRow(at);
    for (const qsizetype open : std::as_const(m_open))
        complain(-1, {}, u"F14"_s, u"begin '%1' is never ended."_s.arg(m_survey.groups.at(open).name));
    checkTargets();
    return std::move(m_survey);
}

void SurveyReader::readRow(qsizetype at)
{
    const QString written = m_sheet.cell(at, u"type"_s).simplified();
    if (written.isEmpty()) {
        const bool comment = m_sheet.cell(at, u"name"_s).isEmpty() && m_sheet.texts(at, u"label"_s).isEmpty();
        complain(at, u"type"_s, comment ? u"W04"_s : u"F07"_s,
                 comment ? u"A comment row was skipped."_s : u"This row has no type."_s);
        return;
    }
    if (isYes(m_sheet.cell(at, u"disabled"_s)))
        return;
    const QString word = written.section(u' ', 0, 0).toLower();
    const QString whole = QString(written).toLower().replace(u' ', u'_');
    if (whole == u"begin_group" || whole == u"begin_repeat")
        begin(at, whole == u"begin_repeat");
    else if (whole == u"end_group" || whole == u"end_repeat")
        end(at, whole.mid(4));
    else if (xlsTypes().contains(word))
        readField(at, word, written.section(u' ', 1));
    else
        complain(at, u"type"_s, u"F06"_s, u"'%1' is not a question type."_s.arg(written));
}

void SurveyReader::begin(qsizetype at, bool repeat)
{
    GroupDefinition group;
    group.name = readName(at, repeat ? u"repeat"_s : u"group"_s);
    group.id = readId(at);
    group.repeat = repeat;
    group.label = m_sheet.texts(at, u"label"_s);
    group.relevance = m_sheet.cell(at, u"bind::ht:relevance"_s);
    group.code = m_sheet.cell(at, u"body::ht:code"_s);
    group.minRows = readNumber(at, u"bind::ht:min"_s);
    group.maxRows = readNumber(at, u"bind::ht:max"_s);
    const QString kind = m_sheet.cell(at, u"bind::ht:kind"_s);
    if (!kinds().contains(kind))
        complain(at, u"bind::ht:kind"_s, u"F31"_s, u"'%1' is not a kind of group."_s.arg(kind));
    group.kind = kinds().value(kind);
    for (const GroupDefinition& other : std::as_const(m_survey.groups)) {
        if (other.name == group.name)
            complain(at, u"name"_s, u"F11"_s, u"The group name '%1' is already used."_s.arg(group.name));
    }
    if (!m_open.isEmpty()) {
        GroupDefinition& outer = m_survey.groups[m_open.last()];
        group.parent = outer.id;
        outer.children.append(group.id);
    }
    addSections(group.name, group);
    m_open.append(m_survey.groups.size());
    m_survey.groups.append(group);
}

void SurveyReader::end(qsizetype at, const QString& word)
{
    if (m_open.isEmpty() || m_survey.groups.at(m_open.last()).repeat != (word == u"repeat")) {
        complain(at, u"type"_s, u"F13"_s, u"end %1 without a begin."_s.arg(word));
        return;
    }
    m_open.removeLast();
}

void SurveyReader::addSections(const QString& group, GroupDefinition& definition) const
{
    for (qsizetype at = 0; m_sections && at < m_sections->size(); ++at) {
        if (m_sections->cell(at, u"group"_s) == group)
            definition.sections.append(
                {m_sections->cell(at, u"name"_s), m_sections->texts(at, u"label"_s), {}});
    }
    if (definition.sections.isEmpty())
        definition.sections.append({QString(), definition.label, {}});
}

void SurveyReader::readField(qsizetype at, const QString& type, const QString& list)
{
    FieldDefinition field;
    field.row = m_sheet.rowNumber(at);
    field.name = readName(at, u"question"_s);
    field.id = readId(at);
    field.label = m_sheet.texts(at, u"label"_s);
    field.hint = m_sheet.texts(at, u"hint"_s);
    if (m_open.isEmpty()) {
        complain(at, u"name"_s, u"F32"_s,
                 u"The question '%1' stands outside of every group."_s.arg(field.name));
        return;
    }
    readType(at, type, list, field);
    readMarks(at, field);
    readLimits(field);
    place(at, field);
}

void SurveyReader::readType(qsizetype at, const QString& type, const QString& list, FieldDefinition& field)
{
    field.type = xlsTypes().value(type);
    const QString own = m_sheet.cell(at, u"bind::ht:type"_s);
    if (!own.isEmpty() && !ownTypes().contains(own))
        complain(at, u"bind::ht:type"_s, u"F06"_s, u"'%1' is not a question type."_s.arg(own));
    field.type = ownTypes().value(own, field.type);
    field.referencedGroup = m_sheet.cell(at, u"bind::ht:ref"_s);
    if (!type.startsWith(u"select_"))
        return;
    field.list = list;
    if (!m_lists.contains(list))
        complain(at, u"type"_s, u"F15"_s, u"There is no choice list named '%1'."_s.arg(list));
    static const QRegularExpression kSibling(
        u"parent\\s*=\\s*current\\(\\)/\\.\\./([A-Za-z_][A-Za-z0-9_.-]*)"_s);
    field.cascadeFrom = kSibling.match(m_sheet.cell(at, u"choice_filter"_s)).captured(1);
}

void SurveyReader::readMarks(qsizetype at, FieldDefinition& field)
{
    const auto word = [&](const auto& words, const QString& column, auto otherwise) {
        const QString cell = m_sheet.cell(at, column);
        if (!words.contains(cell) && !cell.isEmpty())
            complain(at, column, u"F31"_s, u"'%1' is not a word of column %2."_s.arg(cell, column));
        return words.value(cell, otherwise);
    };
    const bool several = field.type == FieldType::MultiCode;
    field.tier = word(tiers(), u"bind::ht:tier"_s, FieldTier::Statistical);
    field.merge = word(merges(), u"bind::ht:merge"_s, several ? FieldMerge::Option : FieldMerge::Value);
    field.required = word(levels(), u"bind::ht:required"_s, RequiredLevel::No);
    field.mergeGroup = m_sheet.cell(at, u"bind::ht:group"_s);
    field.relevance = m_sheet.cell(at, u"bind::ht:relevance"_s);
    field.constraint = m_sheet.cell(at, u"bind::ht:rule"_s);
    field.section = m_sheet.cell(at, u"bind::ht:section"_s);
    field.code = m_sheet.cell(at, u"body::ht:code"_s);
    field.stored = isYes(m_sheet.cell(at, u"bind::ht:stored"_s));
    field.summary = isYes(m_sheet.cell(at, u"bind::ht:summary"_s));
    if (field.summary && field.tier != FieldTier::Statistical)
        complain(at, u"bind::ht:summary"_s, u"F33"_s,
                 u"Only a statistical question may stand in a list of rows."_s);
    if (field.merge == FieldMerge::Option && !field.mergeGroup.isEmpty())
        complain(at, u"bind::ht:group"_s, u"F34"_s,
                 u"Questions that merge by option cannot be in a merge group."_s);
}

void SurveyReader::place(qsizetype at, const FieldDefinition& written)
{
    FieldDefinition field = written;
    GroupDefinition& group = m_survey.groups[m_open.last()];
    field.group = group.id;
    const QString path = group.name + u'.' + field.name;
    if (m_paths.contains(path))
        complain(at, u"name"_s, u"F10"_s, u"The name '%1' is already used in this group."_s.arg(field.name));
    m_paths.insert(path, field.row);
    const auto section = std::find_if(group.sections.begin(), group.sections.end(),
                                      [&](const SectionDefinition& s) { return s.name == field.section; });
    if (section == group.sections.end())
        complain(at, u"bind::ht:section"_s, u"F35"_s,
                 u"Group '%1' has no section named '%2'."_s.arg(group.name, field.section));
    else
        section->fields.append(field.id);
    group.fields.append(field.id);
    m_survey.fields.append(field);
}

void SurveyReader::checkTargets()
{
    const auto named = [this](const QString& name) {
        return std::any_of(m_survey.groups.cbegin(), m_survey.groups.cend(),
                           [&](const GroupDefinition& group) { return group.name == name; });
    };
    for (const FieldDefinition& field : std::as_const(m_survey.fields)) {
        const bool reference = field.type == FieldType::Reference || field.type == FieldType::MultiReference;
        if (reference && !named(field.referencedGroup))
            m_messages.append({m_sheet.name(), field.row, u"bind::ht:ref"_s, u"F36"_s,
                               u"There is no group named '%1'."_s.arg(field.referencedGroup)});
        const auto group = std::find_if(m_survey.groups.cbegin(), m_survey.groups.cend(),
                                        [&](const GroupDefinition& g) { return g.id == field.group; });
        if (!field.cascadeFrom.isEmpty() && !m_paths.contains(group->name + u'.' + field.cascadeFrom))
            m_messages.append({m_sheet.name(), field.row, u"choice_filter"_s, u"F21"_s,
                               u"'%1' is no question of group '%2'."_s.arg(field.cascadeFrom, group->name)});
    }
}

quint32 SurveyReader::readId(qsizetype at)
{
    bool number = false;
    const quint32 id = m_sheet.cell(at, u"bind::ht:id"_s).toUInt(&number);
    if (!number || id == 0) {
        complain(at, u"bind::ht:id"_s, u"F37"_s, u"This row has no id (a whole number from 1)."_s);
        return 0;
    }
    if (m_ids.contains(id))
        complain(at, u"bind::ht:id"_s, u"F38"_s,
                 u"The id %1 is already used in row %2."_s.arg(id).arg(m_ids.value(id)));
    m_ids.insert(id, m_sheet.rowNumber(at));
    return id;
}

QString SurveyReader::readName(qsizetype at, const QString& what)
{
    static const QRegularExpression kName(u"^[A-Za-z_][A-Za-z0-9_.-]*$"_s);
    const QString name = m_sheet.cell(at, u"name"_s);
    if (name.isEmpty())
        complain(at, u"name"_s, u"F08"_s, u"This %1 has no name."_s.arg(what));
    else if (!kName.match(name).hasMatch())
        complain(
            at, u"name"_s, u"F09"_s,
            u"The name '%1' is not allowed: begin with a letter or _, go on with letters, digits, _ - ."_s
                .arg(name));
    return name;
}

int SurveyReader::readNumber(qsizetype at, const QString& column)
{
    const QString cell = m_sheet.cell(at, column);
    bool number = true;
    const int value = cell.isEmpty() ? 0 : cell.toInt(&number);
    if (!number || value < 0)
        complain(at, column, u"F31"_s, u"'%1' is not a whole number from 0."_s.arg(cell));
    return number ? value : 0;
}

void SurveyReader::complain(qsizetype at, const QString& column, const QString& code, const QString& text)
{
    m_messages.append(m_sheet.message(at, column, code, text));
}

}  // namespace prohori
