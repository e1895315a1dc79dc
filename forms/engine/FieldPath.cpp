// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FieldPath.h"

#include <QRegularExpression>

#include <algorithm>
#include <numeric>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShortestPrefix = 6;

qsizetype distance(const QString& a, const QString& b)
{
    QList<qsizetype> line(b.size() + 1);
    std::iota(line.begin(), line.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype corner = line[0];
        line[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = line[j];
            line[j] = std::min({line[j] + 1, line[j - 1] + 1, replaced});
        }
    }
    return line.last();
}

QStringList groupNames(const FormDefinition& form, quint32 parent)
{
    QStringList names;
    for (const GroupDefinition& group : form.groups()) {
        if (group.kind == GroupKind::Case && (group.parent == parent || parent == 0))
            names.append(group.name);
    }
    return names;
}

QString plainId(QString id)
{
    return id.remove(u'-').toLower();
}

}  // namespace

QString nearestName(const QString& wrong, const QStringList& known)
{
    QString best;
    qsizetype least = std::max<qsizetype>(2, wrong.size() / 3) + 1;
    for (const QString& name : known) {
        const qsizetype away = distance(wrong.toLower(), name);
        if (away < least) {
            least = away;
            best = name;
        }
    }
    return best;
}

QString suggestion(const QString& wrong, const QStringList& known)
{
    const QString near = nearestName(wrong, known);
    return near.isEmpty() ? QString() : u"; did you mean '%1'?"_s.arg(near);
}

QStringList fieldNames(const FormDefinition& form, quint32 group)
{
    QStringList names;
    if (const GroupDefinition* found = form.group(group)) {
        for (const quint32 id : found->fields)
            names.append(form.field(id)->name);
    }
    return names;
}

Result<AnswerRow> findRowByPrefix(const Answers& answers, quint32 group, const QString& prefix)
{
    const QString wanted = plainId(prefix);
    QList<AnswerRow> found;
    for (const AnswerRow& row : answers.rows) {
        if (row.group == group && plainId(row.row).startsWith(wanted))
            found.append(row);
    }
    if (wanted.size() < kShortestPrefix)
        return Error{ErrorCode::Invalid, u"a row id needs at least %1 characters"_s.arg(kShortestPrefix)};
    if (found.size() > 1)
        return Error{ErrorCode::Invalid, u"the row id '%1' fits several rows"_s.arg(prefix), kAmbiguousRow};
    if (found.isEmpty())
        return Error{ErrorCode::NotFound, u"there is no row '%1'"_s.arg(prefix)};
    return found.first();
}

namespace {

/// The row that one step of a path names.
Result<QString> stepRow(const GroupDefinition& group, const Answers& answers, const QString& parentRow,
                        const QString& index)
{
    const QList<AnswerRow> rows = answers.rowsOf(group.id, parentRow);
    if (index.startsWith(u'@')) {
        const auto row = findRowByPrefix(answers, group.id, index.mid(1));
        return row ? Result<QString>(row->row) : Result<QString>(row.error());
    }
    if (index.isEmpty() && group.maxRows != 1)
        return Error{ErrorCode::Invalid,
                     u"'%1' has several rows: write %1[1], %1[2] … or %1[@ROWID]"_s.arg(group.name)};
    const int position = index.isEmpty() ? 1 : index.toInt();
    if (position < 1 || position > rows.size())
        return Error{ErrorCode::NotFound,
                     u"there is no %1[%2]; there are %3"_s.arg(group.name, index.isEmpty() ? u"1"_s : index)
                         .arg(rows.size())};
    return rows.at(position - 1).row;
}

}  // namespace

Result<AnswerPath> resolveFieldPath(const FormDefinition& form, const Answers& answers, const QString& text)
{
    static const QRegularExpression kStep(u"^([A-Za-z_][A-Za-z0-9_]*)(?:\\[(@?[0-9A-Fa-f-]+)\\])?$"_s);
    AnswerPath path;
    const QStringList steps = text.trimmed().split(u'.');
    for (qsizetype at = 0; at < steps.size(); ++at) {
        const auto match = kStep.match(steps.at(at));
        if (!match.hasMatch())
            return Error{ErrorCode::Invalid, u"'%1' is not a field path"_s.arg(text)};
        const QString name = match.captured(1);
        const GroupDefinition* group = form.group(name);
        const bool first = at == 0;
        if (group && group->kind == GroupKind::Case
            && (first || (group->parent == path.group && path.group != 0))) {
            path.group = group->id;
            if (!group->repeat && !match.hasCaptured(2))
                continue;
            if (first && group->parent != 0 && !match.captured(2).startsWith(u'@'))
                return Error{ErrorCode::Invalid, u"'%1' stands inside '%2': write %2[1].%1[1]"_s.arg(
                                                     name, form.group(group->parent)->name)};
            const auto row = stepRow(*group, answers, path.row, match.captured(2));
            if (!row)
                return row.error();
            path.row = *row;
            continue;
        }
        if (first)
            return Error{ErrorCode::Invalid,
                         u"there is no group '%1'%2"_s.arg(name, suggestion(name, groupNames(form, 0)))};
        const GroupDefinition& owner = *form.group(path.group);
        const FieldDefinition* field = form.field(owner.name, name);
        if (!field || match.hasCaptured(2) || at + 1 < steps.size())
            return Error{ErrorCode::Invalid,
                         u"'%1' has no field '%2'%3"_s.arg(
                             owner.name, name,
                             suggestion(name, fieldNames(form, owner.id) + groupNames(form, owner.id)))};
        path.field = field->id;
    }
    if (path.group == 0 || (path.field == 0 && path.row.isEmpty()))
        return Error{ErrorCode::Invalid, u"'%1' names no field"_s.arg(text)};
    return path;
}

QString fieldPathText(const FormDefinition& form, const Answers& answers, const AnswerPath& path)
{
    QStringList steps;
    const AnswerRow* row = answers.findRow(path.row);
    if (!path.row.isEmpty() && !row) {
        const GroupDefinition* group = form.group(path.group);
        steps.append(u"%1[@%2]"_s.arg(group ? group->name : QString::number(path.group), path.row));
    }
    for (; row; row = answers.findRow(row->parentRow)) {
        const QList<AnswerRow> beside = answers.rowsOf(row->group, row->parentRow);
        const auto here = std::find_if(beside.cbegin(), beside.cend(),
                                       [&](const AnswerRow& r) { return r.row == row->row; });
        const GroupDefinition* group = form.group(row->group);
        steps.prepend(u"%1[%2]"_s.arg(group ? group->name : QString::number(row->group))
                          .arg(here - beside.cbegin() + 1));
    }
    if (path.row.isEmpty()) {
        const GroupDefinition* group = form.group(path.group);
        steps.append(group ? group->name : QString::number(path.group));
    }
    if (path.field != 0) {
        const FieldDefinition* field = form.field(path.field);
        steps.append(field ? field->name : QString::number(path.field));
    }
    return steps.join(u'.');
}

}  // namespace prohori
