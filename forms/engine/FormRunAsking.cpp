// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells of single questions.
#include "forms/engine/FormRunPrivate.h"

namespace prohori {

using namespace Qt::StringLiterals;

bool FormRun::has(const QString& path) const
{
    return d->find(path).has_value();
}

QString FormRun::recordId() const
{
    return d->m_recordId;
}

QString FormRun::position() const
{
    return d->m_position;
}

QString FormRun::language() const
{
    return d->m_language;
}

Result<QString> FormRun::value(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    const FormNode* node = d->nodeAt(*place);
    return node->relevant ? node->text : QString();
}

Result<QString> FormRun::answer(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    return d->cell(place->frame, place->item).answer;
}

Result<QString> FormRun::missing(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    return d->nodeAt(*place)->missing;
}

Result<QString> FormRun::note(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    const std::unique_ptr<CellExtra>& extra = d->cell(place->frame, place->item).extra;
    return extra ? extra->note : QString();
}

Result<QString> FormRun::instanceId(const QString& path) const
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    return place->frame->id;
}

Result<QString> FormRun::status(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    const RecordCell& cell = d->cell(place->frame, place->item);
    if (cell.node->sealed)
        return u"sealed"_s;
    if (!cell.node->missing.isEmpty())
        return cell.node->missing;
    if (cell.extra && !cell.extra->confirmed.isEmpty())
        return u"confirmed"_s;
    return cell.node->text.isEmpty() ? u"blank"_s : u"answered"_s;
}

Result<bool> FormRun::isRelevant(const QString& path) const
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    return d->isRelevant(*place);
}

Result<bool> FormRun::isRequired(const QString& path) const
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    return !place->whole && d->isRequired(place->frame, place->item);
}

Result<bool> FormRun::isReadonly(const QString& path) const
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    if (!place->whole)
        return d->isReadonly(place->frame, place->item);
    const RecordRows& all = d->rows(place->frame, place->item);
    if (!all.frames.empty())
        return d->isReadonly(all.frames.front().get(), place->item);
    return d->item(place->item).readonly || d->isReadonly(place->frame, d->item(place->item).parent);
}

Result<int> FormRun::count(const QString& repeatPath) const
{
    const Result<RecordPlace> place = d->find(repeatPath);
    if (!place)
        return place.error();
    if (!place->whole)
        return Error{ErrorCode::NotFound, u"%1 is no repeat."_s.arg(repeatPath)};
    return static_cast<int>(d->rows(place->frame, place->item).frames.size());
}

Result<QStringList> FormRun::choices(const QString& path) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    return d->offeredNames(place->frame, place->item);
}

FormReport FormRun::report() const
{
    return d->report();
}

QList<AnswerChange> FormRun::changes() const
{
    return {d->m_changes.begin(), d->m_changes.end()};
}

}  // namespace prohori
