// SPDX-License-Identifier: GPL-3.0-or-later
// A record as JSON (forms.md 1.3, 8 and 12.4).
#include "forms/engine/FormRunPrivate.h"

#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

QJsonValue FormRunPrivate::answerToJson(RecordFrame* frame, int place, RowForm form) const
{
    const RecordCell& cell = this->cell(frame, place);
    if (form == RowForm::Final && !cell.node->relevant)
        return QJsonValue::Undefined;
    if (cell.node->sealed)
        return QJsonObject{{u"sealed"_s, true}};
    if (!cell.node->missing.isEmpty())
        return QJsonObject{{u"missing"_s, cell.node->missing}};
    if (form == RowForm::Draft && item(place).item->type == u"end")
        return m_zone.text(now());
    const QString& text = form == RowForm::Final ? cell.node->text : cell.answer;
    return text.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(text);
}

void FormRunPrivate::itemToJson(RecordFrame* frame, int place, RowForm form, QJsonObject& into) const
{
    const ProgramItem& here = item(place);
    if (here.repeat) {
        QJsonArray array;
        for (const auto& inner : rows(frame, place).frames) {
            if (form != RowForm::Final || inner->node()->relevant)
                array.append(rowToJson(inner.get(), form));
        }
        if (!array.isEmpty())
            into[*here.name] = array;
        return;
    }
    if (!here.container) {
        if (const QJsonValue answer = answerToJson(frame, place, form); !answer.isUndefined())
            into[*here.name] = answer;
        return;
    }
    QJsonObject group;
    if (form != RowForm::Final || cell(frame, place).node->relevant) {
        for (const int child : here.children)
            itemToJson(frame, child, form, group);
    }
    if (!group.isEmpty())
        into[*here.name] = group;
}

namespace {

QJsonObject extraToJson(const CellExtra& extra)
{
    QJsonObject json;
    if (!extra.note.isEmpty())
        json[u"note"_s] = extra.note;
    if (extra.kept)
        json[u"kept"_s] = true;
    QJsonObject confirmed;
    for (auto each = extra.confirmed.begin(); each != extra.confirmed.end(); ++each)
        confirmed[each.key()] = each.value();
    if (!confirmed.isEmpty())
        json[u"confirmed"_s] = confirmed;
    return json;
}

}  // namespace

QJsonObject FormRunPrivate::rowToJson(RecordFrame* frame, RowForm form) const
{
    QJsonObject json;
    if (frame->parent)
        json[u"@id"_s] = frame->id;
    for (const int child : item(shape(frame->shape).item).children)
        itemToJson(frame, child, form, json);
    if (form != RowForm::Parked)
        return json;
    QJsonObject extras;
    QJsonObject parked;
    for (size_t i = 0; i < frame->cells.size(); ++i) {
        const std::unique_ptr<CellExtra>& extra = frame->cells[i].extra;
        if (extra && !extra->isEmpty())
            extras[item(shape(frame->shape).items[i]).item->path] = extraToJson(*extra);
    }
    for (const int repeat : shape(frame->shape).repeats) {
        if (const QJsonArray& rest = rows(frame, repeat).parked; !rest.isEmpty())
            parked[item(repeat).item->path] = rest;
    }
    json[u"@touched"_s] = frame->touched;
    if (!extras.isEmpty())
        json[u"@extra"_s] = extras;
    if (!parked.isEmpty())
        json[u"@parked"_s] = parked;
    return json;
}

/// In a final record surplus instances are gone, and answers that are not offered any more are parked.
QJsonArray FormRunPrivate::parkedToJson(bool final) const
{
    QJsonArray parked = m_parked;
    const auto add = [&](RecordFrame* frame, int place, const QString& key, const QJsonValue& value) {
        QJsonObject one{{u"path"_s, pathAt(frame, place)}, {key, value}};
        one[u"version"_s] = m_program->package().version;
        if (frame->parent)
            one[u"ids"_s] = QJsonArray::fromStringList(idsOf(frame));
        parked.append(one);
    };
    eachCell(m_record.get(), [&](RecordFrame* frame, int place) {
        const RecordCell& cell = this->cell(frame, place);
        if (final && cell.node->relevant && item(place).vertex(RuleKind::Choices) >= 0
            && cell.answer != cell.node->text)
            add(frame, place, u"value"_s, cell.answer);
        if (final || cell.node != frame->node())
            return;
        for (const int repeat : shape(frame->shape).repeats) {
            if (const QJsonArray& rest = rows(frame, repeat).parked; !rest.isEmpty())
                add(frame, repeat, u"rows"_s, rest);
        }
    });
    return parked;
}

/// What belongs to the work on the record and not to its answers.
QJsonObject FormRunPrivate::entryToJson(bool final) const
{
    QJsonObject extras;
    eachCell(m_record.get(), [&](RecordFrame* frame, int place) {
        const std::unique_ptr<CellExtra>& extra = cell(frame, place).extra;
        if (extra && !extra->isEmpty())
            extras[pathAt(frame, place)] = extraToJson(*extra);
        if (cell(frame, place).node != frame->node())
            return;
        for (const int repeat : shape(frame->shape).repeats) {
            const RecordRows& all = rows(frame, repeat);
            if (!final && all.confirmed)
                extras[pathAt(frame, repeat)] = QJsonObject{{u"surplus"_s, all.confirmation}};
        }
    });
    QJsonObject entry;
    if (!extras.isEmpty())
        entry[u"extra"_s] = extras;
    if (final)
        return entry;
    entry[u"language"_s] = m_language;
    if (!m_position.isEmpty())
        entry[u"position"_s] = m_position;
    if (!m_undo.empty())
        entry[u"undo"_s] = stepsToJson(m_undo);
    if (!m_redo.empty())
        entry[u"redo"_s] = stepsToJson(m_redo);
    return entry;
}

namespace {

QJsonArray changesToJson(const std::deque<AnswerChange>& changes)
{
    QJsonArray json;
    for (const AnswerChange& one : changes)
        json.append(QJsonObject{{u"path"_s, one.path},
                                {u"from"_s, one.from},
                                {u"to"_s, one.to},
                                {u"at"_s, one.at.toUTC().toString(Qt::ISODateWithMs)},
                                {u"by"_s, one.by}});
    return json;
}

bool isAudited(const FormItem& data)
{
    return std::any_of(data.children.begin(), data.children.end(), [](const FormItem& item) {
        return item.type == u"audit" || (item.kind == ItemKind::Group && isAudited(item));
    });
}

}  // namespace

QJsonObject FormRunPrivate::record(bool final) const
{
    const FormPackage& package = m_program->package();
    QJsonObject json{{u"form_id"_s, package.formId},
                     {u"form_version"_s, package.version},
                     {u"record_id"_s, m_recordId},
                     {u"data"_s, rowToJson(m_record.get(), final ? RowForm::Final : RowForm::Draft)}};
    if (const QJsonArray parked = parkedToJson(final); !parked.isEmpty())
        json[u"@parked"_s] = parked;
    if (const QJsonObject entry = entryToJson(final); !entry.isEmpty())
        json[u"@entry"_s] = entry;
    if (isAudited(package.data) && !m_changes.empty())
        json[u"@changes"_s] = changesToJson(m_changes);
    return json;
}

Result<QJsonObject> FormRunPrivate::finalised()
{
    m_now.reset();
    const QString end = m_zone.text(now());
    eachCell(m_record.get(), [&](RecordFrame* frame, int place) {
        if (item(place).item->type == u"end")
            put(frame, place, {end, {}, false});
    });
    recalculateEverything();
    const FormReport found = report();
    if (found.errors > 0)
        return Error{ErrorCode::Refused, u"This record has %1 problems to solve first."_s.arg(found.errors),
                     u"errors"_s};
    const auto open = std::count_if(found.items.begin(), found.items.end(),
                                    [](const ReportItem& item) { return !item.confirmed; });
    if (open > 0)
        return Error{ErrorCode::Refused, u"This record has %1 warnings to confirm first."_s.arg(open),
                     u"warnings"_s};
    return record(true);
}

}  // namespace prohori
