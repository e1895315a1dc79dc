// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/CaseForm.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Words of a column and what they mean.
template <typename Value>
using Words = QHash<QString, Value>;

const Words<FieldType>& types()
{
    static const Words<FieldType> kTypes{{u"text"_s, FieldType::Text},
                                         {u"integer"_s, FieldType::Integer},
                                         {u"date"_s, FieldType::Date},
                                         {u"dateTime"_s, FieldType::DateTime},
                                         {u"file"_s, FieldType::File},
                                         {u"image"_s, FieldType::File},
                                         {u"hidden"_s, FieldType::Text},
                                         {u"calculate"_s, FieldType::Text},
                                         {u"select_one"_s, FieldType::Code},
                                         {u"select_multiple"_s, FieldType::MultiCode},
                                         {u"partial_date"_s, FieldType::PartialDate}};
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
    static const Words<RequiredLevel> kLevels{{u"no"_s, RequiredLevel::No},
                                              {u"draft"_s, RequiredLevel::Draft},
                                              {u"submit"_s, RequiredLevel::Submit},
                                              {u"cond"_s, RequiredLevel::Conditional},
                                              {u"auto"_s, RequiredLevel::Auto}};
    return kLevels;
}

const Words<FieldTier>& tiers()
{
    static const Words<FieldTier> kTiers{{u"statistical"_s, FieldTier::Statistical},
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
    static const Words<GroupKind> kKinds{{u"case"_s, GroupKind::Case},
                                         {u"log"_s, GroupKind::Log},
                                         {u"monthly_return"_s, GroupKind::OtherRecord}};
    return kKinds;
}

bool isYes(const QString& cell)
{
    return cell.compare(u"yes"_s, Qt::CaseInsensitive) == 0
        || cell.compare(u"true"_s, Qt::CaseInsensitive) == 0;
}

}  // namespace

/// Walks over the tree of a package and fills a FormDefinition.
class CaseFormReader {
public:
    explicit CaseFormReader(const FormPackagePtr& package) : m_package(*package)
    {
        m_form.m_package = package;
    }

    CaseFormReading read()
    {
        m_form.m_formId = m_package.formId;
        m_form.m_version = m_package.version;
        m_form.m_title = m_package.titles;
        m_form.m_languages = m_package.languages;
        readLists();
        for (const FormItem& item : m_package.data.children)
            readItem(item, -1);
        checkTargets();
        if (!m_faults.isEmpty())
            return {nullptr, m_faults};
        return {std::make_shared<const FormDefinition>(std::move(m_form)), {}};
    }

private:
    void complain(const FormItem& item, const QString& text)
    {
        m_faults.append(u"survey:%1: %2"_s.arg(item.row).arg(text));
    }

    template <typename Value>
    Value word(const FormItem& item, const char* column, const Words<Value>& words, Value otherwise)
    {
        const QString cell = item.ht(column);
        if (!cell.isEmpty() && !words.contains(cell))
            complain(item, u"'%1' is not a word of column bind::ht:%2."_s.arg(cell, QLatin1String(column)));
        return words.value(cell, otherwise);
    }

    int number(const FormItem& item, const char* column)
    {
        bool good = true;
        const QString cell = item.ht(column);
        const int value = cell.isEmpty() ? 0 : cell.toInt(&good);
        if (!good || value < 0)
            complain(item, u"bind::ht:%1 must be a whole number."_s.arg(QLatin1String(column)));
        return value;
    }

    quint32 takeId(const FormItem& item)
    {
        const int id = number(item, "id");
        if (id <= 0) {
            complain(item, u"'%1' needs a number in bind::ht:id."_s.arg(item.name));
            return 0;
        }
        const auto key = static_cast<quint32>(id);
        if (const auto first = m_ids.constFind(key); first != m_ids.constEnd())
            complain(item, u"The id %1 already stands in row %2."_s.arg(id).arg(*first));
        m_ids.insert(key, item.row);
        return key;
    }

    void readLists()
    {
        for (const FormList& written : m_package.lists) {
            if (!written.file.isEmpty())
                continue;
            ChoiceList& list = m_form.m_lists[written.name];
            list.name = written.name;
            for (const FormChoice& one : written.choices) {
                list.m_index.insert(one.name, list.choices.size());
                list.choices.append({one.name, one.label, one.key, one.cells.value(u"parent"_s), one.retired,
                                     one.replacedBy, one.cells.value(u"reported_as"_s)});
            }
        }
    }

    /// `outer`: place of the group around it; -1 = none.
    void readItem(const FormItem& item, qsizetype outer)
    {
        if (item.isContainer()) {
            readGroup(item, outer);
            return;
        }
        const bool helper =
            (item.kind == ItemKind::Calculate || item.kind == ItemKind::Note || item.kind == ItemKind::Meta)
            && item.ht("id").isEmpty();
        if (helper)
            return;
        if (outer < 0) {
            complain(item, u"The question '%1' stands outside of every group."_s.arg(item.name));
            return;
        }
        readField(item, m_form.m_groups[outer]);
    }

    void readGroup(const FormItem& item, qsizetype outer)
    {
        GroupDefinition group;
        group.name = item.name;
        group.id = takeId(item);
        group.parent = outer < 0 ? 0 : m_form.m_groups.at(outer).id;
        group.repeat = item.kind == ItemKind::Repeat;
        group.label = item.label;
        group.relevance = item.relevant.written;
        group.code = item.code;
        group.minRows = number(item, "min");
        group.maxRows = number(item, "max");
        group.kind = word(item, "kind", kinds(), GroupKind::Case);
        if (m_form.m_groupByName.contains(group.name))
            complain(item, u"The group name '%1' is already used."_s.arg(group.name));
        addSections(group);
        const qsizetype place = m_form.m_groups.size();
        m_form.m_groupByName.insert(group.name, group.id);
        m_form.m_groupIndex.insert(group.id, place);
        m_form.m_groups.append(group);
        if (outer >= 0)
            m_form.m_groups[outer].children.append(group.id);
        for (const FormItem& child : item.children)
            readItem(child, place);
    }

    void addSections(GroupDefinition& group) const
    {
        for (const FormChoice& card : m_package.lists.value(u"section"_s).choices) {
            if (card.name.section(u'.', 0, 0) == group.name)
                group.sections.append({card.name.section(u'.', 1), card.label, {}});
        }
        if (group.sections.isEmpty())
            group.sections.append({QString(), group.label, {}});
    }

    void readField(const FormItem& item, GroupDefinition& group)
    {
        FieldDefinition field;
        field.row = item.row;
        field.name = item.name;
        field.id = takeId(item);
        field.group = group.id;
        field.label = item.label;
        field.hint = item.hint;
        readType(item, field);
        readMarks(item, field);
        readLimits(item, field);
        const QString path = group.name + u'.' + field.name;
        if (m_form.m_fieldByPath.contains(path))
            complain(item, u"The name '%1' is already used in this group."_s.arg(field.name));
        m_form.m_fieldByPath.insert(path, field.id);
        const auto section = std::find_if(group.sections.begin(), group.sections.end(),
                                          [&](const auto& card) { return card.name == field.section; });
        if (section == group.sections.end())
            complain(item, u"Group '%1' has no section named '%2'."_s.arg(group.name, field.section));
        else
            section->fields.append(field.id);
        group.fields.append(field.id);
        m_form.m_fieldIndex.insert(field.id, m_form.m_fields.size());
        m_form.m_fields.append(field);
    }

    void readType(const FormItem& item, FieldDefinition& field)
    {
        if (!types().contains(item.type))
            complain(item, u"A question of type '%1' cannot stand in a record."_s.arg(item.type));
        field.type = word(item, "type", ownTypes(), types().value(item.type));
        if (field.type == FieldType::Text && item.appearance.contains(u"multiline"_s))
            field.type = FieldType::LongText;
        field.referencedGroup = item.ht("ref");
        if (!item.type.startsWith(u"select_"))
            return;
        field.list = item.list;
        static const QRegularExpression kSibling(
            u"parent\\s*=\\s*current\\(\\)/\\.\\./([A-Za-z_][A-Za-z0-9_.-]*)"_s);
        field.cascadeFrom = kSibling.match(item.choiceFilter.written).captured(1);
    }

    void readMarks(const FormItem& item, FieldDefinition& field)
    {
        const bool several = field.type == FieldType::MultiCode;
        field.tier = word(item, "tier", tiers(), FieldTier::Statistical);
        field.merge = word(item, "merge", merges(), several ? FieldMerge::Option : FieldMerge::Value);
        field.required = word(item, "required", levels(), RequiredLevel::No);
        field.mergeGroup = item.ht("group");
        field.relevance = item.relevant.written;
        field.constraint = item.constraint.written;
        field.section = item.ht("section");
        field.code = item.code;
        field.stored = isYes(item.ht("stored"));
        field.summary = isYes(item.ht("summary"));
        field.verify = isYes(item.ht("verify"));
        field.appearance = item.appearance;
        for (const QString& value : item.ht("dontknow").split(u',', Qt::SkipEmptyParts))
            field.dontKnow.append(value.trimmed());
        if (field.summary && field.tier != FieldTier::Statistical)
            complain(item, u"Only a statistical question may stand in a list of rows."_s);
        if (field.merge == FieldMerge::Option && !field.mergeGroup.isEmpty())
            complain(item, u"Questions that merge by option cannot be in a merge group."_s);
    }

    void readLimits(const FormItem& item, FieldDefinition& field)
    {
        const bool counts = field.type == FieldType::Integer || field.type == FieldType::Money;
        bool good = true;
        if (const QString least = item.ht("least"); !least.isEmpty())
            counts ? void(field.minimum = least.toLongLong(&good))
                   : void(field.minLength = least.toInt(&good));
        bool alsoGood = true;
        if (const QString most = item.ht("most"); !most.isEmpty())
            counts ? void(field.maximum = most.toLongLong(&alsoGood))
                   : void(field.maxLength = most.toInt(&alsoGood));
        if (!good || !alsoGood)
            complain(item, u"bind::ht:least and bind::ht:most must be whole numbers."_s);
    }

    void checkTargets()
    {
        for (const FieldDefinition& field : std::as_const(m_form.m_fields)) {
            const auto complainHere = [&](const QString& text) {
                m_faults.append(u"survey:%1: %2"_s.arg(field.row).arg(text));
            };
            const bool reference =
                field.type == FieldType::Reference || field.type == FieldType::MultiReference;
            if (reference && !m_form.m_groupByName.contains(field.referencedGroup))
                complainHere(u"There is no group named '%1'."_s.arg(field.referencedGroup));
            const QString group = m_form.group(field.group)->name;
            if (!field.cascadeFrom.isEmpty()
                && !m_form.m_fieldByPath.contains(group + u'.' + field.cascadeFrom))
                complainHere(u"'%1' is no question of group '%2'."_s.arg(field.cascadeFrom, group));
        }
    }

    const FormPackage& m_package;
    FormDefinition m_form;
    QStringList m_faults;
    QHash<quint32, int> m_ids;
};

CaseFormReading readCaseForm(const FormPackagePtr& package)
{
    return CaseFormReader(package).read();
}

}  // namespace prohori
