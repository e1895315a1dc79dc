// SPDX-License-Identifier: GPL-3.0-or-later
// The validation report (forms.md 9).
#include "forms/engine/FormMessages.h"
#include "forms/engine/FormRunPrivate.h"
#include "forms/engine/TypedAnswer.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Goes through a record once, in document order.
class ReportMaker {
public:
    explicit ReportMaker(const FormRunPrivate& run) : m_run(run) {}

    FormReport make()
    {
        RecordFrame* record = m_run.m_record.get();
        for (const int place : m_run.item(0).children) {
            if (m_run.item(place).container)
                beginSection(record, place);
            else
                m_section = nullptr;
            visit(record, place);
        }
        for (SectionState& section : m_report.sections)
            section.state = stateOf(section);
        const bool defect = std::any_of(m_report.items.begin(), m_report.items.end(),
                                        [](const ReportItem& item) { return item.kind == u"defect"; });
        m_report.status = m_report.errors > m_report.requiredMissing ? u"invalid"_s
                        : m_report.requiredMissing > 0               ? u"incomplete"_s
                        : defect                                     ? u"defect"_s
                                                                     : u"complete"_s;
        return m_report;
    }

private:
    void beginSection(RecordFrame* frame, int place)
    {
        SectionState section;
        section.path = m_run.item(place).item->path;
        section.label = m_run.filledIn(frame, place, m_run.item(place).item->label.in(m_run.m_language));
        section.relevant = m_run.isRelevant({frame, place, m_run.item(place).repeat});
        addSection(section);
    }

    void addSection(const SectionState& section)
    {
        m_report.sections.append(section);
        m_section = &m_report.sections.last();
    }

    /// Questions outside of all groups are a section of their own.
    SectionState& section()
    {
        if (m_section)
            return *m_section;
        for (SectionState& each : m_report.sections) {
            if (each.path == u"/data")
                m_section = &each;
        }
        if (!m_section) {
            SectionState made;
            made.path = u"/data"_s;
            made.label = m_run.m_program->package().titles.in(m_run.m_language);
            if (made.label.isEmpty())
                made.label = m_run.m_program->package().title;
            addSection(made);
        }
        return *m_section;
    }

    static QString stateOf(const SectionState& section)
    {
        if (!section.relevant)
            return u"not-applicable"_s;
        if (section.errors > section.requiredMissing || section.open > 0)
            return u"problems"_s;
        if (section.answered == 0 && section.questions > 0)
            return u"not-started"_s;
        return section.requiredMissing > 0 ? u"in-progress"_s : u"complete"_s;
    }

    void visit(RecordFrame* frame, int place)
    {
        const ProgramItem& item = m_run.item(place);
        if (item.repeat && frame->shape != item.shape) {
            wholeRepeat(frame, place);
            for (const auto& inner : m_run.rows(frame, place).frames)
                visit(inner.get(), place);
            return;
        }
        question(frame, place);
        for (const int child : item.children)
            visit(frame, child);
    }

    void wholeRepeat(RecordFrame* frame, int place)
    {
        const RecordRows& rows = m_run.rows(frame, place);
        const QString& rule = m_run.item(place).item->repeatCount.written;
        if (rows.wanted > static_cast<int>(rows.frames.size()))
            add(frame, place, u"count"_s, tooManySentence(kMaxInstances), rule, true);
        if (const int surplus = m_run.surplus(frame, place); surplus > 0) {
            add(frame, place, u"check"_s, surplusSentence(surplus), rule, true);
            confirmLast(rows.confirmed);
        }
        defects(frame, place, true);
    }

    void question(RecordFrame* frame, int place)
    {
        const ProgramItem& item = m_run.item(place);
        const bool relevant = m_run.cell(frame, place).node->relevant;
        const bool asked = item.item->kind == ItemKind::Question && item.kind != AnswerKind::None
                        && !item.calculated && item.item->type != u"hidden";
        if (asked) {
            ++m_report.questions;
            if (relevant) {
                ++m_report.relevant;
                ++section().questions;
            }
            if (m_run.isAnswered(frame, place)) {
                ++m_report.answered;
                ++section().answered;
            }
        }
        if (relevant && item.kind != AnswerKind::None)
            answer(frame, place);
        defects(frame, place, false);
        if (m_run.isEditable(frame, place))
            ++m_order;
    }

    void answer(RecordFrame* frame, int place)
    {
        const ProgramItem& item = m_run.item(place);
        const RecordCell& cell = m_run.cell(frame, place);
        if (!m_run.isAnswered(frame, place)) {
            if (m_run.isRequired(frame, place)) {
                add(frame, place, u"required"_s, item.item->requiredMessage, item.item->required.written);
                ++m_report.requiredMissing;
                ++section().requiredMissing;
            }
        }
        const QString problem = item.calculated || cell.node->sealed ? QString() : typeProblem(frame, place);
        if (!problem.isEmpty())
            add(frame, place, problem, {}, {});
        if (cell.broken && problem != u"type")
            add(frame, place, u"constraint"_s, item.item->constraintMessage, item.item->constraint.written);
        if (cell.doubtful && problem != u"type")
            add(frame, place, u"check"_s, item.item->checkMessage, item.item->check.written);
    }

    QString typeProblem(RecordFrame* frame, int place) const
    {
        const ProgramItem& item = m_run.item(place);
        const RecordCell& cell = m_run.cell(frame, place);
        const QString problem = answerProblem(item, cell.answer);
        if (problem == u"choice" && cell.extra && cell.extra->kept)
            return u"retired"_s;
        if (!problem.isEmpty() || cell.node->text.isEmpty() || !item.list)
            return problem;
        const QStringList names = item.kind == AnswerKind::SelectOne
                                    ? QStringList{cell.node->text}
                                    : cell.node->text.split(u' ', Qt::SkipEmptyParts);
        const auto retired = [&](const QString& name) {
            const FormChoice* choice = item.list->find(name);
            return choice && choice->retired;
        };
        if (std::any_of(names.begin(), names.end(), retired))
            return u"retired"_s;
        if (item.kind == AnswerKind::Rank && names.size() != m_run.offeredNames(frame, place).size())
            return u"choice"_s;
        return {};
    }

    void defects(RecordFrame* frame, int place, bool whole)
    {
        const ProgramItem& item = m_run.item(place);
        const bool relevant = whole || m_run.cell(frame, place).node->relevant;
        for (const int index : item.vertices) {
            if (index < 0)
                continue;
            const ProgramVertex& vertex = m_run.m_program->vertices[static_cast<size_t>(index)];
            if ((vertex.rule == RuleKind::RepeatCount) != whole)
                continue;
            const bool always = vertex.rule == RuleKind::Relevant || vertex.rule == RuleKind::Readonly;
            const bool fault = frame->marks[static_cast<size_t>(vertex.mark)] & RecordFrame::kFault;
            if ((fault && (relevant || always)) || m_run.m_unsettled.contains(index))
                defect(frame, place, index, vertex.expression);
        }
        if (whole)
            return;
        if (m_run.m_faultyDefaults.contains(place) || m_run.m_endless == place)
            defect(frame, place, -1 - place, item.triggered >= 0 ? item.triggered : item.defaultRule);
    }

    /// One for each expression and record.
    void defect(RecordFrame* frame, int place, int key, int expression)
    {
        if (m_told.contains(key))
            return;
        m_told.insert(key);
        const auto& all = m_run.m_program->expressions;
        add(frame, place, u"defect"_s, defectSentence(),
            expression >= 0 ? all[static_cast<size_t>(expression)].source : QString(), true);
    }

    /// `texts` are the author's, or the engine's own when `builtIn`.
    void add(RecordFrame* frame, int place, const QString& kind, const Texts& texts, const QString& rule,
             bool builtIn = false)
    {
        const ProgramItem& item = m_run.item(place);
        ReportItem made;
        const bool whole = item.repeat && frame->shape != item.shape;
        made.path = m_run.pathAt(frame, place);
        made.ids = FormRunPrivate::idsOf(frame);
        made.name = *item.name;
        made.code = item.item->extra.value(u"body::ht:code"_s, item.item->code);
        made.section = section().path;
        made.order = m_order;
        made.kind = kind;
        made.error = kind != u"check" && kind != u"retired" && kind != u"defect";
        const QString language = m_run.m_language;
        made.message = builtIn          ? texts.in(language)
                     : !texts.isEmpty() ? m_run.filledIn(frame, place, texts.in(language))
                                        : QString();
        if (made.message.isEmpty())
            made.message = reportSentence(kind, item).in(language);
        made.rule = rule;
        if (!whole) {
            const std::unique_ptr<CellExtra>& extra = m_run.cell(frame, place).extra;
            made.confirmed = extra && extra->confirmed.contains(kind);
        }
        (made.error ? m_report.errors : m_report.warnings) += 1;
        (made.error ? section().errors : section().warnings) += 1;
        section().open += !made.error && !made.confirmed ? 1 : 0;
        m_report.items.append(made);
    }

    void confirmLast(bool confirmed)
    {
        ReportItem& item = m_report.items.last();
        if (confirmed && !item.confirmed)
            --section().open;
        item.confirmed = confirmed;
    }

    const FormRunPrivate& m_run;
    FormReport m_report;
    SectionState* m_section = nullptr;
    QSet<int> m_told;
    int m_order = 0;
};

}  // namespace

FormReport FormRunPrivate::report() const
{
    return ReportMaker(*this).make();
}

QJsonObject FormReport::toJson(const FormPackage& package, const QString& recordId, const QString& at,
                               const QString& language) const
{
    QJsonArray sectionArray;
    for (const SectionState& one : sections)
        sectionArray.append(QJsonObject{{u"path"_s, one.path},
                                        {u"label"_s, one.label},
                                        {u"state"_s, one.state},
                                        {u"relevant"_s, one.questions},
                                        {u"answered"_s, one.answered},
                                        {u"required_missing"_s, one.requiredMissing},
                                        {u"errors"_s, one.errors},
                                        {u"warnings"_s, one.warnings}});
    QJsonArray itemArray;
    for (const ReportItem& one : items)
        itemArray.append(QJsonObject{{u"path"_s, one.path},
                                     {u"ids"_s, QJsonArray::fromStringList(one.ids)},
                                     {u"name"_s, one.name},
                                     {u"code"_s, one.code},
                                     {u"section"_s, one.section},
                                     {u"order"_s, one.order},
                                     {u"kind"_s, one.kind},
                                     {u"severity"_s, one.error ? u"error"_s : u"warning"_s},
                                     {u"message"_s, one.message},
                                     {u"rule"_s, one.rule},
                                     {u"confirmed"_s, one.confirmed}});
    return {{u"form_id"_s, package.formId},
            {u"form_version"_s, package.version},
            {u"record_id"_s, recordId},
            {u"at"_s, at},
            {u"language"_s, language},
            {u"status"_s, status},
            {u"counts"_s, QJsonObject{{u"questions"_s, questions},
                                      {u"relevant"_s, relevant},
                                      {u"answered"_s, answered},
                                      {u"required_missing"_s, requiredMissing},
                                      {u"errors"_s, errors},
                                      {u"warnings"_s, warnings}}},
            {u"sections"_s, sectionArray},
            {u"items"_s, itemArray}};
}

}  // namespace prohori
