// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/UpgradeData.h"

#include "forms/definition/FormPackage.h"
#include "forms/definition/UpgradeRules.h"

#include <QJsonArray>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString pathOfGroup(const FormDefinition& form, const GroupDefinition* group)
{
    QString path;
    for (; group; group = form.group(group->parent))
        path.prepend(u'/' + group->name);
    return u"/data"_s + path;
}

QJsonObject groupData(const FormDefinition& form, const Answers& answers, quint32 around, const QString& row)
{
    QJsonObject data;
    if (const GroupDefinition* group = form.group(around)) {
        for (const quint32 id : group->fields) {
            const Answer answer = answers.value({around, row, id});
            if (!answer.isBlank())
                data.insert(form.field(id)->name, dataValue(answer));
        }
    }
    for (const GroupDefinition& inner : form.groups()) {
        if (inner.parent != around)
            continue;
        if (!inner.repeat) {
            data.insert(inner.name, groupData(form, answers, inner.id, row));
            continue;
        }
        QJsonArray rows;
        for (const AnswerRow& one : answers.rowsOf(inner.id, row)) {
            QJsonObject object = groupData(form, answers, inner.id, one.row);
            object.insert(u"@id"_s, one.row);
            rows.append(object);
        }
        data.insert(inner.name, rows);
    }
    return data;
}

bool wasNamed(const FormItem* item, const QString& name)
{
    return item && earlierNames(*item).contains(name);
}

}  // namespace

QJsonObject caseData(const FormDefinition& form, const Answers& answers)
{
    return groupData(form, answers, 0, {});
}

QJsonValue dataValue(const Answer& answer)
{
    if (answer.sealed)
        return QJsonObject{{u"sealed"_s, true}};
    if (!answer.missing.isEmpty())
        return QJsonObject{{u"missing"_s, answer.missing}};
    return answer.text;
}

Answer dataAnswer(const QJsonValue& value)
{
    return {value.toString(), value[u"missing"].toString(), value[u"sealed"].toBool()};
}

QHash<QString, UpgradeWay> waysOf(const FormDefinition& form, const Answers& answers)
{
    QHash<QString, UpgradeWay> ways{{QString(), {}}};
    QHash<std::pair<quint32, QString>, int> counts;
    QHash<QString, int> positions;
    for (const AnswerRow& row : answers.rows)
        positions.insert(row.row, ++counts[{row.group, row.parentRow}]);
    // A row may stand before the row around it.
    for (qsizetype before = 0; before != ways.size();) {
        before = ways.size();
        for (const AnswerRow& row : answers.rows) {
            const GroupDefinition* group = form.group(row.group);
            if (!group || ways.contains(row.row) || !ways.contains(row.parentRow))
                continue;
            UpgradeInstance instance;
            instance.repeat = instance.oldRepeat = group->name;
            instance.id = row.row;
            instance.position = positions.value(row.row);
            UpgradeWay way = ways.value(row.parentRow);
            way.append(instance);
            ways.insert(row.row, way);
        }
    }
    ways.remove({});
    return ways;
}

const FormItem* itemOf(const FormDefinition& form, const FieldDefinition& field)
{
    return form.package()->find(pathOfGroup(form, form.group(field.group)) + u'/' + field.name);
}

quint32 repeatOf(const FormDefinition& form, quint32 group)
{
    const GroupDefinition* at = form.group(group);
    while (at && !at->repeat)
        at = form.group(at->parent);
    return at ? at->id : 0;
}

const GroupDefinition* repeatNamed(const FormDefinition& form, const QString& name, quint32 around)
{
    const GroupDefinition* earlier = nullptr;
    for (const GroupDefinition& group : form.groups()) {
        if (!group.repeat || repeatOf(form, group.parent) != around)
            continue;
        if (group.name == name)
            return &group;
        if (!earlier && wasNamed(form.package()->find(pathOfGroup(form, &group)), name))
            earlier = &group;
    }
    return earlier;
}

QList<const FieldDefinition*> fieldsNamed(const FormDefinition& form, const QString& name)
{
    QList<const FieldDefinition*> named, earlier;
    for (const FieldDefinition& field : form.fields()) {
        if (field.name == name)
            named.append(&field);
        else if (wasNamed(itemOf(form, field), name))
            earlier.append(&field);
    }
    return named.isEmpty() ? earlier : named;
}

}  // namespace prohori
