// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/CaseEngine.h"

#include "forms/engine/RowSummary.h"
#include "forms/engine/StandardMessages.h"
#include "forms/engine/TypedField.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isReference(const FieldDefinition& field)
{
    return field.type == FieldType::Reference || field.type == FieldType::MultiReference;
}

/// The fields that a helper row names in `bind::ht:show`.
QList<quint32> shownFields(const FormDefinition& form, const FormItem& item)
{
    QList<quint32> fields;
    for (const QString& path : item.ht("show").split(u' ', Qt::SkipEmptyParts)) {
        if (const FieldDefinition* field = form.field(path.section(u'.', 0, 0), path.section(u'.', 1)))
            fields.append(field->id);
    }
    return fields;
}

Texts orElse(const Texts& written, const Texts& otherwise)
{
    return written.isEmpty() ? otherwise : written;
}

}  // namespace

/// Walks over a record in entry order and gathers problems.
class CaseEngine::Checker {
public:
    Checker(const CaseEngine& engine, CaseRun& run, const Answers& answers, CheckLevel level)
        : m_form(engine.form()),
          m_run(run),
          m_answers(answers),
          m_level(level),
          m_today(engine.m_clock.today())
    {
        for (const AnswerRow& row : answers.rows)
            m_rows[{row.group, row.parentRow}].append(row.row);
        if (level == CheckLevel::Submit)
            gatherPoints();
    }

    QList<Problem> run()
    {
        for (const GroupDefinition& group : m_form.groups()) {
            if (group.kind != GroupKind::Case || group.parent != 0)
                continue;
            if (group.repeat)
                checkRepeat(group, {});
            else
                checkFields(group, {});
        }
        return std::move(m_problems);
    }

private:
    /// Points of a checklist that the answers do not show; each is told at the first field that it names.
    void gatherPoints()
    {
        FormRunPrivate& run = m_run.run();
        run.eachCell(run.m_record.get(), [&](RecordFrame* frame, int place) {
            const FormItem& item = *run.item(place).item;
            if (!item.ht("kind").startsWith(u"checklist") || run.cell(frame, place).node->text != u"false")
                return;
            if (const auto fields = shownFields(m_form, item); !fields.isEmpty())
                m_points[fields.first()].append(item.label);
        });
    }

    void checkRepeat(const GroupDefinition& group, const QString& parentRow)
    {
        const QStringList rows = m_rows.value({group.id, parentRow});
        const CaseRun::Relevance asked = m_run.groupRelevance(group.id, parentRow);
        if (!asked.holds)
            return;
        if (m_level == CheckLevel::Submit && asked.certain && rows.size() < group.minRows)
            report({group.id, {}, 0}, u"count"_s,
                   bilingual(u"“%1” needs an entry."_s.arg(group.label.in(u"en"_s)),
                             u"“%1” অংশে একটি ভুক্তি দরকার।"_s.arg(group.label.in(u"bn"_s))));
        if (group.maxRows > 0 && rows.size() > group.maxRows)
            report({group.id, rows.last(), 0}, u"count"_s,
                   bilingual(u"“%1” has more entries than it may have."_s.arg(group.label.in(u"en"_s)),
                             u"“%1” অংশে বেশি ভুক্তি আছে।"_s.arg(group.label.in(u"bn"_s))));
        for (const QString& row : rows) {
            checkFields(group, row);
            for (const quint32 child : group.children)
                checkRepeat(*m_form.group(child), row);
        }
    }

    void checkFields(const GroupDefinition& group, const QString& row)
    {
        for (const quint32 id : group.fields) {
            m_order += 1;
            const FieldDefinition& field = *m_form.field(id);
            const AnswerPath path{group.id, row, id};
            const auto place = m_run.place(path);
            if (!place || field.required == RequiredLevel::Auto)
                continue;
            const CaseRun::Relevance relevance = m_run.relevance(*place);
            if (!relevance.holds)
                continue;
            const Answer answer = m_answers.value(path);
            const qsizetype before = m_problems.size();
            if (answer.isBlank()) {
                if (needs(relevance, field, m_level))
                    report(path, u"required"_s,
                           orElse(m_run.item(*place).requiredMessage,
                                  problemSentence(u"required"_s, &field)));
            } else if (!answer.text.isEmpty()) {
                checkAnswer(path, field, answer.text, *place);
            }
            // What is wrong with the answer itself says more than what the checklist misses.
            if (m_problems.size() > before)
                continue;
            for (const Texts& point : m_points.value(id))
                report(path, u"check"_s, point, Severity::Warning);
        }
    }

    void checkAnswer(const AnswerPath& path, const FieldDefinition& field, const QString& text,
                     const RecordPlace& place)
    {
        if (const auto stored = readTyped(m_form, field, text, m_today); !stored) {
            report(path, stored.error().hint, problemSentence(stored.error().hint, &field));
            return;
        }
        if (!checkChoices(path, field, text, place))
            return;
        const FormItem& item = m_run.item(place);
        const RecordCell& cell = m_run.cell(place);
        if (cell.broken)
            report(path, u"constraint"_s,
                   orElse(item.constraintMessage, problemSentence(u"constraint"_s, &field)));
        else if (cell.doubtful && m_level == CheckLevel::Submit)
            report(path, u"check"_s, orElse(item.checkMessage, problemSentence(u"check"_s, &field)),
                   Severity::Warning);
    }

    /// Choices that are not offered here, rows that are not there, choices that are no longer in use.
    bool checkChoices(const AnswerPath& path, const FieldDefinition& field, const QString& text,
                      const RecordPlace& place)
    {
        const bool filtered = m_run.run().item(place.item).vertex(RuleKind::Choices) >= 0;
        if (filtered && m_run.cell(place).offered != text) {
            report(path, u"choice"_s, notOffered(field, m_run.item(place)));
            return false;
        }
        const ChoiceList* list = m_form.list(field.list);
        for (const QString& code : text.split(u' ', Qt::SkipEmptyParts)) {
            const Choice* choice = list ? list->find(code) : nullptr;
            if (choice && choice->retired)
                report(path, u"retired"_s, problemSentence(u"retired"_s, &field), Severity::Warning);
            if (!isReference(field) || field.referencedGroup == u"case")
                continue;
            const AnswerRow* row = m_answers.findRow(code);
            if (!row || m_form.group(row->group)->name != field.referencedGroup) {
                report(path, u"choice"_s, problemSentence(u"choice"_s, &field));
                return false;
            }
        }
        return true;
    }

    Texts notOffered(const FieldDefinition& field, const FormItem& item) const
    {
        if (field.cascadeFrom.isEmpty())
            return orElse(item.constraintMessage, problemSentence(u"choice"_s, &field));
        const Texts name = m_form.field(m_form.group(field.group)->name, field.cascadeFrom)->label;
        return bilingual(u"This does not belong to what is chosen in “%1”."_s.arg(name.in(u"en"_s)),
                         u"এটি “%1”-এ যা বাছা হয়েছে তার অন্তর্ভুক্ত নয়।"_s.arg(name.in(u"bn"_s)));
    }

    void report(const AnswerPath& path, const QString& kind, const Texts& message,
                Severity severity = Severity::Error)
    {
        m_problems.append({path, kind, severity, message, m_order});
    }

    const FormDefinition& m_form;
    CaseRun& m_run;
    const Answers& m_answers;
    CheckLevel m_level;
    QDate m_today;
    QHash<std::pair<quint32, QString>, QStringList> m_rows;
    QHash<quint32, QList<Texts>> m_points;
    int m_order = 0;
    QList<Problem> m_problems;
};

CaseEngine::CaseEngine(FormPtr form, const Clock& clock) : m_form(std::move(form)), m_clock(clock) {}

CaseRun& CaseEngine::following(const Answers& answers) const
{
    // Made on first use: much of what a station does asks the form nothing.
    if (!m_run) {
        auto program = makeFormProgram(m_form->package());
        if (!program)
            qFatal("the form %s does not run: %s", qPrintable(m_form->formId()),
                   qPrintable(program.error().detail));
        m_run.emplace(std::move(*program), m_form, m_clock);
    }
    m_run->follow(answers);
    return *m_run;
}

bool CaseEngine::isRelevant(const AnswerPath& path, const Answers& answers) const
{
    const std::lock_guard guard(m_guard);
    CaseRun& run = following(answers);
    if (const auto place = run.place(path))
        return run.relevance(*place).holds;
    const AnswerRow* row = answers.findRow(path.row);
    return run.groupRelevance(path.group, row               ? row->parentRow
                                          : path.field == 0 ? path.row
                                                            : QString())
        .holds;
}

bool CaseEngine::needs(const CaseRun::Relevance& relevance, const FieldDefinition& field, CheckLevel level)
{
    if (!relevance.holds || !relevance.certain)
        return false;
    const bool atSubmit =
        field.required == RequiredLevel::Submit || field.required == RequiredLevel::Conditional;
    return field.required == RequiredLevel::Draft || (atSubmit && level == CheckLevel::Submit);
}

bool CaseEngine::isRequired(const AnswerPath& path, const Answers& answers, CheckLevel level) const
{
    const std::lock_guard guard(m_guard);
    CaseRun& run = following(answers);
    const FieldDefinition* field = m_form->field(path.field);
    const auto place = run.place(path);
    return field && place && needs(run.relevance(*place), *field, level);
}

Result<QString> CaseEngine::normalise(quint32 id, const QString& typed) const
{
    const FieldDefinition* field = m_form->field(id);
    if (!field)
        return Error{ErrorCode::Invalid, u"there is no such question"_s, u"type"_s};
    return readTyped(*m_form, *field, typed, m_clock.today());
}

QList<Problem> CaseEngine::check(const Answers& answers, CheckLevel level) const
{
    const std::lock_guard guard(m_guard);
    return Checker(*this, following(answers), answers, level).run();
}

QHash<AnswerPath, Answer> CaseEngine::calculated(const Answers& answers) const
{
    const std::lock_guard guard(m_guard);
    return following(answers).calculated();
}

QList<Choice> CaseEngine::offeredChoices(const AnswerPath& path, const Answers& answers) const
{
    const FieldDefinition* field = m_form->field(path.field);
    if (!field)
        return {};
    if (isReference(*field))
        return rowChoices(*this, answers, *field);
    const ChoiceList* list = m_form->list(field->list);
    if (!list)
        return {};
    const std::lock_guard guard(m_guard);
    CaseRun& run = following(answers);
    QList<Choice> offered;
    if (const auto place = run.place(path)) {
        for (const QString& name : run.run().offeredNames(place->frame, place->item)) {
            if (const Choice* choice = list->find(name))
                offered.append(*choice);
        }
        return offered;
    }
    std::copy_if(list->choices.cbegin(), list->choices.cend(), std::back_inserter(offered),
                 [](const Choice& choice) { return !choice.retired; });
    return offered;
}

QList<ChecklistItem> CaseEngine::checklist(const QString& name, const Answers& answers) const
{
    const std::lock_guard guard(m_guard);
    FormRunPrivate& run = following(answers).run();
    QList<ChecklistItem> points;
    run.eachCell(run.m_record.get(), [&](RecordFrame* frame, int place) {
        const FormItem& item = *run.item(place).item;
        if (item.ht("kind") == name && item.kind == ItemKind::Calculate)
            points.append({item.name, item.label, item.hint, shownFields(*m_form, item),
                           run.cell(frame, place).node->text});
    });
    return points;
}

QString CaseEngine::helper(const QString& name, const Answers& answers) const
{
    const std::lock_guard guard(m_guard);
    FormRunPrivate& run = following(answers).run();
    const auto place = run.find(u"/data/"_s + name);
    return place && !place->whole ? run.cell(place->frame, place->item).node->text : QString();
}

Texts CaseEngine::standardMessage(const QString& kind, quint32 field) const
{
    return problemSentence(kind, m_form->field(field));
}

std::unique_ptr<FormEngine> makeFormEngine(FormPtr form, const Clock& clock)
{
    return std::make_unique<CaseEngine>(std::move(form), clock);
}

}  // namespace prohori
