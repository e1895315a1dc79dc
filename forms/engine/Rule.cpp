// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/Rule.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/StandardMessages.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

std::optional<Operand> operandOf(const FormDefinition& form, const FieldDefinition& field,
                                 const QString& text)
{
    if (text == u"today()")
        return Operand{Operand::Kind::Today, 0, text};
    if (const FieldDefinition* other = findField(form, field.group, text))
        return Operand{Operand::Kind::Field, other->id, text};
    return std::nullopt;
}

/// `>= a and <= b` gives two clauses; `>= a or >= b` one with two operands.
QList<RuleClause> comparisons(const FormDefinition& form, const FieldDefinition& field, const QString& text)
{
    static const QRegularExpression kPart(u"^(<=|>=|<|>) ([a-z_]+(?:\\(\\))?)$"_s);
    QList<RuleClause> clauses;
    for (const QString& part : text.split(u" and "_s)) {
        RuleClause clause;
        for (const QString& either : part.split(u" or "_s)) {
            const auto match = kPart.match(either.trimmed());
            const auto operand = operandOf(form, field, match.captured(2));
            if (!match.hasMatch() || !operand)
                return {};
            clause.sign = match.captured(1);
            clause.operands.append(*operand);
        }
        clauses.append(clause);
    }
    return clauses;
}

std::optional<RuleClause> specialClause(const FormDefinition& form, const FieldDefinition& field,
                                        const QString& text)
{
    static const QRegularExpression kUpTo(u"^0\\.\\.([a-z_]+)$"_s);
    static const QRegularExpression kOneOf(u"^one of ([a-z_]+)$"_s);
    static const QRegularExpression kWhen(u"^(\\w+) not allowed(?: when (.+))?$"_s);
    static const QRegularExpression kOnlyIf(u"^(\\w+) only if any (.+)$"_s);
    RuleClause clause;
    const auto other = [&](const QString& name, RuleClause::Kind kind,
                           const QString& sign) -> std::optional<RuleClause> {
        const auto operand = operandOf(form, field, name);
        if (!operand)
            return std::nullopt;
        clause.kind = kind;
        clause.sign = sign;
        clause.operands.append(*operand);
        return clause;
    };
    if (const auto match = kUpTo.match(text); match.hasMatch())
        return other(match.captured(1), RuleClause::Kind::Compare, u"<="_s);
    if (const auto match = kOneOf.match(text); match.hasMatch())
        return other(match.captured(1), RuleClause::Kind::OneOf, {});
    if (text.startsWith(u"NID 10/13/17") || (text == u"as for victim" && field.name == u"id_number"))
        return other(u"id_document"_s, RuleClause::Kind::IdNumber, {});
    const auto forbidden = kWhen.match(text);
    const auto only = kOnlyIf.match(text);
    if (!forbidden.hasMatch() && !only.hasMatch())
        return std::nullopt;
    clause.kind = only.hasMatch() ? RuleClause::Kind::OnlyIf : RuleClause::Kind::NotAllowed;
    clause.word = (only.hasMatch() ? only : forbidden).captured(1);
    const QString when = (only.hasMatch() ? only : forbidden).captured(2);
    if (when.isEmpty())
        return clause;
    const auto condition = Condition::parse(form, field.group, when);
    if (!condition)
        return std::nullopt;
    clause.condition = *condition;
    return clause;
}

bool fitsDocument(const QString& document, const QString& written)
{
    const QString number = asciiDigits(written).toUpper();
    static const QRegularExpression kNid(u"^(\\d{10}|\\d{13}|\\d{17})$"_s);
    static const QRegularExpression kBirth(u"^\\d{17}$"_s);
    static const QRegularExpression kPassport(u"^[A-Z]{1,2}\\d{7,8}$"_s);
    if (document == u"nid")
        return kNid.match(number).hasMatch();
    if (document == u"birth_registration")
        return kBirth.match(number).hasMatch();
    return document != u"passport" || kPassport.match(number).hasMatch();
}

}  // namespace

QList<RuleClause> readRule(const FormDefinition& form, const FieldDefinition& field)
{
    QList<RuleClause> clauses;
    for (const QString& part : field.constraint.split(u';', Qt::SkipEmptyParts)) {
        const QString text = part.trimmed();
        if (const auto special = specialClause(form, field, text))
            clauses.append(*special);
        else
            clauses += comparisons(form, field, text);
    }
    return clauses;
}

bool obeys(const RuleClause& clause, const QString& value, FieldSource& source)
{
    const QStringList words = value.split(u' ', Qt::SkipEmptyParts);
    if (clause.kind == RuleClause::Kind::NotAllowed || clause.kind == RuleClause::Kind::OnlyIf) {
        const bool wantedTruth = clause.kind == RuleClause::Kind::OnlyIf;
        if (!words.contains(clause.word))
            return true;
        const Truth when = clause.condition ? clause.condition->holds(source) : Truth::Yes;
        return when == Truth::Unknown || (when == Truth::Yes) == wantedTruth;
    }
    for (const Operand& operand : clause.operands) {
        const Reading other = operand.kind == Operand::Kind::Today
                                ? Reading{{source.today().toString(Qt::ISODate)}, false}
                                : source.read(operand.field);
        if (other.values.isEmpty())
            continue;
        if (clause.kind == RuleClause::Kind::OneOf)
            return other.sealed || other.values.contains(value);
        if (clause.kind == RuleClause::Kind::IdNumber)
            return fitsDocument(other.values.first(), value);
        const auto how = order(value, other.values.first());
        return !how
            || (clause.sign.startsWith(u'<') ? *how < (clause.sign.endsWith(u'=') ? 1 : 0)
                                             : *how > (clause.sign.endsWith(u'=') ? -1 : 0));
    }
    return true;
}

Texts ruleMessage(const FormDefinition& form, const FieldDefinition& field, const RuleClause& clause)
{
    if (clause.kind == RuleClause::Kind::IdNumber)
        return bilingual(u"This number does not fit the identity document."_s,
                         u"নম্বরটি পরিচয়পত্রের সঙ্গে মেলে না।"_s);
    if (clause.kind == RuleClause::Kind::NotAllowed || clause.kind == RuleClause::Kind::OnlyIf) {
        const ChoiceList* list = form.list(field.list);
        const Choice* choice = list ? list->find(clause.word) : nullptr;
        const Texts label = choice ? choice->label : Texts();
        return bilingual(u"“%1” is not allowed here."_s.arg(label.in(u"en"_s)),
                         u"এখানে “%1” দেওয়া যাবে না।"_s.arg(label.in(u"bn"_s)));
    }
    const FieldDefinition* other = form.field(clause.operands.first().field);
    const Texts name = other ? other->label : bilingual(u"today"_s, u"আজ"_s);
    const QString en = name.in(u"en"_s);
    const QString bn = name.in(u"bn"_s);
    if (clause.kind == RuleClause::Kind::OneOf)
        return bilingual(u"This must be one of “%1”."_s.arg(en), u"এটি “%1”-এর একটি হতে হবে।"_s.arg(bn));
    const bool date = field.type == FieldType::Date || field.type == FieldType::PartialDate;
    const bool most = clause.sign.startsWith(u'<');
    if (!other)
        return bilingual(u"This date cannot be after today."_s, u"তারিখটি আজকের পরে হতে পারে না।"_s);
    if (date)
        return bilingual(
            (most ? u"This cannot be after “%1”."_s : u"This cannot be before “%1”."_s).arg(en),
            (most ? u"এটি “%1”-এর পরে হতে পারে না।"_s : u"এটি “%1”-এর আগে হতে পারে না।"_s).arg(bn));
    return bilingual(
        (most ? u"This cannot be more than “%1”."_s : u"This cannot be less than “%1”."_s).arg(en),
        (most ? u"এটি “%1”-এর বেশি হতে পারে না।"_s : u"এটি “%1”-এর কম হতে পারে না।"_s).arg(bn));
}

}  // namespace prohori
