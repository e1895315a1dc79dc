// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/CaseRun.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

RunSettings settingsOf(const Clock& clock)
{
    RunSettings settings;
    settings.now = [&clock] { return QDateTime::fromMSecsSinceEpoch(clock.now().msSinceEpoch); };
    settings.random = [] { return 0.5; };
    settings.uuid = [] { return QString(); };
    settings.language = u"en"_s;
    settings.zone = u"Asia/Dhaka"_s;  // as Clock::today()
    return settings;
}

bool sameRows(const QList<AnswerRow>& left, const QList<AnswerRow>& right)
{
    return std::equal(left.cbegin(), left.cend(), right.cbegin(), right.cend(),
                      [](const AnswerRow& a, const AnswerRow& b) {
                          return a.group == b.group && a.row == b.row && a.parentRow == b.parentRow;
                      });
}

}  // namespace

CaseRun::CaseRun(FormProgramPtr program, FormPtr form, const Clock& clock)
    : m_program(program),
      m_form(std::move(form)),
      m_clock(clock),
      m_run(std::move(program), settingsOf(clock))
{
    mapForm();
}

void CaseRun::mapForm()
{
    const auto pathOfGroup = [&](const GroupDefinition* group) {
        QString path;
        for (; group; group = m_form->group(group->parent))
            path.prepend(u'/' + group->name);
        return u"/data"_s + path;
    };
    for (const GroupDefinition& group : m_form->groups()) {
        const QString path = pathOfGroup(&group);
        m_groups.insert(group.id, m_program->find(path));
        for (const quint32 id : group.fields) {
            const int item = m_program->find(path + u'/' + m_form->field(id)->name);
            m_fields.insert(id, item);
            m_fieldIds.insert(item, id);
        }
    }
    for (int item = 0; item < static_cast<int>(m_program->items.size()); ++item) {
        if (m_run.item(item).calculated)
            m_results.append(item);
    }
}

void CaseRun::follow(const Answers& answers)
{
    const QDate today = m_clock.today();
    if (!m_built || today != m_day || !sameRows(answers.rows, m_seen.rows))
        build(answers);
    else if (!answers.values.isSharedWith(m_seen.values))
        change(answers);
    m_seen = answers;
    m_day = today;
    m_built = true;
}

void CaseRun::build(const Answers& answers)
{
    m_run.clear();
    m_frames.clear();
    m_frames.insert(QString(), m_run.m_record.get());
    // A row may stand before the row around it: whoever waits is looked at again.
    QList<AnswerRow> waiting = answers.rows;
    for (qsizetype before = -1; before != waiting.size();) {
        before = waiting.size();
        QList<AnswerRow> still;
        for (const AnswerRow& row : std::as_const(waiting)) {
            RecordFrame* parent = m_frames.value(row.parentRow);
            const int repeat = m_groups.value(row.group, -1);
            if (!parent || repeat < 0 || m_run.item(repeat).outerShape != parent->shape) {
                still.append(row);
                continue;
            }
            const auto& rows = m_run.rows(parent, repeat).frames;
            m_frames.insert(row.row, m_run.insertFrame(parent, repeat, int(rows.size()), row.row));
        }
        waiting = still;
    }
    for (auto it = answers.values.cbegin(); it != answers.values.cend(); ++it) {
        const auto at = place(it.key());
        if (!at)
            continue;
        RecordCell& cell = m_run.cell(at->frame, at->item);
        cell.answer = it->text;
        cell.node->missing = it->missing;
        cell.node->sealed = it->sealed;
    }
    m_run.loadText(m_run.m_record.get());
    m_run.recalculateEverything();
}

void CaseRun::change(const Answers& answers)
{
    m_run.m_now.reset();
    for (auto it = answers.values.cbegin(); it != answers.values.cend(); ++it) {
        if (m_seen.values.value(it.key()) != *it)
            put(it.key(), *it);
    }
    for (auto it = m_seen.values.cbegin(); it != m_seen.values.cend(); ++it) {
        if (!answers.values.contains(it.key()))
            put(it.key(), {});
    }
    forgetResults(answers);
    m_run.settle(false);
}

/// The same answers give the same results, whatever was asked before: once(), and what hangs on a sealed answer, go back to what the
/// record holds before they are worked out again.
void CaseRun::forgetResults(const Answers& answers)
{
    eachResult([&](RecordFrame* frame, int item) {
        Answer stored;
        if (const auto id = m_fieldIds.constFind(item); id != m_fieldIds.cend())
            stored = answers.values.value({m_form->field(*id)->group, frame->id, *id});
        const WrittenAnswer wanted{stored.text, stored.missing, stored.sealed};
        if (m_run.written(frame, item) == wanted)
            return;
        m_run.put(frame, item, wanted);
        m_run.markVertex(frame, m_run.item(item).vertex(RuleKind::Calculate));
    });
}

void CaseRun::eachResult(const std::function<void(RecordFrame*, int)>& visit) const
{
    for (const int item : m_results)
        m_run.eachFrame(m_run.m_record.get(), m_run.item(item).shape,
                        [&](RecordFrame* frame) { visit(frame, item); });
}

void CaseRun::put(const AnswerPath& path, const Answer& answer)
{
    const auto at = place(path);
    if (!at)
        return;
    m_run.put(at->frame, at->item, {answer.text, answer.missing, answer.sealed});
    if (const int vertex = m_run.item(at->item).vertex(RuleKind::Calculate); vertex >= 0)
        m_run.markVertex(at->frame, vertex);
}

std::optional<RecordPlace> CaseRun::place(const AnswerPath& path) const
{
    RecordFrame* frame = m_frames.value(path.row);
    const int item = m_fields.value(path.field, -1);
    if (!frame || item < 0 || m_run.item(item).shape != frame->shape)
        return std::nullopt;
    return RecordPlace{frame, item, false};
}

QString CaseRun::text(const AnswerPath& path) const
{
    const auto at = place(path);
    return at ? cell(*at).node->text : QString();
}

CaseRun::Relevance CaseRun::relevance(const RecordPlace& place) const
{
    return {cell(place).node->relevant, !m_run.isUnsure(place.frame, place.item)};
}

CaseRun::Relevance CaseRun::groupRelevance(quint32 group, const QString& parentRow)
{
    const int item = m_groups.value(group, -1);
    RecordFrame* parent = m_frames.value(parentRow);
    if (item < 0 || !parent)
        return {};
    const ProgramItem& here = m_run.item(item);
    if (!here.repeat)
        return {m_run.cell(parent, item).node->relevant, !m_run.isUnsure(parent, item)};
    if (here.outerShape != parent->shape)
        return {};
    const FormNode* anchor = m_run.rows(parent, item).anchor;
    Relevance so{anchor->parent()->relevant, !m_run.isUnsure(parent, here.parent)};
    const int vertex = here.vertex(RuleKind::Relevant);
    if (!so.holds || vertex < 0)
        return so;
    const auto value = m_run.work(m_program->vertices[static_cast<size_t>(vertex)].expression, anchor);
    if (m_run.m_evaluator.readSealed())
        return {true, false};
    so.holds = !value || value->toBoolean();
    return so;
}

QHash<AnswerPath, Answer> CaseRun::calculated() const
{
    QHash<AnswerPath, Answer> results;
    eachResult([&](RecordFrame* frame, int item) {
        const auto id = m_fieldIds.constFind(item);
        if (id == m_fieldIds.cend())
            return;
        const FormNode* node = m_run.cell(frame, item).node;
        if (node->relevant && !node->text.isEmpty())
            results.insert({m_form->field(*id)->group, frame->id, *id}, {node->text, {}, false});
    });
    return results;
}

}  // namespace prohori
