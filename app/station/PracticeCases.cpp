// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PracticeCases.h"

#include "app/station/PracticeBounds.h"
#include "app/station/PracticeDice.h"
#include "app/station/PracticeWords.h"
#include "core/base/RowChain.h"
#include "forms/engine/AnswerText.h"
#include "forms/engine/KeptResults.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Codes that say nothing; practice cases mostly avoid them.
const QStringList kEmptyCodes{u"unknown"_s, u"other"_s, u"refused"_s, u"not_asked"_s, u"not_recorded"_s};

}  // namespace

/// Makes one case; the parts share the answers, the dice and the dates.
class PracticeCaseMaker {
public:
    PracticeCaseMaker(const FormEngine& engine, const Scope& district, quint64& state, QDate today)
        : m_engine(engine),
          m_form(engine.form()),
          m_dice(state),
          m_district(district),
          m_today(today),
          m_reported(today.addDays(-m_dice.between(40, 330)))
    {}

    Answers make()
    {
        put(u"case"_s, {}, u"district_code"_s, m_district);
        put(u"case"_s, {}, u"reported_on"_s, m_reported.toString(Qt::ISODate));
        const bool smuggling = m_dice.percent(25);
        put(u"case"_s, {}, u"case_class"_s,
            smuggling            ? u"som"_s
            : m_dice.percent(10) ? u"tip_som"_s
                                 : u"tip"_s);
        put(u"case"_s, {}, u"case_stage"_s, u"investigation"_s);
        const QStringList victims = rows(u"victim"_s, {}, m_dice.between(1, 3));
        for (const QString& victim : victims) {
            put(u"victim"_s, victim, u"person_role"_s, smuggling ? u"smuggled_migrant"_s : u"tip_victim"_s);
            rows(u"consent"_s, victim, 1);
        }
        const QStringList suspects = rows(u"suspect"_s, {}, m_dice.between(0, 3));
        rows(u"journey_leg"_s, {}, m_dice.between(1, 3));
        rows(u"investigation"_s, {}, m_dice.percent(60) ? 1 : 0);
        if (smuggling || value(u"case"_s, {}, u"case_class"_s) == u"tip_som"_s)
            rows(u"som"_s, {}, 1);
        // Half of the cases are as they should be; of the others some victims were not referred to anybody.
        const bool isComplete = m_dice.percent(50);
        for (const QString& victim : victims) {
            if (isComplete || m_dice.percent(25)) {
                const QStringList referrals = rows(u"referral"_s, victim, 1);
                if (m_dice.percent(50))
                    rows(u"service"_s, referrals.first(), 1);
            }
        }
        put(u"case"_s, {}, u"victims_reported"_s, QString::number(victims.size()));
        put(u"case"_s, {}, u"suspects_reported"_s, QString::number(suspects.size()));
        answerSomeOptional();
        // What is asked follows from what is answered, and rules bind answers to each other: until nothing is left to complain of.
        constexpr int kPasses = 40;
        for (int pass = 0; pass < kPasses && !completeOnce(); ++pass) {
        }
        const AnswerPath reason = path(u"case"_s, {}, u"class_reason"_s);
        if (!m_engine.isRelevant(reason, m_answers))
            m_answers.values.remove(reason);
        return m_answers;
    }

private:
    AnswerPath path(const QString& group, const QString& row, const QString& field) const
    {
        const FieldDefinition* definition = m_form.field(group, field);
        return definition ? AnswerPath{definition->group, row, definition->id} : AnswerPath{};
    }

    void put(const QString& group, const QString& row, const QString& field, const QString& text)
    {
        const AnswerPath at = path(group, row, field);
        if (at.field != 0)
            m_answers.values.insert(at, {text, {}, false});
    }

    QString value(const AnswerPath& at) const { return m_answers.value(at).text; }
    QString value(const QString& group, const QString& row, const QString& field) const
    {
        return value(path(group, row, field));
    }

    QStringList rows(const QString& group, const QString& parent, int count)
    {
        QStringList made;
        for (int i = 0; i < count; ++i) {
            std::array<quint64, 2> bits{m_dice.next(), m_dice.next()};
            m_row = m_row.isNull()
                      ? RowId::fromBytes(QByteArray(reinterpret_cast<const char*>(bits.data()), RowId::kSize))
                      : rowAfter(m_row);
            const QString row = m_row.toString();
            m_answers.rows.append({m_form.group(group)->id, row, parent});
            made.append(row);
        }
        return made;
    }

    void answerSomeOptional()
    {
        constexpr int kOptionalChance = 25;
        QList<AnswerRow> places = m_answers.rows;
        places.prepend({m_form.group(u"case"_s)->id, {}, {}});
        for (const AnswerRow& row : std::as_const(places)) {
            for (const quint32 id : m_form.group(row.group)->fields) {
                const AnswerPath at{row.group, row.row, id};
                if (m_form.field(id)->required != RequiredLevel::Auto && m_dice.percent(kOptionalChance)
                    && !m_answers.values.contains(at) && m_engine.isRelevant(at, m_answers))
                    answer(*m_form.field(id), at);
            }
        }
    }

    /// Answers what is still asked for and mends what breaks a rule; true when there was nothing of that.
    bool completeOnce()
    {
        bool complete = true;
        for (const Problem& problem : m_engine.check(m_answers, CheckLevel::Submit)) {
            const FieldDefinition* field = m_form.field(problem.path.field);
            if (problem.severity != Severity::Error || !field)
                continue;
            complete = false;
            if (problem.kind == u"constraint")
                mend(*field, problem.path);
            else
                answer(*field, problem.path);
        }
        return complete && !keepResults(m_engine, m_answers);
    }

    void answer(const FieldDefinition& field, const AnswerPath& at)
    {
        const auto stored = m_engine.normalise(field.id, answerFor(field, at));
        m_answers.set(at, {stored ? *stored : QString(), {}, false});
    }

    /// The first comparison of the rule that has another side to follow is followed; else the dice fall again.
    void mend(const FieldDefinition& field, const AnswerPath& at)
    {
        for (const Bound& bound : boundsOf(field.constraint)) {
            const QString other = otherSide(bound.other, at);
            if (other.isEmpty())
                continue;
            if (bound.kind == Bound::OneOf) {
                m_answers.set(at, {m_dice.pick(other.split(u' ')), {}, false});
                return;
            }
            if (isWrong(value(at), other, bound.kind == Bound::NotAbove)) {
                m_answers.set(at, {near(other, field, bound.kind == Bound::NotBelow), {}, false});
                return;
            }
        }
        answer(field, at);
    }

    /// Dates by their days, numbers by their size.
    static bool isWrong(const QString& mine, const QString& other, bool above)
    {
        const auto left = dateSpan(mine);
        const auto right = dateSpan(other);
        if (left && right && mine.contains(u'-') && other.contains(u'-'))
            return above ? left->first > right->last : left->last < right->first;
        return above ? mine.toLongLong() > other.toLongLong() : mine.toLongLong() < other.toLongLong();
    }

    QString calculatedOr(const AnswerPath& at) const
    {
        const QString answered = value(at);
        return answered.isEmpty() ? m_engine.calculated(m_answers).value(at).text : answered;
    }

    /// The value of the question of that name in this row, or in one around it, or in the case.
    QString otherSide(const QString& name, const AnswerPath& at) const
    {
        if (name == u"today")
            return m_today.toString(Qt::ISODate);
        QString row = at.row;
        for (const GroupDefinition* group = m_form.group(at.group); group;
             group = m_form.group(group->parent)) {
            if (const FieldDefinition* field = m_form.field(group->name, name))
                return calculatedOr({group->id, row, field->id});
            const AnswerRow* here = m_answers.findRow(row);
            row = here ? here->parentRow : QString();
        }
        return value(u"case"_s, {}, name);
    }

    /// A day, or another value, that is not on the wrong side of `other`.
    QString near(const QString& other, const FieldDefinition& field, bool after)
    {
        const QDate day = QDate::fromString(other, Qt::ISODate);
        constexpr int kSoon = 9;
        if (!after || !day.isValid() || field.type != FieldType::Date)
            return field.type == FieldType::Date && !day.isValid()
                     ? dateSpan(other)->last.toString(Qt::ISODate)
                     : other;
        return std::min(std::max(day, m_today), day.addDays(m_dice.below(kSoon))).toString(Qt::ISODate);
    }

    QString answerFor(const FieldDefinition& field, const AnswerPath& at)
    {
        switch (field.type) {
        case FieldType::Code: return oneChoice(field, at);
        case FieldType::MultiCode: return oneChoice(field, at);
        case FieldType::Boolean: return m_dice.percent(70) ? u"true"_s : u"false"_s;
        case FieldType::Integer:
        case FieldType::Money: return number(field, at);
        case FieldType::Date: return date(field, at).toString(Qt::ISODate);
        case FieldType::PartialDate: return partialDate(field, at);
        case FieldType::Phone:
            return u"01%1%2"_s.arg(m_dice.between(3, 9))
                .arg(m_dice.between(0, 99'999'999), 8, 10, QLatin1Char('0'));
        case FieldType::Reference:
        case FieldType::MultiReference: return reference(field);
        case FieldType::Text:
        case FieldType::LongText: return words(field, at);
        case FieldType::DateTime:
        case FieldType::File:
        case FieldType::Identifier: break;
        }
        return {};
    }

    QString oneChoice(const FieldDefinition& field, const AnswerPath& at)
    {
        QStringList good;
        QStringList any;
        for (const Choice& choice : m_engine.offeredChoices(at, m_answers)) {
            any.append(choice.code);
            if (!kEmptyCodes.contains(choice.code))
                good.append(choice.code);
        }
        if (field.name == u"legal_instrument"_s && good.contains(u"ord2026"_s))
            return m_reported < QDate(2026, 1, 6) && good.contains(u"act2012"_s) ? u"act2012"_s
                                                                                 : u"ord2026"_s;
        if (field.list == u"country"_s && field.name != u"foreign_countries"_s && m_dice.percent(60))
            return u"BD"_s;
        good.removeAll(field.name == u"foreign_countries"_s ? u"BD"_s : QString());
        const QStringList& from = good.isEmpty() ? any : good;
        return from.isEmpty() ? QString() : m_dice.pick(from);
    }

    QString number(const FieldDefinition& field, const AnswerPath& at)
    {
        if (field.name == u"age_years"_s)
            return QString::number(m_dice.between(11, 46));
        if (field.name == u"age_at_recruitment"_s)
            return value(m_form.group(at.group)->name, at.row, u"age_years"_s);
        if (field.name == u"seq"_s)
            return QString::number(positionOf(at));
        if (field.name == u"migrants_total"_s)
            return QString::number(m_dice.between(20, 90));
        if (field.type == FieldType::Money)
            return QString::number(m_dice.between(5, 400) * 1000);
        constexpr int kSmall = 4;
        const auto low = static_cast<int>(field.minimum.value_or(0));
        const auto high =
            static_cast<int>(std::min<qint64>(field.maximum.value_or(low + kSmall), low + kSmall));
        return QString::number(m_dice.between(low, high));
    }

    int positionOf(const AnswerPath& at) const
    {
        int position = 0;
        for (const AnswerRow& row : m_answers.rows) {
            position += row.group == at.group ? 1 : 0;
            if (row.row == at.row)
                break;
        }
        return position;
    }

    QDate date(const FieldDefinition& field, const AnswerPath& at)
    {
        const QDate identified = QDate::fromString(otherSide(u"identified_on"_s, at), Qt::ISODate);
        if (field.name == u"rights_informed_on"_s && identified.isValid() && m_dice.percent(85))
            return std::min(m_today, identified.addDays(m_dice.below(2)));
        if (field.name == u"date_of_birth"_s)
            return m_reported.addDays(-365 * m_dice.between(12, 46));
        if (field.name == u"fir_date"_s || field.name == u"gd_date"_s)
            return m_reported;
        return std::min(m_today, m_reported.addDays(m_dice.between(1, 20)));
    }

    QString partialDate(const FieldDefinition& field, const AnswerPath& at)
    {
        if (m_form.group(at.group)->name == u"journey_leg") {
            const int day = 25 * positionOf(at) + (field.name == u"end_on" ? 12 : 0) + m_dice.below(10);
            return m_reported.addDays(day - 150).toString(Qt::ISODate);
        }
        const int before = field.name.contains(u"end"_s)     ? m_dice.between(2, 20)
                         : field.name.contains(u"recruit"_s) ? m_dice.between(150, 400)
                                                             : m_dice.between(30, 120);
        const QDate day = m_reported.addDays(-before);
        return day.toString(m_dice.percent(50) ? u"yyyy-MM"_s : u"yyyy-MM-dd"_s);
    }

    QString reference(const FieldDefinition& field)
    {
        const GroupDefinition* target = m_form.group(field.referencedGroup);
        QStringList candidates;
        for (const AnswerRow& row : m_answers.rows) {
            if (target && row.group == target->id)
                candidates.append(row.row);
        }
        return candidates.isEmpty() ? QString() : m_dice.pick(candidates);
    }

    QString words(const FieldDefinition& field, const AnswerPath& at)
    {
        if (field.type == FieldType::LongText)
            return m_dice.pick(practiceWords().openings) + u' ' + m_dice.pick(practiceWords().endings);
        if (field.name == u"id_number"_s)
            return idNumber(at);
        if (field.name == u"to_name"_s)
            return m_dice.pick(practiceWords().towns) + u" Shelter Home"_s;
        if (field.name == u"place_name"_s)
            return m_dice.pick(practiceWords().towns);
        if (field.name.endsWith(u"_name"_s) || field.name == u"alias"_s)
            return m_dice.percent(60)
                     ? m_dice.pick(practiceWords().givenBn) + u' ' + m_dice.pick(practiceWords().familyBn)
                     : m_dice.pick(practiceWords().givenEn) + u' ' + m_dice.pick(practiceWords().familyEn);
        if (field.name == u"police_station"_s)
            return u"Sadar Model Thana"_s;
        if (field.name.endsWith(u"_no"_s))
            return u"%1/%2"_s.arg(m_dice.between(1, 400)).arg(m_reported.year());
        if (field.name == u"officer_rank"_s)
            return u"Sub-Inspector"_s;
        const QString kind = field.tier == FieldTier::Identifying ? u"detail"_s : u"entry"_s;
        QString text = u"Practice %1 %2"_s.arg(kind).arg(m_dice.between(100, 999));
        while (text.size() < field.minLength)
            text += u" more"_s;
        return field.maxLength > 0 ? text.left(field.maxLength) : text;
    }

    QString idNumber(const AnswerPath& at)
    {
        const QString document = value(m_form.group(at.group)->name, at.row, u"id_document"_s);
        constexpr int kNid = 10;
        constexpr int kBirth = 17;
        if (document == u"passport"_s)
            return u"EB%1"_s.arg(m_dice.between(1'000'000, 9'999'999));
        QString digits = QString::number(m_dice.between(1, 9));
        while (digits.size() < (document == u"birth_registration"_s ? kBirth : kNid))
            digits += QString::number(m_dice.below(10));
        return digits;
    }

    const FormEngine& m_engine;
    const FormDefinition& m_form;
    PracticeDice m_dice;
    Scope m_district;
    QDate m_today;
    QDate m_reported;
    Answers m_answers;
    RowId m_row;  ///< the last one
};

PracticeCases::PracticeCases(const FormEngine& engine, const Scope& district, quint64 seed, QDate today)
    : m_engine(engine),
      m_district(district),
      m_state(seed),
      m_today(today)
{}

Answers PracticeCases::next()
{
    return PracticeCaseMaker(m_engine, m_district, m_state, m_today).make();
}

}  // namespace prohori
