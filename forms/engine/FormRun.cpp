// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormRun.h"

#include "core/base/Clock.h"
#include "forms/engine/FormRunPrivate.h"
#include "forms/engine/StandardMessages.h"
#include "forms/engine/TypedAnswer.h"

#include <memory>

namespace prohori {

using namespace Qt::StringLiterals;

FormRunPrivate::FormRunPrivate(FormProgramPtr program, RunSettings settings)
    : m_program(std::move(program)),
      m_settings(std::move(settings)),
      m_zone(m_settings.zone),
      m_language(m_settings.language.isEmpty() ? m_program->package().defaultLanguage : m_settings.language),
      m_evaluator(*this)
{
    if (!m_settings.now)
        m_settings.now = [] {
            return QDateTime::fromMSecsSinceEpoch(SystemClock().now().msSinceEpoch, Qt::UTC);
        };
    if (!m_settings.random)
        m_settings.random = [] { return 0.0; };
    if (!m_settings.uuid)
        m_settings.uuid = [last = std::make_shared<int>(0)] { return QString::number(++*last); };
    m_user = m_settings.device.value(u"username"_s);
    clear();
}

FormRunPrivate::~FormRunPrivate() = default;

QDateTime FormRunPrivate::now() const
{
    if (!m_now)
        m_now = m_settings.now();
    return *m_now;
}

bool FormRunPrivate::isRelevant(const RecordPlace& place) const
{
    if (!place.whole)
        return cell(place.frame, place.item).node->relevant;
    const RecordRows& all = rows(place.frame, place.item);
    if (!all.frames.empty())
        return all.frames.front()->node()->relevant;
    if (!all.anchor->parent()->relevant)
        return false;
    const int vertex = item(place.item).vertex(RuleKind::Relevant);
    if (vertex < 0)
        return true;
    const auto value = work(m_program->vertices[static_cast<size_t>(vertex)].expression, all.anchor);
    return !value || m_evaluator.readSealed() || value->toBoolean();
}

FormRun::FormRun(FormProgramPtr program, RunSettings settings)
    : d(std::make_unique<FormRunPrivate>(std::move(program), std::move(settings)))
{}

FormRun::~FormRun() = default;
FormRun::FormRun(FormRun&&) noexcept = default;

const FormPackage& FormRun::package() const
{
    return d->m_program->package();
}

void FormRun::begin()
{
    d->begin();
}

Result<> FormRun::open(const QJsonObject& record)
{
    return d->open(record);
}

QJsonObject FormRun::draft() const
{
    d->m_now.reset();
    return d->record(false);
}

Result<QJsonObject> FormRun::finalised()
{
    return d->finalised();
}

Result<> FormRun::set(const QString& path, const QString& typed)
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    const ProgramItem& item = d->item(place->item);
    if (item.calculated)
        return Error{ErrorCode::Refused, u"%1 is calculated."_s.arg(path)};
    d->beginStep(UndoStep::Kind::Edit);
    d->write(place->frame, place->item, {storedAnswer(item, typed, *d), {}, false});
    d->settle(true);
    d->endStep();
    return {};
}

Result<> FormRun::setMissing(const QString& path, const QString& reason)
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    if (!reason.isEmpty() && !missingReasons().contains(reason))
        return Error{ErrorCode::Invalid, u"%1 is no reason for a missing answer."_s.arg(reason)};
    if (d->item(place->item).calculated)
        return Error{ErrorCode::Refused, u"%1 is calculated."_s.arg(path)};
    if (reason.isEmpty() && d->cell(place->frame, place->item).node->missing.isEmpty())
        return {};
    d->beginStep(UndoStep::Kind::Edit);
    d->write(place->frame, place->item, {{}, reason, false});
    d->settle(true);
    d->endStep();
    return {};
}

Result<QString> FormRun::addInstance(const QString& repeatPath, qsizetype place)
{
    const Result<RecordPlace> found = d->find(repeatPath);
    if (!found)
        return found.error();
    if (!found->whole)
        return Error{ErrorCode::NotFound, u"%1 is no repeat."_s.arg(repeatPath)};
    const int repeat = found->item;
    if (d->item(repeat).countedRepeat)
        return Error{ErrorCode::Refused, u"The number of instances of %1 is calculated."_s.arg(repeatPath)};
    const auto have = static_cast<int>(d->rows(found->frame, repeat).frames.size());
    if (have >= kMaxInstances || d->m_frames >= kMaxFrames)
        return Error{ErrorCode::Refused, u"There cannot be more instances of %1."_s.arg(repeatPath)};
    const int at = place < 0 || place > have ? have : static_cast<int>(place);
    d->beginStep(UndoStep::Kind::Add);
    d->m_step->ids = FormRunPrivate::idsOf(found->frame);
    d->m_step->repeat = repeat;
    d->m_step->place = at;
    FormRunPrivate::touch(found->frame, 1);
    const RecordFrame* frame = d->makeInstance(found->frame, repeat, at);
    const QString path = d->pathAt(frame, repeat);
    d->changed(path, {}, frame->id);
    d->instancesChanged(found->frame, repeat);
    d->settle(true);
    d->endStep();
    return path;
}

Result<> FormRun::removeInstance(const QString& path)
{
    const Result<RecordPlace> found = d->find(path);
    if (!found)
        return found.error();
    const int repeat = found->item;
    RecordFrame* frame = found->frame;
    if (found->whole || !d->item(repeat).repeat)
        return Error{ErrorCode::NotFound, u"%1 is no instance of a repeat."_s.arg(path)};
    if (d->item(repeat).countedRepeat)
        return Error{ErrorCode::Refused, u"The number of instances of %1 is calculated."_s.arg(path)};
    RecordFrame* around = frame->parent;
    d->beginStep(UndoStep::Kind::Remove);
    d->m_step->ids = FormRunPrivate::idsOf(around);
    d->m_step->repeat = repeat;
    d->m_step->place = frame->place();
    d->m_step->row = d->rowToJson(frame, RowForm::Parked);
    d->changed(d->pathAt(frame, repeat), frame->id, {});
    d->m_gone.push_back(d->takeFrame(frame));
    FormRunPrivate::touch(around, 1);
    d->instancesChanged(around, repeat);
    d->settle(true);
    d->endStep();
    return {};
}

bool FormRun::canUndo() const
{
    return !d->m_undo.empty();
}

bool FormRun::canRedo() const
{
    return !d->m_redo.empty();
}

Result<QString> FormRun::undo()
{
    return d->turn(d->m_undo, d->m_redo, true);
}

Result<QString> FormRun::redo()
{
    return d->turn(d->m_redo, d->m_undo, false);
}

Result<> FormRun::confirm(const QString& path, const QString& note)
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    bool open = false;
    for (const ReportItem& item : report().items) {
        const Result<RecordPlace> at = item.error ? place : d->find(item.path);
        if (item.error || !at || at->frame != place->frame || at->item != place->item
            || at->whole != place->whole)
            continue;
        open = true;
        if (!place->whole) {
            d->extra(place->frame, place->item).confirmed.insert(item.kind, note);
            continue;
        }
        RecordRows& all = d->rows(place->frame, place->item);
        all.confirmed = true;
        all.confirmation = note;
    }
    if (!open)
        return Error{ErrorCode::NotFound, u"There is no warning to confirm at %1."_s.arg(path)};
    return {};
}

Result<> FormRun::setNote(const QString& path, const QString& note)
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return place.error();
    d->extra(place->frame, place->item).note = note.trimmed();
    return {};
}

void FormRun::setLanguage(const QString& language)
{
    d->setLanguage(language);
}

void FormRun::setPosition(const QString& path)
{
    d->m_position = path;
}

void FormRun::recalculateAll()
{
    d->recalculateEverything();
}

qint64 FormRun::evaluations() const
{
    return d->m_evaluations;
}

}  // namespace prohori
