// SPDX-License-Identifier: GPL-3.0-or-later
// A record from JSON: what has a place goes there, all else is parked (forms.md 1.3 and 12.4).
#include "forms/engine/FormRunPrivate.h"
#include "forms/engine/StandardMessages.h"
#include "forms/engine/TypedAnswer.h"

namespace prohori {

using namespace Qt::StringLiterals;

void FormRunPrivate::park(RecordFrame* frame, const QString& name, int parent, const QJsonValue& value)
{
    QJsonObject one{{u"path"_s, pathAt(frame, parent) + u'/' + name}, {u"value"_s, value}};
    one[u"version"_s] = m_version;
    if (frame->parent)
        one[u"ids"_s] = QJsonArray::fromStringList(idsOf(frame));
    m_parked.append(one);
}

void FormRunPrivate::rowFromJson(RecordFrame* frame, const QJsonObject& json)
{
    itemsFromJson(frame, shape(frame->shape).item, json);
    const QJsonValue touched = json.value(u"@touched");
    frame->touched = touched.isDouble()                         ? touched.toInt()
                   : hasAnswers(shape(frame->shape).item, json) ? 1
                                                                : 0;
    const QJsonObject extras = json.value(u"@extra").toObject();
    for (auto each = extras.begin(); each != extras.end(); ++each) {
        const int place = m_program->find(each.key());
        if (place >= 0 && item(place).shape == frame->shape)
            extraFromJson(frame, place, each->toObject());
    }
    const QJsonObject parked = json.value(u"@parked").toObject();
    for (auto each = parked.begin(); each != parked.end(); ++each) {
        const int repeat = m_program->find(each.key());
        if (repeat >= 0 && item(repeat).repeat && item(repeat).outerShape == frame->shape)
            rows(frame, repeat).parked = each->toArray();
    }
}

void FormRunPrivate::extraFromJson(RecordFrame* frame, int place, const QJsonObject& json)
{
    CellExtra& extra = this->extra(frame, place);
    extra.note = json.value(u"note").toString();
    extra.kept = json.value(u"kept").toBool();
    const QJsonObject confirmed = json.value(u"confirmed").toObject();
    for (auto each = confirmed.begin(); each != confirmed.end(); ++each)
        extra.confirmed.insert(each.key(), each->toString());
}

void FormRunPrivate::itemsFromJson(RecordFrame* frame, int parent, const QJsonObject& json)
{
    for (auto each = json.begin(); each != json.end(); ++each) {
        if (each.key().startsWith(u'@'))
            continue;
        const int place = m_program->child(parent, each.key());
        const bool repeat = place >= 0 && item(place).repeat;
        const bool container = place >= 0 && item(place).container;
        if (repeat && each->isArray())
            rowsFromJson(frame, place, each->toArray());
        else if (container && !repeat && each->isObject())
            itemsFromJson(frame, place, each->toObject());
        else if (place < 0 || container || !answerFromJson(frame, place, *each))
            park(frame, each.key(), parent, *each);
    }
}

/// False when this is no answer to a question.
bool FormRunPrivate::answerFromJson(RecordFrame* frame, int place, const QJsonValue& json)
{
    RecordCell& cell = this->cell(frame, place);
    if (json.isNull())
        return true;
    if (item(place).kind == AnswerKind::None)
        return json.isString() && json.toString().isEmpty();
    if (json.isString()) {
        cell.answer = json.toString();
    } else if (json.isDouble()) {
        cell.answer = numberText(json.toDouble());
    } else if (json.isBool()) {
        cell.answer = json.toBool() ? u"true"_s : u"false"_s;
    } else {
        const QJsonObject object = json.toObject();
        const QString missing = object.value(u"missing").toString();
        const bool sealed = object.value(u"sealed").toBool();
        if (object.size() != 1 || (!sealed && !missingReasons().contains(missing)))
            return false;
        cell.node->missing = missing;
        cell.node->sealed = sealed;
    }
    if (m_version != m_program->package().version && answerProblem(item(place), cell.answer) == u"choice")
        extra(frame, place).kept = true;
    return true;
}

void FormRunPrivate::rowsFromJson(RecordFrame* frame, int repeat, const QJsonArray& json)
{
    auto& frames = rows(frame, repeat).frames;
    for (const QJsonValue& value : json) {
        if (!value.isObject() || m_frames >= kMaxFrames) {
            park(frame, *item(repeat).name, item(repeat).parent, value);
            continue;
        }
        const QJsonObject row = value.toObject();
        QString id = row.value(u"@id").toString();
        const bool known =
            std::any_of(frames.begin(), frames.end(), [&](const auto& other) { return other->id == id; });
        if (id.isEmpty() || known)
            id = freshId(frame, repeat);
        rowFromJson(insertFrame(frame, repeat, static_cast<int>(frames.size()), id), row);
    }
}

/// Rows go back to where they wait for a larger count; all else is kept as it is.
void FormRunPrivate::parkedFromJson(const QJsonArray& json)
{
    for (const QJsonValue& value : json) {
        const QJsonObject one = value.toObject();
        const Result<RecordPlace> place = find(one.value(u"path").toString());
        if (place && place->whole && one.value(u"rows").isArray())
            rows(place->frame, place->item).parked = one.value(u"rows").toArray();
        else
            m_parked.append(value);
    }
}

void FormRunPrivate::entryFromJson(const QJsonObject& json)
{
    const QJsonObject extras = json.value(u"extra").toObject();
    for (auto each = extras.begin(); each != extras.end(); ++each) {
        const Result<RecordPlace> place = find(each.key());
        if (!place)
            continue;
        if (!place->whole) {
            extraFromJson(place->frame, place->item, each->toObject());
            continue;
        }
        RecordRows& all = rows(place->frame, place->item);
        all.confirmed = each->toObject().contains(u"surplus");
        all.confirmation = each->toObject().value(u"surplus").toString();
    }
    if (const QString language = json.value(u"language").toString();
        m_program->package().languages.contains(language))
        m_language = language;
    m_position = json.value(u"position").toString();
    m_undo = stepsFromJson(json.value(u"undo").toArray());
    m_redo = stepsFromJson(json.value(u"redo").toArray());
}

namespace {

std::deque<AnswerChange> changesFrom(const QJsonArray& json)
{
    std::deque<AnswerChange> changes;
    for (const QJsonValue& value : json) {
        const QJsonObject one = value.toObject();
        changes.push_back({one.value(u"path").toString(), one.value(u"from").toString(),
                           one.value(u"to").toString(),
                           QDateTime::fromString(one.value(u"at").toString(), Qt::ISODateWithMs),
                           one.value(u"by").toString()});
    }
    return changes;
}

}  // namespace

Result<> FormRunPrivate::open(const QJsonObject& record)
{
    const FormPackage& package = m_program->package();
    if (record.value(u"form_id").toString() != package.formId)
        return Error{ErrorCode::Invalid,
                     u"This record belongs to another form than %1."_s.arg(package.formId)};
    if (!record.value(u"data").isObject())
        return Error{ErrorCode::Invalid, u"This record has no answers: 'data' is missing."_s};
    clear();
    m_now.reset();
    m_version = record.value(u"form_version").toString();
    m_recordId = record.value(u"record_id").toString();
    itemsFromJson(m_record.get(), 0, record.value(u"data").toObject());
    parkedFromJson(record.value(u"@parked").toArray());
    entryFromJson(record.value(u"@entry").toObject());
    m_changes = changesFrom(record.value(u"@changes").toArray());
    m_listNodes.clear();
    m_instances.clear();
    loadText(m_record.get());
    recalculateEverything();
    return {};
}

void FormRunPrivate::begin()
{
    clear();
    m_now.reset();
    m_version = m_program->package().version;
    m_recordId = m_settings.uuid();
    m_beginning = true;
    addFirstInstances(m_record.get());
    applyDefaults(m_record.get());
    recalculateEverything();
    m_beginning = false;
}

}  // namespace prohori
