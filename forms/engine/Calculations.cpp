// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/Calculations.h"

#include "forms/engine/AnswerText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAdultAge = 18;
constexpr int kInquiryDays = 90;
constexpr int kAppealDays = 30;
constexpr int kShelterMonths = 6;

std::optional<int> number(const QString& text)
{
    bool good = false;
    const int value = text.toInt(&good);
    return good ? std::optional(value) : std::nullopt;
}

std::optional<QString> text(const QDate& date)
{
    return date.isValid() ? std::optional(date.toString(Qt::ISODate)) : std::nullopt;
}

QDate date(const QString& iso)
{
    return QDate::fromString(iso, Qt::ISODate);
}

std::optional<QString> ageWord(std::optional<int> age, const QString& basis)
{
    if (basis == u"presumed_child")
        return u"child"_s;
    return age ? std::optional(*age < kAdultAge ? u"child"_s : u"adult"_s) : std::nullopt;
}

bool isSealed(Evaluation& now, const AnswerPath& path, const QString& name)
{
    const FieldDefinition* field = now.form().field(now.form().group(path.group)->name, name);
    return field && now.value({path.group, path.row, field->id}).sealed;
}

std::optional<QString> initialClass(Evaluation& now, const AnswerPath& path)
{
    const QString known = now.answers().value(path).text;
    const QString current = now.sibling(path, u"case_class"_s);
    return known.isEmpty() ? (current.isEmpty() ? std::nullopt : std::optional(current)) : known;
}

std::optional<QString> victimsRecorded(Evaluation& now, const AnswerPath&)
{
    const GroupDefinition* victim = now.form().group(u"victim"_s);
    return QString::number(victim ? now.allRows(victim->id).size() : 0);
}

std::optional<QString> elementsMet(Evaluation& now, const AnswerPath& path)
{
    const QString means = now.sibling(path, u"means_types"_s);
    const QString acts = now.sibling(path, u"act_types"_s);
    const QString purposes = now.sibling(path, u"purpose_types"_s);
    if (means.isEmpty() && acts.isEmpty() && purposes.isEmpty())
        return std::nullopt;
    QStringList shown = means.split(u' ', Qt::SkipEmptyParts);
    shown.removeAll(u"none_found"_s);
    shown.removeAll(u"not_required_child"_s);
    const FieldDefinition* majority = now.form().field(u"victim"_s, u"majority"_s);
    const QStringList ages = majority ? now.read(majority->id, path).values : QStringList();
    const bool allChildren =
        !ages.isEmpty() && ages.size() == now.allRows(majority->group).size()
        && std::all_of(ages.cbegin(), ages.cend(), [](const QString& age) { return age == u"child"; });
    return !acts.isEmpty() && (!shown.isEmpty() || allChildren) && !purposes.isEmpty() ? u"true"_s
                                                                                       : u"false"_s;
}

std::optional<QString> personSeq(Evaluation& now, const AnswerPath& path)
{
    const QList<AnswerRow> rows = now.allRows(path.group);
    const auto found =
        std::find_if(rows.cbegin(), rows.cend(), [&](const AnswerRow& row) { return row.row == path.row; });
    return found == rows.cend() ? std::nullopt : std::optional(QString::number(found - rows.cbegin() + 1));
}

std::optional<QString> majority(Evaluation& now, const AnswerPath& path)
{
    return ageWord(number(now.sibling(path, u"age_years"_s)), now.sibling(path, u"age_basis"_s));
}

std::optional<QString> majorityAtOffence(Evaluation& now, const AnswerPath& path)
{
    const auto then = number(now.sibling(path, u"age_at_recruitment"_s));
    return ageWord(then ? then : number(now.sibling(path, u"age_years"_s)),
                   now.sibling(path, u"age_basis"_s));
}

std::optional<QString> ageGroup(Evaluation& now, const AnswerPath& path)
{
    const auto age = number(now.sibling(path, u"age_years"_s));
    if (!age)
        return std::nullopt;
    static const QList<std::pair<int, QString>> kGroups{
        {11, u"a00_11"_s}, {17, u"a12_17"_s}, {24, u"a18_24"_s}, {34, u"a25_34"_s}, {49, u"a35_49"_s}};
    for (const auto& [last, code] : kGroups) {
        if (*age <= last)
            return code;
    }
    return u"a50_up"_s;
}

/// The group of the main form; "mixed" when the forms marked belong to two groups that can be counted.
std::optional<QString> exploitationGroup(Evaluation& now, const AnswerPath& path)
{
    // Who cannot read the forms keeps the group that was stored.
    if (isSealed(now, path, u"exploitation_types"_s) || isSealed(now, path, u"exploitation_main"_s))
        return std::nullopt;
    const ChoiceList* list = now.form().list(u"exploitation_type"_s);
    const auto groupOf = [&](const QString& code) {
        const Choice* choice = list ? list->find(code) : nullptr;
        return choice ? choice->reportedAs : QString();
    };
    QStringList groups;
    for (const QString& code : now.sibling(path, u"exploitation_types"_s).split(u' ', Qt::SkipEmptyParts)) {
        const QString group = groupOf(code);
        if (!group.isEmpty() && group != u"not_yet" && group != u"unknown" && !groups.contains(group))
            groups.append(group);
    }
    if (groups.size() > 1)
        return u"mixed"_s;
    const QString main = groupOf(now.sibling(path, u"exploitation_main"_s));
    if (!main.isEmpty())
        return main;
    return groups.isEmpty() ? std::nullopt : std::optional(groups.first());
}

std::optional<QString> exploitationMonths(Evaluation& now, const AnswerPath& path)
{
    const QString start = now.sibling(path, u"exploitation_start"_s);
    const QString end = now.sibling(path, u"exploitation_end"_s);
    const auto from = dateSpan(start);
    const auto to = dateSpan(end);
    constexpr int kMonthShape = 7;
    if (!from || !to || start.size() < kMonthShape || end.size() < kMonthShape || to->last < from->first)
        return std::nullopt;
    int months = (to->first.year() - from->first.year()) * 12 + to->first.month() - from->first.month();
    if (start.size() > kMonthShape && end.size() > kMonthShape && to->first.day() < from->first.day())
        months -= 1;
    return QString::number(months);
}

std::optional<QString> inquiryDue(Evaluation& now, const AnswerPath& path)
{
    const QDate assigned = date(now.sibling(path, u"assigned_on"_s));
    const QString law = now.nearby(path, u"case.legal_instrument"_s);
    return law == u"ord2026" && assigned.isValid() ? text(assigned.addDays(kInquiryDays)) : std::nullopt;
}

std::optional<QString> appealDue(Evaluation& now, const AnswerPath& path)
{
    const QDate judged = date(now.sibling(path, u"judgment_on"_s));
    return judged.isValid() ? text(judged.addDays(kAppealDays)) : std::nullopt;
}

/// Every six months from the start; the first one after the last report.
std::optional<QString> shelterReportDue(Evaluation& now, const AnswerPath& path)
{
    const QDate start = date(now.sibling(path, u"start_on"_s));
    const QDate last = date(now.sibling(path, u"six_month_report_on"_s));
    if (!start.isValid())
        return std::nullopt;
    int months = kShelterMonths;
    while (last.isValid() && start.addMonths(months) <= last)
        months += kShelterMonths;
    return text(start.addMonths(months));
}

}  // namespace

QHash<quint32, Calculator> caseCalculations(const FormDefinition& form)
{
    const QList<std::pair<QString, Calculator>> all{{u"case.initial_class"_s, initialClass},
                                                    {u"case.victims_recorded"_s, victimsRecorded},
                                                    {u"case.elements_met"_s, elementsMet},
                                                    {u"victim.person_seq"_s, personSeq},
                                                    {u"victim.majority"_s, majority},
                                                    {u"victim.majority_at_offence"_s, majorityAtOffence},
                                                    {u"victim.age_group"_s, ageGroup},
                                                    {u"victim.exploitation_group"_s, exploitationGroup},
                                                    {u"victim.exploitation_months"_s, exploitationMonths},
                                                    {u"suspect.majority"_s, majority},
                                                    {u"investigation.due_on"_s, inquiryDue},
                                                    {u"trial.appeal_due_on"_s, appealDue},
                                                    {u"service.six_month_report_due"_s, shelterReportDue}};
    QHash<quint32, Calculator> calculations;
    for (const auto& [path, calculator] : all) {
        if (const FieldDefinition* field = form.field(path.section(u'.', 0, 0), path.section(u'.', 1)))
            calculations.insert(field->id, calculator);
    }
    return calculations;
}

}  // namespace prohori
