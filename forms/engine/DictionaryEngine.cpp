// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/DictionaryEngine.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/Calculations.h"
#include "forms/engine/RowSummary.h"
#include "forms/engine/StandardMessages.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QList<Choice>& choicesOf(const FormDefinition& form, const FieldDefinition& field)
{
    static const QList<Choice> kNone;
    const ChoiceList* list = form.list(field.list);
    return list ? list->choices : kNone;
}

/// Row ids, or references of other cases, with one space between.
std::optional<QString> readReferences(const QString& typed, bool several, bool ofCases)
{
    static const QRegularExpression kParts(u"[\\s,;]+"_s);
    static const QRegularExpression kLocalRef(u"^\\d{2}-\\d{4}-[0-9A-Z]{1,8}-\\d{1,8}$"_s);
    QStringList ids;
    for (const QString& part : typed.split(kParts, Qt::SkipEmptyParts)) {
        auto id = readUuid(part);
        const QString ref = asciiDigits(part).toUpper();
        if (!id && ofCases && kLocalRef.match(ref).hasMatch())
            id = ref;
        if (!id)
            return std::nullopt;
        if (!ids.contains(*id))
            ids.append(*id);
    }
    if (ids.isEmpty() || (!several && ids.size() > 1))
        return std::nullopt;
    return ids.join(u' ');
}

}  // namespace

/// Walks over a record in entry order and gathers problems.
class DictionaryEngine::Checker {
public:
    Checker(const DictionaryEngine& engine, const Answers& answers, CheckLevel level)
        : m_engine(engine),
          m_form(engine.form()),
          m_answers(answers),
          m_level(level),
          m_now(engine.m_compiled, answers, engine.m_clock.today())
    {}

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
    void checkRepeat(const GroupDefinition& group, const QString& parentRow)
    {
        const QList<AnswerRow> rows = m_now.rowsOf(group.id, parentRow);
        const Truth asked = m_now.groupRelevance(group.id, parentRow);
        if (asked == Truth::No)
            return;
        if (m_level == CheckLevel::Submit && asked == Truth::Yes && rows.size() < group.minRows)
            report({group.id, {}, 0}, u"count"_s,
                   bilingual(u"“%1” needs an entry."_s.arg(group.label.in(u"en"_s)),
                             u"“%1” অংশে একটি ভুক্তি দরকার।"_s.arg(group.label.in(u"bn"_s))));
        if (group.maxRows > 0 && rows.size() > group.maxRows)
            report({group.id, rows.last().row, 0}, u"count"_s,
                   bilingual(u"“%1” has more entries than it may have."_s.arg(group.label.in(u"en"_s)),
                             u"“%1” অংশে বেশি ভুক্তি আছে।"_s.arg(group.label.in(u"bn"_s))));
        for (const AnswerRow& row : rows) {
            checkFields(group, row.row);
            for (const quint32 child : group.children)
                checkRepeat(*m_form.group(child), row.row);
        }
    }

    void checkFields(const GroupDefinition& group, const QString& row)
    {
        for (const quint32 id : group.fields) {
            m_order += 1;
            const FieldDefinition& field = *m_form.field(id);
            const AnswerPath path{group.id, row, id};
            if (field.required == RequiredLevel::Auto || m_now.relevance(path) == Truth::No)
                continue;
            const Answer answer = m_answers.value(path);
            if (answer.isBlank()) {
                if (needs(m_now, path, field, m_level))
                    report(path, u"required"_s, problemSentence(u"required"_s, &field));
            } else if (!answer.text.isEmpty()) {
                checkAnswer(path, field, answer.text);
            }
            if (m_level == CheckLevel::Submit)
                checkWarnings(path, field, answer);
        }
    }

    void checkAnswer(const AnswerPath& path, const FieldDefinition& field, const QString& text)
    {
        const auto stored = m_engine.read(field, text);
        if (!stored) {
            report(path, stored.error().hint, problemSentence(stored.error().hint, &field));
            return;
        }
        if (!checkChoices(path, field, text))
            return;
        for (const RuleClause& clause : m_engine.m_compiled.rules.value(field.id)) {
            if (!m_now.obeysClause(clause, text, path)) {
                report(path, u"constraint"_s, ruleMessage(m_form, field, clause));
                return;
            }
        }
    }

    /// Choices that do not fit the cascade, rows that are not there, choices that are no longer in use.
    bool checkChoices(const AnswerPath& path, const FieldDefinition& field, const QString& text)
    {
        const QString parent =
            field.cascadeFrom.isEmpty() ? QString() : m_now.sibling(path, field.cascadeFrom);
        for (const QString& code : text.split(u' ', Qt::SkipEmptyParts)) {
            const ChoiceList* list = m_form.list(field.list);
            const Choice* choice = list ? list->find(code) : nullptr;
            if (choice && !parent.isEmpty() && !choice->parent.isEmpty() && choice->parent != parent) {
                report(path, u"choice"_s, cascadeSentence(field));
                return false;
            }
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

    Texts cascadeSentence(const FieldDefinition& field) const
    {
        const Texts name = m_form.field(m_form.group(field.group)->name, field.cascadeFrom)->label;
        return bilingual(u"This does not belong to what is chosen in “%1”."_s.arg(name.in(u"en"_s)),
                         u"এটি “%1”-এ যা বাছা হয়েছে তার অন্তর্ভুক্ত নয়।"_s.arg(name.in(u"bn"_s)));
    }

    static bool isReference(const FieldDefinition& field)
    {
        return field.type == FieldType::Reference || field.type == FieldType::MultiReference;
    }

    /// What is allowed but deserves a second look.
    void checkWarnings(const AnswerPath& path, const FieldDefinition& field, const Answer& answer)
    {
        if (field.name == u"victims_reported" && !answer.text.isEmpty()) {
            const QString recorded = m_now.sibling(path, u"victims_recorded"_s);
            if (order(recorded, answer.text) == -1)
                report(path, u"check"_s,
                       bilingual(u"Fewer persons are entered (%1) than were reported."_s.arg(recorded),
                                 u"যত জন জানানো হয়েছে তার চেয়ে কম (%1) জন লেখা হয়েছে।"_s.arg(
                                     banglaDigits(recorded))),
                       Severity::Warning);
        }
        if (field.name == u"act_types" && m_now.sibling(path, u"elements_met"_s) == u"false")
            report(path, u"check"_s,
                   bilingual(u"Act, means and purpose are not all shown. A child needs no means."_s,
                             u"কাজ, উপায় ও উদ্দেশ্য সব দেখানো হয়নি। শিশুর ক্ষেত্রে উপায় লাগে না।"_s),
                   Severity::Warning);
    }

    void report(const AnswerPath& path, const QString& kind, const Texts& message,
                Severity severity = Severity::Error)
    {
        m_problems.append({path, kind, severity, message, m_order});
    }

    const DictionaryEngine& m_engine;
    const FormDefinition& m_form;
    const Answers& m_answers;
    CheckLevel m_level;
    Evaluation m_now;
    int m_order = 0;
    QList<Problem> m_problems;
};

DictionaryEngine::DictionaryEngine(FormPtr form, const Clock& clock) : m_clock(clock)
{
    m_compiled.form = std::move(form);
    const FormDefinition& def = *m_compiled.form;
    const auto parse = [&](quint32 group, const QString& text, const QString& where, auto& into,
                           quint32 key) {
        if (text.isEmpty())
            return;
        const auto condition = Condition::parse(def, group, text);
        if (condition)
            into.insert(key, *condition);
        else
            m_errors.append(where + u": "_s + condition.error().detail);
    };
    for (const GroupDefinition& group : def.groups())
        parse(group.id, group.relevance, group.name, m_compiled.groupRelevance, group.id);
    for (const FieldDefinition& field : def.fields()) {
        const QString path = def.group(field.group)->name + u'.' + field.name;
        parse(field.group, field.relevance, path, m_compiled.fieldRelevance, field.id);
        const QList<RuleClause> rule = readRule(def, field);
        if (!rule.isEmpty())
            m_compiled.rules.insert(field.id, rule);
    }
    m_compiled.calculators = caseCalculations(def);
}

bool DictionaryEngine::isRelevant(const AnswerPath& path, const Answers& answers) const
{
    return Evaluation(m_compiled, answers, m_clock.today()).relevance(path) != Truth::No;
}

bool DictionaryEngine::needs(Evaluation& now, const AnswerPath& path, const FieldDefinition& field,
                             CheckLevel level)
{
    if (field.required == RequiredLevel::Draft)
        return now.relevance(path) == Truth::Yes;
    const bool atSubmit =
        field.required == RequiredLevel::Submit || field.required == RequiredLevel::Conditional;
    return atSubmit && level == CheckLevel::Submit && now.relevance(path) == Truth::Yes;
}

bool DictionaryEngine::isRequired(const AnswerPath& path, const Answers& answers, CheckLevel level) const
{
    const FieldDefinition* field = form().field(path.field);
    Evaluation now(m_compiled, answers, m_clock.today());
    return field && needs(now, path, *field, level);
}

Result<QString> DictionaryEngine::normalise(quint32 id, const QString& typed) const
{
    const FieldDefinition* field = form().field(id);
    if (!field)
        return Error{ErrorCode::Invalid, u"there is no such question"_s, u"type"_s};
    return read(*field, typed);
}

Result<QString> DictionaryEngine::read(const FieldDefinition& field, const QString& typed) const
{
    const QDate today = m_clock.today();
    QString kind = u"type"_s;
    std::optional<QString> text;
    switch (field.type) {
    case FieldType::Text:
    case FieldType::File: text = cleanText(typed, false); break;
    case FieldType::LongText: text = cleanText(typed, true); break;
    case FieldType::Integer: text = readInteger(typed); break;
    case FieldType::Money: text = readMoney(typed); break;
    case FieldType::Date: text = readDate(typed, today); break;
    case FieldType::PartialDate: text = readPartialDate(typed, today); break;
    case FieldType::DateTime: text = readDateTime(typed); break;
    case FieldType::Phone: text = readPhone(typed); break;
    case FieldType::Identifier: text = readUuid(typed); break;
    case FieldType::Reference:
    case FieldType::MultiReference:
        text =
            readReferences(typed, field.type == FieldType::MultiReference, field.referencedGroup == u"case");
        break;
    case FieldType::Boolean:
    case FieldType::Code:
    case FieldType::MultiCode:
        kind = u"choice"_s;
        text = field.type == FieldType::MultiCode ? readCodes(choicesOf(form(), field), typed)
                                                  : readCode(choicesOf(form(), field), typed);
        break;
    }
    const auto refuse = [&](const QString& why) {
        QString sentence = problemSentence(why, &field).in(u"en"_s);
        sentence.chop(1);
        return Error{ErrorCode::Invalid, sentence.left(1).toLower() + sentence.mid(1), why};
    };
    if (!text)
        return refuse(kind);
    const qint64 value = text->toLongLong();
    const bool tooShort = field.minLength > 0 && !text->isEmpty() && text->size() < field.minLength;
    const bool tooLong = field.maxLength > 0 && text->size() > field.maxLength;
    if (tooShort || tooLong || (field.minimum && value < *field.minimum)
        || (field.maximum && value > *field.maximum))
        return refuse(u"range"_s);
    return *text;
}

QList<Problem> DictionaryEngine::check(const Answers& answers, CheckLevel level) const
{
    return Checker(*this, answers, level).run();
}

QHash<AnswerPath, Answer> DictionaryEngine::calculated(const Answers& answers) const
{
    QHash<AnswerPath, Answer> results;
    Evaluation now(m_compiled, answers, m_clock.today());
    const auto add = [&](const AnswerPath& path) {
        if (now.relevance(path) == Truth::No)
            return;
        if (const auto result = now.calculated(path); result && !result->isEmpty())
            results.insert(path, {*result, {}, false});
    };
    for (auto it = m_compiled.calculators.cbegin(); it != m_compiled.calculators.cend(); ++it) {
        const quint32 group = form().field(it.key())->group;
        if (!form().group(group)->repeat) {
            add({group, {}, it.key()});
            continue;
        }
        for (const AnswerRow& row : now.allRows(group))
            add({group, row.row, it.key()});
    }
    return results;
}

QList<Choice> DictionaryEngine::offeredChoices(const AnswerPath& path, const Answers& answers) const
{
    const FieldDefinition* field = form().field(path.field);
    if (!field)
        return {};
    if (field->type == FieldType::Reference || field->type == FieldType::MultiReference)
        return rowChoices(*this, answers, *field);
    QString parent;
    if (!field->cascadeFrom.isEmpty()) {
        const FieldDefinition* from = form().field(form().group(field->group)->name, field->cascadeFrom);
        parent = answers.value({path.group, path.row, from->id}).text;
    }
    QList<Choice> offered;
    for (const Choice& choice : choicesOf(form(), *field)) {
        if (!choice.retired && (parent.isEmpty() || choice.parent.isEmpty() || choice.parent == parent))
            offered.append(choice);
    }
    return offered;
}

Texts DictionaryEngine::standardMessage(const QString& kind, quint32 field) const
{
    return problemSentence(kind, form().field(field));
}

std::unique_ptr<FormEngine> makeFormEngine(FormPtr form, const Clock& clock)
{
    return std::make_unique<DictionaryEngine>(std::move(form), clock);
}

}  // namespace prohori
