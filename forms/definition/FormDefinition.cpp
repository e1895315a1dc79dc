// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormDefinition.h"

namespace prohori {

using namespace Qt::StringLiterals;

QString Texts::in(const QString& language) const
{
    if (const auto found = m_texts.constFind(language); found != m_texts.constEnd())
        return *found;
    if (const auto english = m_texts.constFind(u"en"_s); english != m_texts.constEnd())
        return *english;
    return m_texts.isEmpty() ? QString() : m_texts.first();
}

const Choice* ChoiceList::find(const QString& code) const
{
    const auto found = m_index.constFind(code);
    return found == m_index.constEnd() ? nullptr : &choices.at(*found);
}

const GroupDefinition* FormDefinition::group(quint32 id) const
{
    const auto found = m_groupIndex.constFind(id);
    return found == m_groupIndex.constEnd() ? nullptr : &m_groups.at(*found);
}

const GroupDefinition* FormDefinition::group(const QString& name) const
{
    return group(m_groupByName.value(name));
}

const FieldDefinition* FormDefinition::field(quint32 id) const
{
    const auto found = m_fieldIndex.constFind(id);
    return found == m_fieldIndex.constEnd() ? nullptr : &m_fields.at(*found);
}

const FieldDefinition* FormDefinition::field(const QString& groupName, const QString& fieldName) const
{
    return field(m_fieldByPath.value(groupName + u'.' + fieldName));
}

const ChoiceList* FormDefinition::list(const QString& name) const
{
    const auto found = m_lists.constFind(name);
    return found == m_lists.constEnd() ? nullptr : &*found;
}

QList<quint32> FormDefinition::mergeGroupFields(quint32 groupId, const QString& mergeGroup) const
{
    QList<quint32> ids;
    const GroupDefinition* found = group(groupId);
    if (!found || mergeGroup.isEmpty())
        return ids;
    for (const quint32 id : found->fields) {
        if (field(id)->mergeGroup == mergeGroup)
            ids.append(id);
    }
    return ids;
}

}  // namespace prohori
